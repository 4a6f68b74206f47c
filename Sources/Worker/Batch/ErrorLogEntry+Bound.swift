import Billing
import Messages

extension ErrorLogEntry {
  /// So many error logs of one request are recorded one by one.
  static let mostOfRequest = 100

  /// The error logs of one request, bounded: the first ``mostOfRequest``, and one that stands for the rest (<doc:ErrorLog#Bounds>). A request may name thousands of records that do not exist; the completion tells of
  /// each.
  static func bounded(_ entries: [ErrorLogEntry], of key: RequestKey) -> [ErrorLogEntry] {
    boundedCount(entries, of: key).map(\.fitting)
  }

  private static func boundedCount(
    _ entries: [ErrorLogEntry], of key: RequestKey
  ) -> [ErrorLogEntry] {
    // The first beyond them may as well be itself.
    guard entries.count > mostOfRequest + 1 else { return entries }
    let next = entries[mostOfRequest]
    let rest = ErrorLogEntry(
      category: next.category, code: next.code,
      message: "\(entries.count - mostOfRequest) more faults of this request are in its completion"
        + " and have no error log of their own; the first: \(next.message)",
      primaryRecord: RecordReference(type: .request, id: key.identifier))
    return entries.prefix(mostOfRequest) + [rest]
  }

  /// Bytes of a message, at most. What is escaped takes six times as much, and the event still fits (``MessageSize/limit``).
  static let longestMessage = 64 << 10

  /// The same with a message that an event takes: a longer one is cut, and says so.
  var fitting: ErrorLogEntry {
    guard message.utf8.count > Self.longestMessage else { return self }
    let note =
      "… (shortened: the whole message has \(message.utf8.count) bytes, and an error log's has at"
      + " most \(Self.longestMessage))"
    let kept = message.prefix(bytes: Self.longestMessage - note.utf8.count)
    return ErrorLogEntry(
      category: category, severity: severity, code: code, message: kept + note,
      primaryRecord: primaryRecord, relatedRecord: relatedRecord, accountId: accountId)
  }
}

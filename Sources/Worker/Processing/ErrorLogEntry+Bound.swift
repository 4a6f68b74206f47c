import Billing

extension ErrorLogEntry {
  /// So many error logs of one request are recorded one by one.
  static let mostOfRequest = 100

  /// The error logs of one request, bounded: the first ``mostOfRequest``, and one that stands for the rest (<doc:Requests#Whose-word-counts>). A request may name thousands of records that do not exist; the completion tells of
  /// each.
  static func bounded(_ entries: [ErrorLogEntry], of key: RequestKey) -> [ErrorLogEntry] {
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
}

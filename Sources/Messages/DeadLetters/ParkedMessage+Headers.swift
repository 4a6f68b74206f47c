import Billing
import CivilTime

extension ParkedMessage {
  /// The header that holds ``completionEventId``.
  package static let completionHeader = "fault-completion-id"

  /// The headers in a fixed order, together within `headerLimit`: the message is cut where they would
  /// be beyond it.
  package var headers: [FaultHeader] {
    // A name comes from the configuration and may be anything; 255 bytes are as many as a host name has.
    let worker = Self.prefix(of: worker, bytes: 255)
    var headers = [
      FaultHeader("attempt", .integer(Int64(attempt))),
      FaultHeader("fault-code", .text(Self.prefix(of: code.rawValue, bytes: 255))),
      FaultHeader("fault-queue", .text(queue.rawValue)),
      FaultHeader("fault-attempts", .integer(Int64(attempts))),
      FaultHeader("fault-first-at", .text(firstFaultAt.description)),
      FaultHeader("fault-last-at", .text(lastFaultAt.description)),
      FaultHeader("fault-worker", .text(worker)),
    ]
    if let truncatedBodySize {
      headers.append(FaultHeader("fault-body-size", .integer(Int64(truncatedBodySize))))
      headers.append(FaultHeader("fault-body-truncated", .flag(true)))
    }
    if let completionEventId {
      headers.append(
        FaultHeader(
          Self.completionHeader, .text(Self.prefix(of: completionEventId, bytes: 255))))
    }
    let used = headers.reduce(FaultHeader("fault-message", .text("")).size) { $0 + $1.size }
    let message = Self.prefix(of: message, bytes: Self.headerLimit - used)
    headers.insert(FaultHeader("fault-message", .text(message)), at: 2)
    return headers
  }

  /// As many whole characters as fit.
  private static func prefix(of text: String, bytes: Int) -> String {
    guard text.utf8.count > bytes else { return text }
    var length = 0
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      length += UTF8.width(scalar)
      guard length <= bytes else { break }
      result.append(scalar)
    }
    return String(result)
  }
}

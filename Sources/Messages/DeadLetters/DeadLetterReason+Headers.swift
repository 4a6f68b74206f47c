import Billing
import CivilTime

extension DeadLetterReason {
  /// The header that holds ``completionEventId``.
  package static let completionHeader = "fault-completion-id"

  /// The headers in a fixed order, together within `headerLimit`: the message is cut where they would
  /// be beyond it.
  package var headers: [FaultHeader] {
    // A name comes from the configuration and may be anything; 255 bytes are as many as a host name has.
    let worker = worker.prefix(bytes: 255)
    var headers = [
      FaultHeader("attempt", .integer(Int64(attempt))),
      FaultHeader("fault-code", .text(code.rawValue.prefix(bytes: 255))),
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
    if isBodyMasked { headers.append(FaultHeader("fault-body-masked", .flag(true))) }
    if let completionEventId {
      headers.append(
        FaultHeader(
          Self.completionHeader, .text(completionEventId.prefix(bytes: 255))))
    }
    let used = headers.reduce(FaultHeader("fault-message", .text("")).size) { $0 + $1.size }
    let message = message.prefix(bytes: Self.headerLimit - used)
    headers.insert(FaultHeader("fault-message", .text(message)), at: 2)
    return headers
  }
}

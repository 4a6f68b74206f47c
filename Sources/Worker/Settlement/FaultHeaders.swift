package import AMQP
import Billing
package import CivilTime
package import Messages

/// What a delivery's headers say of earlier faults, and what a copy of it says of them from now on.
package enum FaultHeaders {
  /// How many retry queues the message went through.
  package static let attempt = "attempt"
  package static let firstAt = "fault-first-at"
  /// On a request that an operator sends again: the event of the outcome that its outcome is to replace.
  package static let replayOf = "replay-of"
  /// The broker's own count of deliveries on a quorum queue.
  package static let deliveryCount = "x-delivery-count"

  /// The headers of a copy for the parking lot or a retry queue.
  ///
  /// The sender's headers are kept; the broker's (`x-death` …) are not, since it would count them twice.
  /// Where the sender's alone are more than the wire takes beside ours, they are left out: the fault is
  /// what an operator needs. That it is a replay stays, or a retry would be answered with the old outcome.
  package static func table(for copy: ParkedMessage, keeping own: HeaderTable?) -> HeaderTable {
    let faults = copy.headers
    let names = Set(faults.map(\.name))
    // A name given twice has no meaning, and sender-selected routing is for the sender's own publish.
    let routing: Set<String> = ["CC", "BCC"]
    var seen: Set<String> = []
    var table = (own ?? HeaderTable()).filter {
      !$0.name.hasPrefix("x-") && !names.contains($0.name) && !routing.contains($0.name)
        && seen.insert($0.name).inserted && $0.name.utf8.count <= 255
    }
    if table.wireSize > OutgoingMessage.headersLimit - ParkedMessage.headerLimit - 1_024 {
      table = table.filter { $0.name == replayOf && $0.value.text?.utf8.count ?? .max <= 128 }
    }
    for header in faults {
      switch header.value {
      case .text(let text): table[header.name] = .string(text)
      case .integer(let number): table[header.name] = .int64(number)
      case .flag(let flag): table[header.name] = .boolean(flag)
      }
    }
    return table
  }
}

extension ReceivedRequest {
  /// What the copy of this request says about why it is there. `retries` counts the retry queues it has passed,
  /// the one it goes to included.
  package func copy(
    code: String, message: String, retries: Int, worker: String, at now: UTCInstant,
    completionEventId: String? = nil
  ) -> ParkedMessage {
    let firstAt = delivery.properties.headers?[FaultHeaders.firstAt]?.text
    return ParkedMessage(
      attempt: retries, code: .init(rawValue: code), message: message,
      queue: RequestQueue(rawValue: delivery.queue) ?? .unrouted,
      attempts: Int(clamping: attempts),
      firstFaultAt: firstAt.flatMap { UTCInstant(rfc3339: $0) } ?? now, lastFaultAt: now,
      worker: worker,
      truncatedBodySize: delivery.isTruncated || intake.isOverBodyLimit
        ? Int(clamping: delivery.bodySize) : nil,
      completionEventId: completionEventId)
  }
}

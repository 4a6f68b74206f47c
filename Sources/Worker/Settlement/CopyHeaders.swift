package import AMQP
import Billing
package import CivilTime
package import Messages

/// What the copy of a request, for the dead letters or a retry queue, says of it in its headers.
package enum CopyHeaders {
  /// The headers of a copy: those of
  /// ``RepublishedProperties``, what is known of the request from before (a retry of a replay is a replay), and
  /// the fault.
  package static func table(for copy: DeadLetterReason, of received: ReceivedRequest) -> HeaderTable
  {
    var table =
      RepublishedProperties.of(received.delivery.properties).headers ?? HeaderTable()
    if let replayOf = received.replayOf { table[DeliveryHeader.replayOf] = .string(replayOf) }
    if let user = received.delivery.checkedUser { table[DeliveryHeader.user] = .string(user) }
    for header in copy.headers {
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
  /// the one it goes to included. `isCut`: the copy holds only the beginning of the body, as does one of a body that
  /// was cut while it arrived. `isBodyMasked`: its body is no longer what was received.
  package func copy(
    code: String, message: String, retries: Int, worker: String, at now: UTCInstant,
    completionEventId: String? = nil, isCut: Bool = false, isBodyMasked: Bool = false
  ) -> DeadLetterReason {
    let firstAt = delivery.believedHeaders?[DeliveryHeader.firstFaultAt]?.text
    return DeadLetterReason(
      attempt: retries, code: .init(rawValue: code), message: message,
      queue: WorkQueue(rawValue: delivery.queue) ?? .unrouted,
      attempts: Int(clamping: attempts),
      firstFaultAt: firstAt.flatMap { UTCInstant(rfc3339: $0) } ?? now, lastFaultAt: now,
      worker: worker,
      truncatedBodySize: delivery.isTruncated || isCut
        ? Int(clamping: delivery.bodySize) : nil,
      isBodyMasked: isBodyMasked,
      completionEventId: completionEventId)
  }
}

package import AMQP
package import CivilTime
package import Messages

/// A delivery that has been read, with what the broker and earlier workers noted on it.
package struct ReceivedRequest: Sendable {
  package let delivery: Delivery
  package let intake: Intake
  package let receivedAt: UTCInstant
  /// How many retry queues it came through.
  package let retries: Int
  /// How often the broker delivered it before without its being settled (`x-delivery-count`).
  package let redeliveries: Int64
  /// Why the request is not run any more, when that has been decided; it is given a failed outcome instead.
  package private(set) var surrender: String?

  /// Reads a delivery; total: whatever came is one of ``Messages/Intake``'s cases.
  package init(_ delivery: Delivery, at now: UTCInstant) {
    self.delivery = delivery
    receivedAt = now
    let headers = delivery.properties.headers
    retries = Int(clamping: max(0, headers?[FaultHeaders.attempt]?.integer ?? 0))
    redeliveries = max(0, headers?[FaultHeaders.deliveryCount]?.integer ?? 0)
    intake = RequestDecoder.decode(RequestMessage(delivery))
  }

  /// The same request, to be given up.
  package func surrendering(to reason: String) -> ReceivedRequest {
    var copy = self
    copy.surrender = reason
    return copy
  }

  /// Whether it may be what kills the process: then it is run in a batch of one, so that only its own
  /// count rises.
  package var mustRunAlone: Bool { redeliveries >= RetryPolicy.deliveriesBeforeAlone }

  /// Whether it has killed the process too often to be run again.
  package var isGivenUp: Bool { redeliveries >= RetryPolicy.deliveriesBeforeGivingUp }

  /// What the completion calls attempts: this one and those before it.
  package var attempts: Int64 { Int64(retries) + 1 }

  /// Whether it wants its reply in one of the worker's own queues, where it would be taken for a request.
  package var isReplyRefused: Bool {
    delivery.properties.replyTo.map(QueueName.isReserved) ?? false
  }
}

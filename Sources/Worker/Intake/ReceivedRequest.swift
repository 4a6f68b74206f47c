package import AMQP
import Billing
package import CivilTime
import Digest
package import Messages

/// A delivery that has been read, with what the broker and earlier workers noted on it.
package struct ReceivedRequest: Sendable {
  package let delivery: Delivery
  package private(set) var intake: Intake
  package let receivedAt: UTCInstant
  /// How many retry queues it came through.
  package let retries: Int
  /// How often it waited in a retry queue for a tax engine: no attempt of it.
  package let taxDelays: Int
  /// What the identifiers of its documents follow from, besides itself: when it was taken first.
  package let identifiedAt: UTCInstant
  /// The event of the outcome that this request is sent again to replace; nil for what senders send.
  package let replayOf: String?
  /// How often the broker delivered it before without its being settled (`x-delivery-count`).
  package let redeliveries: Int64
  /// The queue that its completion is sent to as well: the one it names, when replies may go there.
  package let replyQueue: String?
  /// The fault of the program after which the lane has given the request up, when it has.
  package private(set) var givenUpAfter: String?

  /// Reads a delivery; total: whatever came is one of ``Messages/Intake``'s cases.
  package init(_ delivery: Delivery, at now: UTCInstant, by rules: IntakeRules = IntakeRules()) {
    self.delivery = delivery
    receivedAt = now
    let headers = delivery.believedHeaders
    // Bounded, so that counting on from what an operator's tool wrote cannot overflow.
    retries = Int(clamping: min(max(0, headers?[DeliveryHeader.attempt]?.integer ?? 0), 1_000_000))
    taxDelays = Int(
      clamping: min(max(0, headers?[DeliveryHeader.taxDelays]?.integer ?? 0), 1_000_000))
    identifiedAt =
      headers?[DeliveryHeader.identifiedAt]?.text.flatMap { UTCInstant(rfc3339: $0) } ?? now
    replayOf = headers?[DeliveryHeader.replayOf]?.text.flatMap(Self.eventIdentifier)
    redeliveries = Self.redeliveries(of: delivery)
    intake =
      redeliveries < RedeliveryLimit.givingUp
      ? RequestDecoder.decode(RequestMessage(delivery, source: rules.source(of: delivery)))
      : Self.unread(delivery, source: rules.source(of: delivery))
    replyQueue = delivery.properties.replyTo.flatMap {
      !$0.isEmpty && rules.replyQueues.take($0) ? $0 : nil
    }
  }

  /// What the broker counted; a first delivery has no count, whatever a sender wrote there.
  package static func redeliveries(of delivery: Delivery) -> Int64 {
    guard delivery.isRedelivered else { return 0 }
    return max(0, delivery.properties.headers?[DeliveryHeader.deliveryCount]?.integer ?? 0)
  }

  /// The request by its properties alone: reading its body may be what ends the process.
  private static func unread(_ delivery: Delivery, source: RequestSource) -> Intake {
    let intake = RequestDecoder.decode(RequestMessage(delivery, source: source, isRead: false))
    guard case .refused(let header, let refusal) = intake else { return intake }
    let identified = IdentifiedHeader(
      key: header.key, type: header.type, correlationId: header.correlationId,
      bodySHA256: SHA256Digest.of(delivery.body), trace: header.trace, replyTo: header.replyTo,
      replyCorrelationId: header.replyCorrelationId)
    return .refused(identified, refusal)
  }

  /// The text, when it may be an event's identifier.
  private static func eventIdentifier(_ text: String) -> String? {
    PrintableASCII.contains(text, length: PrintableASCII.requestIdentifierLength) ? text : nil
  }

  /// The same request, to be given up after this fault.
  package func givingUp(after fault: String) -> ReceivedRequest {
    var copy = self
    copy.givenUpAfter = fault
    return copy
  }

  /// The same request, whose processing is recorded as a span of this trace.
  func traced(_ trace: TraceContext) -> ReceivedRequest {
    var copy = self
    copy.intake = intake.traced(trace)
    return copy
  }

  /// Whether it may have ended the process too often to be run again.
  package var endsProcess: Bool { redeliveries >= RedeliveryLimit.givingUp }

  /// Why it is not run any more but given a failed outcome; nil for what is run.
  package var reasonNotToRun: String? {
    givenUpAfter
      ?? (endsProcess
        ? "The worker ended \(redeliveries) times while the request was under way." : nil)
  }

  /// The request, where it is one that is planned.
  var requestToPlan: IdentifiedRequest? {
    guard reasonNotToRun == nil, case .request(let identified) = intake else { return nil }
    return identified
  }

  /// Whether a tax engine may have to be asked for it.
  var mayAskTaxEngine: Bool { requestToPlan?.request.mayAskTaxEngine ?? false }

  /// The class of work that it came as.
  package var work: WorkQueue { WorkQueue(name: delivery.queue) ?? .unrouted }

  /// Seconds from its sending until it was taken, by the broker's time where it notes one, else by its sender's, in whole
  /// seconds; nil where neither says.
  package var wait: Double? {
    let now = Double(receivedAt.microsecondsSince1970) / 1_000_000
    if let sent = delivery.properties.headers?[DeliveryHeader.brokerTime]?.integer {
      return now - Double(sent) / 1_000
    }
    return delivery.properties.timestamp.map { now - Double($0) }
  }

  /// The trace that it belongs to, where its sender named one.
  package var trace: TraceContext? { intake.header?.trace }

  /// What the completion calls attempts: this one and those before it.
  package var attempts: Int64 { Int64(retries) + 1 }

  /// Whether it wants its reply where none may go.
  package var isReplyRefused: Bool {
    replyQueue == nil && !(delivery.properties.replyTo ?? "").isEmpty
  }
}

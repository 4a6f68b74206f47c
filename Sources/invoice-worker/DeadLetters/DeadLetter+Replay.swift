import AMQP
import Messages
import Worker

extension DeadLetter {
  static let completionHeader = ParkedMessage.completionHeader

  /// The way back of a dead letter, or what stands in it.
  enum Replay: Sendable {
    case message(OutgoingMessage)
    /// A clause that says why, and what to do instead.
    case impossible(String)
  }

  /// The queue it came out of. Only one of the requests' queues: what a message claims is no reason to
  /// publish just anywhere.
  private var queue: String? {
    // The worker's note, else the broker's.
    let moved = delivery.properties.headers?["x-death"].flatMap { value -> String? in
      guard case .array(let deaths) = value, case .table(let latest)? = deaths.first else {
        return nil
      }
      return latest["queue"]?.text
    }
    return [text("fault-queue"), moved].compactMap { $0.flatMap(ClassOfWork.init(queueName:)) }
      .first?.queueName
  }

  /// Whether only the beginning of the body was kept.
  private var isTruncated: Bool {
    delivery.isTruncated || delivery.properties.headers?["fault-body-truncated"] == .boolean(true)
  }

  /// The original message, on its way to its queue. Its header `replay-of` names the event of the outcome that it
  /// was parked with: the worker runs it again only as long as that is the request's outcome.
  ///
  /// What the broker itself moved here never had an outcome, so there is nothing to name: it goes back as it was,
  /// and is answered like any other redelivery.
  var replay: Replay {
    guard !isTruncated else {
      return .impossible(
        "only the beginning of its body was kept, for it was over the limit; it has to be sent again"
          + " in smaller requests")
    }
    guard let queue else {
      return .impossible("it does not say which queue it came from; it has to be sent again")
    }
    let completion = text(Self.completionHeader)
    guard code.isEmpty || !completion.isEmpty else {
      return .impossible(
        "it has no outcome that could be replaced, for want of a request identifier; it has to be"
          + " sent again with one")
    }
    var properties = delivery.properties
    var headers = (properties.headers ?? HeaderTable()).filter {
      !$0.name.hasPrefix("x-") && !$0.name.hasPrefix("fault-")
        && $0.name != FaultHeaders.attempt
    }
    if !completion.isEmpty { headers[FaultHeaders.replayOf] = .string(completion) }
    properties.headers = headers
    properties.deliveryMode = .persistent
    properties.expiration = nil
    do throws(OutgoingMessageError) {
      return .message(
        try OutgoingMessage(
          exchange: ExchangeName.default, routingKey: queue, isMandatory: true,
          properties: properties, body: delivery.body))
    } catch {
      return .impossible("\(error); it has to be sent again by its sender")
    }
  }
}

import AMQP
import Messages
import Worker

extension DeadLetter {
  static let completionHeader = DeadLetterReason.completionHeader

  /// The message that replays a dead letter, or why there is none.
  enum Replay: Sendable {
    case message(OutgoingMessage)
    /// A clause that says why, and what to do instead.
    case impossible(String)
  }

  /// The queue it came out of. Only one of the requests' queues: what a message claims is no reason to
  /// publish just anywhere.
  private var queue: String? { WorkQueue(name: originQueue)?.name }

  /// Whether only the beginning of the body was kept.
  private var isCut: Bool {
    isTruncated || recorded("fault-body-truncated") == "true"
  }

  /// Whether its body is what its sender wrote, all of it, and nothing around it.
  var isWhole: Bool {
    !isCut && recorded("fault-body-masked") != "true"
      && properties.contentEncoding == nil && !isExcerpt
  }

  /// Why it cannot be replayed, as a clause, and what to do instead; nil where nothing that is written on it stands in the way.
  var obstacle: String? {
    guard !isCut else {
      return "only the beginning of its body was kept; it has to be sent again by its sender"
    }
    guard recorded("fault-body-masked") != "true" else {
      return
        "it held a card number, which was masked; it has to be sent again by its sender without one"
    }
    guard queue != nil else {
      return "it does not say which queue it came from; it has to be sent again"
    }
    guard !isOfWorker || !recorded(Self.completionHeader).isEmpty else {
      return "it has no outcome that could be replaced, because it has no request identifier; it"
        + " has to be sent again with one"
    }
    return nil
  }

  /// The original message, on its way to its queue. Its header `replay-of` names the event of the outcome that it
  /// became a dead letter with: the worker runs it again only as long as that is the request's outcome.
  ///
  /// What the broker itself moved here never had an outcome, so there is nothing to name: it is answered like any
  /// other redelivery. Either way what goes back is what says which request it is (``RepublishedProperties``): it is
  /// published with the operator's rights.
  var replay: Replay {
    if let obstacle { return .impossible(obstacle) }
    guard let queue, !isExcerpt else {
      return .impossible("only the beginning of its body is at hand; the queue has the whole of it")
    }
    let completion = recorded(Self.completionHeader)
    var properties = RepublishedProperties.of(self.properties)
    var headers = properties.headers ?? HeaderTable()
    if !completion.isEmpty { headers[DeliveryHeader.replayOf] = .string(completion) }
    let user = isOfWorker ? recorded(DeliveryHeader.user) : self.properties.userId ?? ""
    if !user.isEmpty { headers[DeliveryHeader.user] = .string(user) }
    properties.headers = headers
    do throws(OutgoingMessageError) {
      return .message(
        try OutgoingMessage(
          exchange: ExchangeName.default, routingKey: queue, isMandatory: true,
          properties: properties, body: body))
    } catch {
      return .impossible("\(error); it has to be sent again by its sender")
    }
  }
}

package import AMQP

/// Whose word counts: what a delivery says of its own past is believed only where no sender can have written it
/// (<doc:Requests#Whose-word-counts>).
extension Delivery {
  /// Whether a sender may have written everything in it. A sender may write to the requests exchange and nowhere
  /// else; what that exchange cannot route keeps its name on the way through `invoice.unrouted`. Retried copies
  /// and replays come through the default exchange, to which only workers and operators may write.
  package var isFromSender: Bool {
    exchange == ExchangeName.requests || exchange == ExchangeName.unrouted
  }

  /// The headers, where they are the worker's or an operator's own.
  package var believedHeaders: HeaderTable? { isFromSender ? nil : properties.headers }

  /// The user whom the broker has checked: on what a sender published, itself; on a copy, as it was noted when the
  /// copy was made, because whoever publishes the copy is another user.
  package var checkedUser: String? {
    believedHeaders?[DeliveryHeader.user]?.text ?? properties.userId
  }

  /// Whether the broker itself moved it to where it is, with everything that its sender had written on it. A
  /// copy that a worker made carries none of the broker's notes (``RepublishedProperties``).
  package var isMovedByBroker: Bool {
    properties.headers?.entries.contains { entry in
      entry.name == "x-death" || entry.name.hasPrefix("x-first-death-")
        || entry.name.hasPrefix("x-last-death-")
    } ?? false
  }
}

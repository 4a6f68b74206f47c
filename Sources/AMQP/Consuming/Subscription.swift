/// One queue to consume from, on a channel of its own, so that a slow class of work does not hold
/// back the acknowledgements and the prefetch of another.
package struct Subscription: Sendable, Equatable {
  /// What has to be there before consuming.
  package enum Requirement: Sendable, Equatable {
    /// The queue exists: it is asked for passively, which needs no permission to configure.
    case existingQueue
    /// A queue of this connection's own, under the subscription's name, that goes away with it.
    case exclusiveQueue(bindings: [Binding])
  }

  package struct Binding: Sendable, Equatable {
    package let exchange: String
    package let routingKey: String

    package init(exchange: String, routingKey: String) {
      self.exchange = exchange
      self.routingKey = routingKey
    }
  }

  /// Also the label of its deliveries.
  package let queue: String
  /// Distinguishes subscriptions of one queue: the pair of both is unique within a connection.
  package let copy: Int
  /// Deliveries the broker sends ahead, 1 … 2,000 (what quorum queues allow).
  package let prefetch: UInt16
  /// What of a body is taken into memory. At most `prefetch` bodies of that size exist at a time.
  package let bodyLimit: BodyLimit
  package let requirement: Requirement
  /// Names the mailbox its deliveries go to; subscriptions of the same name share one.
  package let mailbox: String
  /// Whether a batch from the mailbox gets at most one of its deliveries: each is long work, and whoever has nothing to do shall
  /// find the others.
  package let isTakenAlone: Bool

  package init(
    queue: String, copy: Int = 0, prefetch: UInt16, bodyLimit: BodyLimit,
    requirement: Requirement = .existingQueue, mailbox: String? = nil, isTakenAlone: Bool = false
  ) {
    self.isTakenAlone = isTakenAlone
    self.queue = queue
    self.copy = copy
    self.prefetch = min(max(1, prefetch), 2_000)
    self.bodyLimit = bodyLimit
    self.requirement = requirement
    self.mailbox = mailbox ?? queue
  }

  /// The buffer of its mailbox. One for each channel: when a channel is lost, what it had not handed out is void,
  /// and what the others had is not.
  var buffer: String { copy == 0 ? queue : "\(queue)#\(copy)" }

  var declaration: QueueDeclaration {
    switch requirement {
    case .existingQueue: QueueDeclaration(name: queue, isPassive: true)
    case .exclusiveQueue:
      QueueDeclaration(name: queue, isDurable: false, isExclusive: true, isAutoDeleted: true)
    }
  }

  var bindings: [Binding] {
    switch requirement {
    case .existingQueue: []
    case .exclusiveQueue(let bindings): bindings
    }
  }
}

package import AMQP
package import Messages

/// What a worker makes of a queue of requests: how many consumers take how much of it at once. Everything else is said
/// by the queue itself.
extension WorkQueue {
  /// The highest prefetch that can be configured.
  package static let largestPrefetch = 2_000

  /// Unacknowledged deliveries of one consumer, at most, whatever the configuration says (<doc:Requests#Limits>).
  package var prefetchCap: Int {
    switch self {
    case .generate, .manage, .run: Self.largestPrefetch
    case .records, .ingest, .unrouted: 8
    }
  }

  /// Consumers of the queue, at most. A transaction of eight invoices costs almost what one of a hundred does, and
  /// most invoices are small; the connection bounds what large ones take.
  package var consumerCap: Int { self == .ingest ? 16 : 1 }

  /// Messages of runs that a lane has while a tax engine is asked: the work of one goes on while the others' documents are away.
  private static let asking = 4

  /// The queue's consumers, for `prefetch` deliveries together as far as its limits allow. Of the work of runs each lane has one
  /// message and no more, or ``asking`` where `asksTaxEngine`: the others are for other workers.
  package func subscriptions(
    prefetch: Int, lanes: Int, mailbox: String, asksTaxEngine: Bool = false
  ) -> [Subscription] {
    let each = min(
      self == .run ? lanes * (asksTaxEngine ? Self.asking : 1) : prefetch, prefetchCap)
    return (0..<max(1, min(consumerCap, prefetch / prefetchCap))).map { copy in
      Subscription(
        queue: name, copy: copy, prefetch: UInt16(clamping: each),
        bodyLimit: BodyLimit(bytes: bodyLimit), mailbox: mailbox, isTakenAlone: self == .run)
    }
  }
}

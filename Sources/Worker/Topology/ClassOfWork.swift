package import AMQP
package import Messages

/// A class of work: one queue, so that none starves another and each can be scaled apart.
package enum ClassOfWork: String, Hashable, Sendable, CaseIterable {
  case generate
  case ingest
  case manage
  case records
  case run
  /// Requests of a type that nobody handles; they are answered too.
  case unrouted

  /// The queue as the reader of messages knows it, with its limits.
  package var queue: WorkQueue {
    switch self {
    case .generate: .generate
    case .ingest: .ingest
    case .manage: .manage
    case .records: .records
    case .run: .run
    case .unrouted: .unrouted
    }
  }

  package var queueName: String { queue.rawValue }

  /// The class whose queue has this name.
  package init?(queueName: String) {
    guard let found = Self.allCases.first(where: { $0.queueName == queueName }) else { return nil }
    self = found
  }

  /// Bytes of a request's body, at most (<doc:Requests#Limits>).
  package var bodyLimit: Int { queue.bodyLimit }

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

  /// The class's consumers, for so many deliveries together as far as its limits allow.
  package func subscriptions(prefetch: Int, mailbox: String) -> [Subscription] {
    let each = min(prefetch, prefetchCap)
    return (0..<max(1, min(consumerCap, prefetch / prefetchCap))).map { copy in
      Subscription(
        queue: queueName, copy: copy, prefetch: UInt16(clamping: each),
        bodyLimit: BodyLimit(bytes: bodyLimit), mailbox: mailbox)
    }
  }

  /// The request types whose requests arrive in the queue, those of later versions among them
  /// (<doc:Requests#A-request>).
  package var requestTypes: [String] {
    switch self {
    case .generate:
      ["invoice.generate.v1", "invoice.preview.v1"]
    case .ingest:
      ["invoice.ingest.v1"]
    case .records:
      ["records.upsert.v1", "usage.record.v1"]
    case .manage:
      Self.managedInvoiceTypes + [
        "billing-schedule.recover.v1", "billing.suspend.v1", "billing.resume.v1",
        "credit-memo.create.v1", "credit-memo.apply.v1", "credit-memo.unapply.v1",
        "credit-memo.void.v1",
        "payment.record.v1", "payment.apply.v1", "payment.unapply.v1", "payment.refund.v1",
        "payment.reverse.v1",
        "email.report-bounce.v1", "email.unsuppress.v1", "tax.retry-commit.v1",
        "invoice-run.start.v1", "invoice-run.cancel.v1", "invoice-run.recover.v1",
        "invoice-run.post.v1",
      ]
    case .run, .unrouted:
      []
    }
  }

  /// What the queue is bound by to the exchange of requests, as topic patterns. Whole families where one class
  /// handles them all, so that a new version of the worker needs no new topology; a type that is not built yet is
  /// answered as unknown.
  package var bindingKeys: [String] {
    switch self {
    case .generate, .ingest, .records: requestTypes
    case .manage:
      Self.managedInvoiceTypes + [
        "billing.#", "billing-schedule.#", "payment.#", "credit-memo.#", "email.#", "tax.#",
        "invoice-run.#",
      ]
    // What a sender publishes of these is answered by the manage class too. The bindings stay until runs are
    // built, which take this queue for messages of the worker's own.
    case .run:
      [
        "invoice-run.start.v1", "invoice-run.cancel.v1", "invoice-run.recover.v1",
        "invoice-run.chunk.v1",
      ]
    case .unrouted: []
    }
  }

  /// `invoice.#` would take the other classes' requests too, so these are named.
  private static let managedInvoiceTypes = [
    "invoice.calculate-tax.v1", "invoice.post.v1", "invoice.cancel.v1", "invoice.update.v1",
    "invoice.void.v1", "invoice.write-off.v1", "invoice.convert-to-credit.v1",
    "invoice.run-tasks.v1", "invoice.report-task.v1", "invoice.send-email.v1",
  ]
}

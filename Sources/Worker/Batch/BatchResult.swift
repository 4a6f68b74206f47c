package import AMQP
package import Storage

/// What a committed batch leaves to be done outside of its transaction.
package struct BatchResult: Sendable {
  /// How many of the batch's first requests are settled; the others are for the next transaction.
  package var settled = 0
  /// Stored, and leased to this process: to be published from memory.
  package var messages: [OutboxMessage] = []
  /// Completions that a `reply_to` asked for; best effort.
  package var replies: [OutgoingMessage] = []
  /// Requests that had no outcome before and have one now.
  package var processed = 0
  package var counts = BatchCounts()
  /// Invoices made.
  package var invoices = 0
  /// Invoice lines made.
  package var lines = 0

  /// Copies of refused requests that were not kept, for too many wait already that the broker refuses.
  package var deadLettersDropped = 0

  /// What came of the requests whose processing is recorded.
  var traced: [TracedRequest] = []

  package init() {}
}

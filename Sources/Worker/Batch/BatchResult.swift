package import AMQP
package import Storage

/// What a committed batch leaves to be done outside of its transaction.
package struct BatchResult: Sendable {
  /// How many of the batch's first requests are gone through; the others are for the next transaction.
  package var count = 0
  /// Those of them that are settled.
  package var settled: [ReceivedRequest] = []
  /// Those of them that wait for a tax engine: nothing of them is stored.
  package var leftOut: [LeftOutRequest] = []
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

  /// Whether what was planned ahead is what is stored.
  var isPlannedAhead = false

  /// What came of the requests whose processing is recorded.
  var traced: [TracedRequest] = []

  package init() {}
}

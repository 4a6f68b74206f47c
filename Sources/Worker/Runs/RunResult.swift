package import Billing
package import Storage

/// What the transaction of a run's message leaves to be done outside of it.
package struct RunResult: Sendable {
  /// Whether there was anything to do: the run is Running, and the chunk or its selection open.
  package var isDone = false
  /// What a chunk waits for of a tax engine: then nothing of it is stored.
  package var awaited = TaxesAwaited()
  /// Stored, and leased to this process: to be published from memory.
  package var messages: [OutboxMessage] = []
  package var invoices = 0
  package var lines = 0
  package var actions: [InvoiceAction: Int] = [:]

  package init() {}
}

package import Billing
package import CivilTime

/// What a worker does of a run in one transaction. Locks everywhere in this order: run, chunk, accounts by identifier, sequences by name.
extension StoreTransaction {
  /// Whether somebody wants the run canceled: read before the run's row is locked, for who cancels it waits for that.
  package borrowing func isCancelWanted(_ id: InvoiceRun.ID) throws(StoreError) -> Bool { false }

  /// The run while it is Running, locked against its end but not against other chunks; nil for one that is not, or is none.
  package borrowing func runToWorkOn(_ id: InvoiceRun.ID) throws(StoreError) -> InvoiceRun? { nil }

  /// Locks a chunk that is open; nil for one that is done, or is none.
  package borrowing func openChunk(
    _ number: Int, of run: InvoiceRun.ID
  ) throws(StoreError) -> RunChunk? { nil }

  /// What an open chunk goes over, as it is now, at most as much as a chunk holds. Where its range has come to hold more since it was
  /// made, this makes it shorter, and a chunk of its own of the rest.
  ///
  /// - Returns: with the numbers of the chunks made of the rest, whose messages are to be stored in this transaction.
  package borrowing func items(
    of chunk: RunChunk, in run: InvoiceRun, at now: UTCInstant
  ) throws(StoreError) -> (items: RunItems, added: [Int]) { (.accounts([]), []) }

  /// Makes the next page of chunks and moves the selection on, both in this transaction. Locks the selection's row; empty where another
  /// has made the page or the selection has ended.
  ///
  /// - Returns: the numbers of the chunks made, at most ``RunChunk/ofSelection``.
  package borrowing func selectPage(
    of run: InvoiceRun, at now: UTCInstant
  ) throws(StoreError) -> [Int] { [] }

  /// Marks a chunk done, with what it came to: counters, totals, errors, samples.
  ///
  /// - Returns: whether the run's next page is to be selected now: half of what the last one made is done, and this chunk was the
  ///   one that finished the half.
  package borrowing func complete(
    _ chunk: RunChunk, with plan: RunChunkPlan, at now: UTCInstant
  ) throws(StoreError) -> Bool { false }

  /// Adds chunks over these, each a chunk of its own; returns their numbers.
  package borrowing func addChunks(
    _ items: [RunItems], to run: InvoiceRun.ID, at now: UTCInstant
  ) throws(StoreError) -> [Int] { [] }

  /// Stores new runs with their selections (``RunChunk/selection``), and runs that have ended; occurrences.
  package borrowing func write(_ effects: [RunEffects], at now: UTCInstant) throws(StoreError) {}
}

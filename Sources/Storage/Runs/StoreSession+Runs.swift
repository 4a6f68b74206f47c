package import Billing
package import CivilTime

/// What concerns runs outside of a chunk's transaction; each call is a short transaction of its own.
extension StoreSession {
  /// Notes that a run is to be canceled; nothing for one that is no run. The note stays.
  package func noteCancelWanted(_ id: InvoiceRun.ID) throws(StoreError) {}

  /// Counts that a worker begins a chunk again.
  ///
  /// - Returns: how often, this time included; nil for a chunk that is not open.
  package func noteBegun(_ number: Int, of run: InvoiceRun.ID) throws(StoreError) -> Int? { nil }

  /// Runs that are Running, in order of start, without their counters.
  package func runningRuns() throws(StoreError) -> [InvoiceRun] { [] }

  /// The run with what its done chunks sum up to; nil for no such run. Of one that has ended what was stored at its end.
  package func runProgress(_ id: InvoiceRun.ID) throws(StoreError) -> InvoiceRun? { nil }

  /// Chunks and selections that have been open since before `time`, whose message was sent before it, at most `limit`.
  package func overdueChunks(
    before time: UTCInstant, limit: Int
  ) throws(StoreError) -> [RunChunk] { [] }

  /// How many chunks and selections are open, of all runs.
  package func openChunkCount() throws(StoreError) -> Int { 0 }

  /// Active schedulers whose next occurrence is due, or of which something waits and no run is Running; at most `limit`.
  package func dueSchedulers(
    at now: UTCInstant, limit: Int
  ) throws(StoreError) -> [InvoiceScheduler.ID] { [] }
}

extension StoreTransaction {
  /// The run, locked for its end, with what its done chunks sum up to, where it is Running, its selection has ended and no chunk is
  /// open; else nil.
  package borrowing func runToEnd(_ id: InvoiceRun.ID) throws(StoreError) -> InvoiceRun? { nil }

  /// Notes that progress was reported: nothing where that was less than `interval` microseconds ago or nothing moved since.
  ///
  /// - Returns: whether it is to be reported now.
  package borrowing func noteProgressReported(
    of run: InvoiceRun, at now: UTCInstant, interval: Int64
  ) throws(StoreError) -> Bool { false }

  /// Notes that messages of chunks were sent again.
  package borrowing func noteIssued(
    _ chunks: [RunChunk], at now: UTCInstant
  ) throws(StoreError) {}

  /// Errors of a run, first by chunk; at most `limit`.
  package borrowing func runErrors(
    of id: InvoiceRun.ID, limit: Int
  ) throws(StoreError) -> [RunError] { [] }

  /// Invoices that a preview shows, at most ``RunChunkPlan/mostSamples``.
  package borrowing func runSamples(of id: InvoiceRun.ID) throws(StoreError) -> [Invoice] { [] }

  /// A scheduler that is Active, locked, with its calendar and what is known of it.
  package borrowing func schedulerToTurn(
    _ id: InvoiceScheduler.ID
  ) throws(StoreError) -> (InvoiceScheduler, HolidayCalendar?, SchedulerState)? { nil }

  /// Stores what a turn came to: the next occurrence, the outcomes, the run. An occurrence that was settled before, by a worker with zone
  /// data of its own, keeps its outcome.
  ///
  /// - Returns: the turn as it was stored: without the occurrences that were settled before, and without a run of theirs. Only
  ///   what it holds is to be reported.
  package borrowing func write(
    _ turn: SchedulerTurn, at now: UTCInstant
  ) throws(StoreError) -> SchedulerTurn { turn }
}

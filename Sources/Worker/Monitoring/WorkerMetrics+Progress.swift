import Metrics

extension WorkerMetrics {
  /// What a worker has done since it started, in the numbers that its last log line has.
  package struct Progress: Hashable, Sendable {
    /// Requests given an outcome.
    package var requests: Int64
    /// Repeated requests answered with their stored completion.
    package var repeated: Int64
    package var invoices: Int64
    package var lines: Int64
    /// Chunks of runs done.
    package var chunks: Int64
    /// Pages of runs' selections made.
    package var selections: Int64
    package var chunkMilliseconds: Int64
    package var selectionMilliseconds: Int64
    /// Messages of runs that named nothing that was to be done, or could not be read.
    package var idleRunMessages: Int64
    /// Requests moved to a retry queue.
    package var retries: Int64
    /// Copies of refused requests that were dropped, for `invoice.dead` takes no more.
    package var deadLettersDropped: Int64
    /// Messages confirmed by the broker that a queue has taken.
    package var eventsPublished: Int64
    /// Deliveries settled after their connection was lost; the broker delivers them again.
    package var staleSettlements: Int64
    /// Deliveries settled twice, or that were never made: a fault of the program.
    package var unknownSettlements: Int64
  }

  package var progress: Progress {
    Progress(
      requests: requests.sum, repeated: repeated.sum, invoices: invoicesMade.current,
      lines: lines.current, chunks: chunks.current, selections: selections.current,
      chunkMilliseconds: chunkTime.current / 1_000_000,
      selectionMilliseconds: selectionTime.current / 1_000_000,
      idleRunMessages: idleRunMessages.current, retries: retries.sum,
      deadLettersDropped: deadLettersDropped.current,
      eventsPublished: published.sum + otherPublished.current,
      staleSettlements: staleSettlements.current, unknownSettlements: unknownSettlements.current)
  }
}

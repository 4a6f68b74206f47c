import Synchronization

/// What a worker has done since it started; read by its log lines.
package final class WorkerCounters: Sendable {
  package struct Snapshot: Hashable, Sendable {
    /// Requests given an outcome.
    package var requests: Int64 = 0
    /// Repeated requests answered with their stored completion.
    package var repeated: Int64 = 0
    package var invoices: Int64 = 0
    package var lines: Int64 = 0
    /// Chunks of runs done.
    package var chunks: Int64 = 0
    /// Pages of runs' selections made.
    package var selections: Int64 = 0
    /// Time that lanes spent on chunks and selections of runs, waits for locks and for the database included.
    package var chunkMicroseconds: Int64 = 0
    package var selectionMicroseconds: Int64 = 0
    /// Messages of runs that named nothing that was to be done, or could not be read.
    package var idleRunMessages: Int64 = 0
    /// Requests moved to a retry queue.
    package var retries: Int64 = 0
    /// Copies of refused requests that were dropped, for `invoice.dead` takes no more.
    package var deadLettersDropped: Int64 = 0
    /// Events confirmed by the broker.
    package var eventsPublished: Int64 = 0
    /// Events that no queue was bound for.
    package var eventsUnrouted: Int64 = 0
    /// Deliveries settled after their connection was lost; the broker delivers them again.
    package var staleSettlements: Int64 = 0
    /// Deliveries settled twice, or that were never made: a fault of the program.
    package var unknownSettlements: Int64 = 0
  }

  private let state = Mutex(Snapshot())

  package init() {}

  package var snapshot: Snapshot { state.withLock { $0 } }

  /// Counts what whoever calls has done, by adding to each number.
  func count(_ change: (inout Snapshot) -> Void) { state.withLock { change(&$0) } }

  func addStaleSettlements(_ count: Int) {
    state.withLock { $0.staleSettlements += Int64(count) }
  }

  func addUnknownSettlements(_ count: Int) {
    state.withLock { $0.unknownSettlements += Int64(count) }
  }

  func addRetry() { state.withLock { $0.retries += 1 } }

  func addPublished(_ count: Int, unrouted: Int) {
    state.withLock {
      $0.eventsPublished += Int64(count)
      $0.eventsUnrouted += Int64(unrouted)
    }
  }
}

import AMQP
package import Billing
import CivilTime
import Messages
package import Storage
import Synchronization

/// Plans a lane's next batch while the lane stores the one before, on the lane's second thread and over a session that only reads.
///
/// What comes of it is a proposal: the transaction that is to store it decides whether it may
/// (``BatchTransaction/run(_:planned:in:deleting:handingOver:deadLetters:quoted:)``).
package final class PlanningAhead: Sendable {
  private struct State {
    var database: DatabaseSession
    /// To be planned.
    var waiting: [ReceivedRequest] = []
    var planned: PlannedBatch?
  }

  private let thread: SecondThread
  private let planner: BatchPlanner
  private let state: Mutex<State>
  /// The first delivery of the batch that was begun and not taken: known while it is planned.
  private let begun = Mutex<DeliveryTag?>(nil)

  package init(
    on thread: SecondThread, _ opener: any DatabaseOpener, eventSource: String,
    taxEngine: any TaxEngine, email: EmailFacilities?, log: Log
  ) {
    self.thread = thread
    planner = BatchPlanner(
      encoder: EventEncoder(source: eventSource), taxEngine: taxEngine, email: email)
    state = Mutex(State(database: DatabaseSession(opener, for: .reading, log: log)))
  }

  /// Begins to plan the first requests of a batch, in place of any planned before, where they are ones that may be planned
  /// ahead.
  package func begin(_ batch: [ReceivedRequest]) {
    let batch = ReceivedRequest.sharingFacts(batch)
    // Each is one that is planned, and has a key of its own.
    let keys = Set(batch.compactMap { $0.requestToPlan?.header.key })
    guard keys.count == batch.count, let first = batch.first else { return }
    begun.withLock { $0 = first.delivery.tag }
    state.withLock { state in
      state.planned = nil
      state.waiting = batch
    }
    thread.begin { self.planWaiting() }
  }

  private func planWaiting() {
    state.withLock { state in
      let batch = state.waiting
      state.waiting = []
      guard !batch.isEmpty else { return }
      do throws(StoreError) {
        state.planned = try plan(batch, in: state.database.open())
      } catch {
        // Its own transaction finds out what is the matter, and with which request.
      }
    }
  }

  /// Plans requests that are taken for new ones, on facts that are read without locks.
  private func plan(
    _ batch: [ReceivedRequest], in session: StoreSession
  ) throws(StoreError) -> PlannedBatch {
    let requests = batch.compactMap(\.requestToPlan)
    let needed = planner.factsNeeded(by: requests.lazy.map(\.request))
    let loaded = try session.read(needed)
    // Not before: what was recorded until then may be of a day that has begun meanwhile.
    let now = UTCInstant.now()
    return PlannedBatch(
      batch, requests.map { .toRun(.plan($0), replacing: nil) }, needed, on: loaded, by: planner,
      with: planner.taxEngine, at: now)
  }

  /// Whether it was begun to plan this batch, and what came of it is not taken.
  package func isPlanning(_ batch: [ReceivedRequest]) -> Bool {
    guard let first = batch.first?.delivery.tag else { return false }
    return begun.withLock { $0 == first }
  }

  /// What was planned of this batch, once; waits for what is under way. nil where nothing was, and what has not been begun is not.
  package func take(_ batch: [ReceivedRequest]) -> PlannedBatch? {
    guard isPlanning(batch) else { return nil }
    begun.withLock { $0 = nil }
    return state.withLock { state in
      state.waiting = []
      let planned = state.planned
      state.planned = nil
      return planned
    }
  }

  /// Closes the session, with which all that was read over it is dropped; the next batch opens another.
  package func closeSession() {
    state.withLock { state in
      state.planned = nil
      state.database.drop()
    }
  }
}

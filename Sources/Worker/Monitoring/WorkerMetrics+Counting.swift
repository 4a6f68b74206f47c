import AMQP
import Billing
import Metrics
import Storage
import Synchronization

/// What the parts of the worker count.
extension WorkerMetrics {
  // MARK: The database

  func noteCommit() {
    lastCommit.store(MonotonicInstant.now.nanoseconds, ordering: .relaxed)
    isDatabaseAway.store(false, ordering: .relaxed)
  }

  /// Something beside the lanes has read from it.
  func noteDatabaseAnswers() { isDatabaseAway.store(false, ordering: .relaxed) }

  func note(_ failure: StoreError) {
    databaseErrors.add(to: DatabaseFailure(failure.kind))
    if failure.kind == .unavailable { isDatabaseAway.store(true, ordering: .relaxed) }
  }

  // MARK: The clock

  func noteLeading(until instant: MonotonicInstant?) {
    leadsUntil.store(instant?.nanoseconds ?? 0, ordering: .relaxed)
  }

  // MARK: Taxes

  /// The tax engine was asked about a document.
  func add(_ answer: TaxAnswer, nanoseconds: Int64) {
    quotes.add(to: QuoteLabel(answer))
    quoteTimes.observe(Double(nanoseconds) / 1_000_000_000)
  }

  // MARK: Lanes

  /// A lane has taken so many deliveries; returns when, for ``endWork(_:since:)``.
  func beginWork(_ deliveries: Int) -> MonotonicInstant {
    inHand.wrappingAdd(deliveries, ordering: .relaxed)
    busyLanes.wrappingAdd(1, ordering: .relaxed)
    return .now
  }

  /// So many deliveries are in hand besides what the lanes are at: a tax engine is asked about them, or they are next.
  func beginHolding(_ deliveries: Int) { inHand.wrappingAdd(deliveries, ordering: .relaxed) }

  func endHolding(_ deliveries: Int) { inHand.wrappingSubtract(deliveries, ordering: .relaxed) }

  func endWork(_ deliveries: Int, since begun: MonotonicInstant) {
    inHand.wrappingSubtract(deliveries, ordering: .relaxed)
    busyLanes.wrappingSubtract(1, ordering: .relaxed)
    busyTime.add(MonotonicInstant.now.nanoseconds - begun.nanoseconds)
  }
}

import AMQP
import Billing
import CivilTime
import Messages
import Storage

/// A batch with its plan, and what tells whether it may be stored.
package struct PlannedBatch {
  let plan: BatchPlan
  /// As the plan leaves them.
  let facts: WorkingSet
  /// When it was planned: the time of all that it stores.
  let now: UTCInstant
  /// nil where it may concern anything.
  let footprint: BatchFootprint?
  /// After how many commits the facts were read (``Storage/LoadedFacts/commitCount``).
  let commitCount: Int32?
  private let batch: [DeliveryTag]

  init(
    _ batch: [ReceivedRequest], _ requests: [LookedUpRequest], _ needed: FactsNeeded,
    on loaded: consuming LoadedFacts, by planner: BatchPlanner, with engine: any TaxEngine,
    at now: UTCInstant
  ) {
    let accounts = loaded.accounts
    self.batch = batch.map(\.delivery.tag)
    self.now = now
    footprint = batch.first.flatMap {
      BatchFootprint(needed, in: $0.phase, accounts: accounts)
    }
    commitCount = loaded.commitCount
    plan = planner.plan(batch, requests, on: &loaded.facts, with: engine, at: now)
    facts = loaded.facts
  }

  /// Whether it is the plan of just these deliveries.
  func isOf(_ batch: [ReceivedRequest]) -> Bool {
    self.batch.elementsEqual(batch.lazy.map(\.delivery.tag))
  }

  /// Whether any of it is refused: what it names may have been stored since.
  var hasErrors: Bool { plan.planned.contains { $0.decision.outcome != .succeeded } }

  /// Whether its time is still one for what is stored now: events are leased from it on, and what is late on the next day belongs
  /// there.
  func isRecent(at now: UTCInstant) -> Bool {
    let age = now.microsecondsSince1970 - self.now.microsecondsSince1970
    return (0...Self.longestAge).contains(age)
  }

  /// In microseconds: longer than a batch takes, and a third of an ``OutboxLease``.
  static let longestAge: Int64 = OutboxLease.duration / 3
}

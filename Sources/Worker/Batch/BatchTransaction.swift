package import Billing
import CivilTime
import Digest
import Messages
package import Storage

/// The way of a batch of requests through one transaction, as a straight line: look the requests up, load the facts, plan; then write
/// (``BatchWriter``), commit.
///
/// Planning is total, so one request's refusal is data and cannot hurt another. What throws means "could not
/// find out": then nothing of the batch is stored, and the lane decides what to do (``LaneFailure``).
///
/// Up to the plan nothing is written, and the plan is a value. Where taxes are calculated elsewhere, a pass that ends
/// with the plan finds out what to ask (``toBeAsked(of:in:)``), and the pass that writes plans again with the answers, on facts
/// read again. A request for which they are not enough is left out: nothing of it is stored.
package struct BatchTransaction {
  private let workerName: String
  private let planner: BatchPlanner
  private let phases: PhaseTimes
  private let secondThread: SecondThread?
  private var identifiers = OutboxIdentifiers()
  /// What may have changed since a batch was planned ahead.
  private var ownCommits = OwnCommits()

  /// Where there is a `secondThread`, it encodes while the batch is written; else the calling thread does both.
  package init(
    workerName: String, eventSource: String, taxEngine: any TaxEngine,
    email: EmailFacilities? = nil, phases: PhaseTimes = PhaseTimes(),
    secondThread: SecondThread? = nil
  ) {
    self.secondThread = secondThread
    self.phases = phases
    self.workerName = workerName
    planner = BatchPlanner(
      encoder: EventEncoder(source: eventSource), taxEngine: taxEngine, email: email)
  }

  /// Runs and commits the batch, or its first requests when they alone fill a transaction or the next needs facts that
  /// they change; what is returned is to be done now that it is durable.
  ///
  /// On the way the outbox's rows `sent` are deleted, which the broker has confirmed. Of what is to be published, at most
  /// `room` messages are handed over; any worker may lease the others. Copies for the dead letters are kept as far as
  /// `deadLetters` allows. `quoted` is the tax engine with the answers that are known by now; nil for the worker's own.
  /// `ahead` is what was planned before the transaction: it is stored where nothing that it depends on has changed since
  /// (``PlannedBatch``), else the batch is planned again.
  package mutating func run(
    _ batch: [ReceivedRequest], planned ahead: PlannedBatch? = nil, in session: StoreSession,
    deleting sent: SentRows, handingOver room: Int,
    deadLetters: DeadLetterAllowance = DeadLetterAllowance(), quoted: QuotedTaxEngine? = nil
  ) throws(StoreError) -> BatchResult {
    phases.begin(.inbox)
    defer { phases.end() }
    let batch = ReceivedRequest.sharingFacts(batch)
    try Self.noteCancelsWanted(by: batch, in: session)
    var identifiers = identifiers
    var footprint: BatchFootprint?
    let result = try session.transaction { transaction throws(StoreError) in
      try transaction.deleteSent(sent)
      let requests = try LookedUpRequest.lookUp(batch, in: transaction)
      let planned: PlannedBatch
      let current = try current(ahead, of: batch, requests, in: transaction)
      if let current {
        planned = current
      } else {
        planned = try plan(batch, requests, with: quoted ?? planner.taxEngine, in: transaction)
      }
      footprint = planned.footprint
      let now = planned.now
      var writer = BatchWriter(
        now: now,
        messages: BatchMessages(
          now: now, workerName: workerName, encoder: planner.encoder, identifiers: identifiers,
          room: room, deadLetters: deadLetters, sendsNotices: planner.email != nil),
        effects: EffectsWriter(now: now, phases: phases, secondThread: secondThread),
        phases: phases)
      var result = try writer.write(planned.plan, planned.facts, in: transaction)
      result.isPlannedAhead = current != nil
      identifiers = writer.messages.identifiers
      FaultPoint.insideTransaction.reached()
      phases.begin(.commit)
      return result
    }
    self.identifiers = identifiers
    ownCommits.note(session.lastCommitCount, footprint)
    return result
  }

  /// What was planned ahead, where it may be stored; nil where it is to be planned now.
  private func current(
    _ ahead: PlannedBatch?, of batch: [ReceivedRequest], _ requests: [LookedUpRequest],
    in transaction: borrowing StoreTransaction
  ) throws(StoreError) -> PlannedBatch? {
    guard let ahead, let read = ahead.commitCount, ahead.isOf(batch),
      requests.allSatisfy(\.isNewToPlan), ahead.isRecent(at: try transaction.now()),
      let count = try transaction.commitCount()
    else { return nil }
    let isCurrent =
      count == read
      || !ahead.hasErrors
        && !ownCommits.mayHaveChanged(ahead.footprint, since: read, until: count)
    return isCurrent ? ahead : nil
  }

  private func plan(
    _ batch: [ReceivedRequest], _ requests: [LookedUpRequest], with engine: any TaxEngine,
    in transaction: borrowing StoreTransaction
  ) throws(StoreError) -> PlannedBatch {
    phases.begin(.facts)
    let needed = planner.factsNeeded(by: requests.lazy.compactMap(\.requestToPlan))
    let loaded = try transaction.load(needed)
    // Not before: whoever held the accounts until now may have recorded something on a day that has begun meanwhile.
    let now = try transaction.now()
    phases.begin(.plan)
    return PlannedBatch(batch, requests, needed, on: loaded, by: planner, with: engine, at: now)
  }

  /// Notes which runs are to be canceled, in transactions of their own, before the batch's waits for the chunks under way: no other
  /// begins meanwhile.
  private static func noteCancelsWanted(
    by batch: [ReceivedRequest], in session: StoreSession
  ) throws(StoreError) {
    for received in batch {
      guard received.reasonNotToRun == nil, case .request(let identified) = received.intake,
        let run = identified.request.runToCancel
      else { continue }
      // One that repeats a request, or uses its identifier again, cancels nothing; a replay may.
      let key = identified.header.key
      let stored = try Queries(session).requests(identifier: key.identifier)
      if stored.contains(where: { $0.key == key && !received.replaces($0) }) { continue }
      try session.noteCancelWanted(run)
    }
  }

  // MARK: What is to be asked

  /// The requests that a tax engine is to be asked about before they can be settled, as far as that is known now, and the others:
  /// planned like a batch, on facts that are read without locks, and dropped. When it returns no transaction is open.
  package func toBeAsked(
    of batch: [ReceivedRequest], in session: StoreSession
  ) throws(StoreError) -> (asking: [LeftOutRequest], ready: [ReceivedRequest]) {
    phases.begin(.facts)
    defer { phases.end() }
    // By this process's clock: another day than the transaction's makes other documents, which are asked about then.
    let now = UTCInstant.now()
    var asking: [LeftOutRequest] = []
    var ready: [ReceivedRequest] = []
    var rest = batch[...]
    while !rest.isEmpty {
      let together = ReceivedRequest.sharingFacts(Array(rest))
      let needed = planner.factsNeeded(by: together.lazy.compactMap { $0.requestToPlan?.request })
      phases.begin(.facts)
      var facts = try session.read(needed).facts
      phases.begin(.plan)
      var count = 0
      for received in together {
        guard let identified = received.requestToPlan else {
          ready.append(received)
          count += 1
          continue
        }
        // The first of a batch never is.
        if count > 0, facts.isDeferred(identified.request) { break }
        let decision = planner.decide(
          identified, received, on: facts, with: planner.taxEngine, at: now)
        if decision.taxesAwaited.isEmpty {
          facts.apply(decision.effects)
          ready.append(received)
        } else {
          asking.append(LeftOutRequest(received, awaiting: decision.taxesAwaited))
        }
        count += 1
      }
      rest = rest.dropFirst(count)
    }
    return (asking, ready)
  }
}

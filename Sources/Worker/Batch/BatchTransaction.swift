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
  private let encoder: EventEncoder
  private let taxEngine: any TaxEngine
  private let email: EmailFacilities?
  private let phases: PhaseTimes
  private let secondThread: SecondThread?
  private var identifiers = OutboxIdentifiers()

  /// Where there is a `secondThread`, it encodes while the batch is written; else the calling thread does both.
  package init(
    workerName: String, eventSource: String, taxEngine: any TaxEngine,
    email: EmailFacilities? = nil, phases: PhaseTimes = PhaseTimes(),
    secondThread: SecondThread? = nil
  ) {
    self.secondThread = secondThread
    self.phases = phases
    self.workerName = workerName
    self.taxEngine = taxEngine
    self.email = email
    encoder = EventEncoder(source: eventSource)
  }

  /// Runs and commits the batch, or its first requests when they alone fill a transaction or the next needs facts that
  /// they change; what is returned is to be done now that it is durable.
  ///
  /// On the way the outbox's rows `sent` are deleted, which the broker has confirmed. Of what is to be published, at most
  /// `room` messages are handed over; any worker may lease the others. Copies for the dead letters are kept as far as
  /// `deadLetters` allows. `quoted` is the tax engine with the answers that are known by now; nil for the worker's own.
  package mutating func run(
    _ batch: [ReceivedRequest], in session: StoreSession, deleting sent: SentRows,
    handingOver room: Int, deadLetters: DeadLetterAllowance = DeadLetterAllowance(),
    quoted: QuotedTaxEngine? = nil
  ) throws(StoreError) -> BatchResult {
    let engine: any TaxEngine = quoted ?? taxEngine
    phases.begin(.inbox)
    defer { phases.end() }
    let batch = ReceivedRequest.sharingFacts(batch)
    try Self.noteCancelsWanted(by: batch, in: session)
    var identifiers = identifiers
    let result = try session.transaction { transaction throws(StoreError) in
      try transaction.deleteSent(sent)
      let requests = try LookedUpRequest.lookUp(batch, in: transaction)
      phases.begin(.facts)
      var facts = try Self.loadFacts(for: requests, email, in: transaction)
      // Not before: whoever held the accounts until now may have recorded something on a day that has begun meanwhile.
      let now = try transaction.now()
      phases.begin(.plan)
      let plan = plan(batch, requests, on: &facts, with: engine, at: now)
      var writer = BatchWriter(
        now: now,
        messages: BatchMessages(
          now: now, workerName: workerName, encoder: encoder, identifiers: identifiers, room: room,
          deadLetters: deadLetters, sendsNotices: email != nil),
        effects: EffectsWriter(now: now, phases: phases, secondThread: secondThread),
        phases: phases)
      let result = try writer.write(plan, facts, in: transaction)
      identifiers = writer.messages.identifiers
      FaultPoint.insideTransaction.reached()
      phases.begin(.commit)
      return result
    }
    self.identifiers = identifiers
    return result
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

  /// Loads what the requests to be planned will look up, once for all of them.
  private static func loadFacts(
    for requests: [LookedUpRequest], _ email: EmailFacilities?,
    in transaction: borrowing StoreTransaction
  ) throws(StoreError) -> WorkingSet {
    var needed = FactsNeeded()
    for case .toRun(.plan(let identified), _) in requests {
      needed.formUnion(identified.request.factsNeeded)
    }
    needed.emails.dailyLimit = email?.dailyLimit
    return try transaction.load(needed)
  }

  // MARK: Plan

  /// Plans request by request, each on what the one before it left, until they fill a transaction. Pure.
  private func plan(
    _ batch: [ReceivedRequest], _ requests: [LookedUpRequest], on facts: inout WorkingSet,
    with engine: any TaxEngine, at now: UTCInstant
  ) -> BatchPlan {
    let sizes = MessageSize(encoder: encoder)
    var plan = BatchPlan()
    for (received, request) in zip(batch, requests) {
      guard !plan.isFull else { break }
      switch request {
      case .unidentified(let message):
        plan.add(received, message)
      case .toRun(let request, let replaced):
        if case .plan(let identified) = request, facts.isDeferred(identified.request) {
          return plan
        }
        let header = request.header
        let decided = decide(request, received, on: facts, with: engine, at: now)
        guard decided.taxesAwaited.isEmpty else {
          plan.leaveOut(received, header.key, awaiting: decided.taxesAwaited)
          continue
        }
        var decision = sizes.fitting(decided, of: received, header, at: now)
        if email == nil, header.requestedBy?.noticeAddress != nil {
          decision.warnings.append(.noticeNotSent)
        }
        facts.apply(decision.effects)
        plan.add(received, header, decision, replacing: replaced)
      case .seen(let header, let stored):
        plan.answer(received, header, from: stored)
      case .repeats(let header):
        if let awaited = plan.keysLeftOut[header.key] {
          plan.leaveOut(received, header.key, awaiting: awaited)
        } else {
          plan.answer(received, header, from: nil)
        }
      }
    }
    return plan
  }

  private func decide(
    _ request: RequestToRun, _ received: ReceivedRequest, on facts: WorkingSet,
    with engine: any TaxEngine, at now: UTCInstant
  ) -> Decision {
    switch request {
    case .plan(let identified):
      return decide(identified, received, on: facts, with: engine, at: now)
    case .refuse(let header, let refusal):
      return refusal.decision(for: header.key)
    case .giveUp(let header, let reason):
      return .internalError(of: header.key, reason: reason)
    }
  }

  private func decide(
    _ identified: IdentifiedRequest, _ received: ReceivedRequest, on facts: WorkingSet,
    with engine: any TaxEngine, at now: UTCInstant
  ) -> Decision {
    // The identifiers are part of what an engine elsewhere is asked: they are the same when the request is planned again.
    let identifiedAt = engine.keepsBooks ? received.identifiedAt : now
    let milliseconds = identifiedAt.microsecondsSince1970 / 1_000
    var context = PlanningContext(
      request: identified.header.key, now: now, taxEngine: engine,
      timeZones: SystemTimeZones(), requestedBy: identified.header.requestedBy
    ) { parts in
      DerivedIdentifier.timeOrdered("invoice", parts, milliseconds: milliseconds)
    }
    context.email = email
    return identified.request.plan(on: facts, in: context)
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
      var needed = FactsNeeded()
      for received in together {
        if let request = received.requestToPlan?.request { needed.formUnion(request.factsNeeded) }
      }
      needed.emails.dailyLimit = email?.dailyLimit
      phases.begin(.facts)
      var facts = try session.read(needed)
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
        let decision = decide(identified, received, on: facts, with: taxEngine, at: now)
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

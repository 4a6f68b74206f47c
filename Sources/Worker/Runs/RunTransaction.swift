package import Billing
package import CivilTime
import Digest
import Messages
package import Storage

/// What a message of a run does in one transaction, a page of its selection or one chunk: lock, load, plan, write, mark it done
/// (<doc:Architecture#Runs>).
package struct RunTransaction {
  private let workerName: String
  private let encoder: EventEncoder
  private let taxEngine: any TaxEngine
  private let email: EmailFacilities?
  private let phases: PhaseTimes
  private let secondThread: SecondThread?
  private var identifiers = OutboxIdentifiers()

  /// How a message is dealt with.
  package enum Approach: Hashable, Sendable {
    /// As a whole. Workers that have begun it so often without an end may have ended by it: then each item by itself, or none.
    case whole(begun: Int)
    /// The program has failed on it for this reason: each item by itself, or none.
    case afterFault(String)
  }

  /// A tax engine with the answers that are known by now.
  package struct Quoted: Sendable {
    package let engine: QuotedTaxEngine
    /// What the identifiers of documents follow from, besides the chunk: they are part of what was asked.
    package let identifiedAt: UTCInstant

    package init(_ engine: QuotedTaxEngine, identifiedAt: UTCInstant) {
      self.engine = engine
      self.identifiedAt = identifiedAt
    }
  }

  /// Where there is a `secondThread`, it encodes while a chunk is written; else the calling thread does both.
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

  /// Does what a message asks for and commits it. On the way the outbox's rows `sent` are deleted, which the broker has confirmed.
  /// Of what is to be published, at most `room` messages are handed over. `quoted` is the tax engine with the answers that are known
  /// by now; nil for the worker's own.
  package mutating func run(
    _ message: RunMessage, _ approach: Approach, in session: StoreSession, deleting sent: SentRows,
    handingOver room: Int, quoted: Quoted? = nil
  ) throws(StoreError) -> RunResult {
    var identifiers = identifiers
    phases.begin(.inbox)
    defer { phases.end() }
    let result = try session.transaction { transaction throws(StoreError) in
      try transaction.deleteSent(sent)
      guard try !transaction.isCancelWanted(message.runId),
        let run = try transaction.runToWorkOn(message.runId)
      else { return RunResult() }
      guard message.isSelection else {
        return try work(message, of: run, approach, quoted, &identifiers, room, in: transaction)
      }
      return try select(message, of: run, approach, &identifiers, room, in: transaction)
    }
    self.identifiers = identifiers
    return result
  }

  /// The documents that a tax engine is to be asked about before a chunk can be done, as far as that is known now: planned on facts
  /// that are read without locks, and dropped. When it returns no transaction is open.
  package func documentsToAsk(
    for message: RunMessage, _ quoted: Quoted, in session: StoreSession
  ) throws(StoreError) -> [TaxDocument] {
    phases.begin(.facts)
    defer { phases.end() }
    guard let (run, items) = try session.openChunk(message.number, of: message.runId),
      run.mayAskTaxEngine
    else { return [] }
    var needed = run.factsNeeded(for: items)
    needed.emails.dailyLimit = email?.dailyLimit
    let facts = try session.read(needed).facts
    phases.begin(.plan)
    return plan(message, items, of: run, on: facts, quoted, at: .now())
      .decision.taxesAwaited.unquoted
  }

  private func messages(
    of run: InvoiceRun, at now: UTCInstant, _ identifiers: OutboxIdentifiers, _ room: Int
  ) -> BatchMessages {
    BatchMessages(
      now: now, workerName: workerName, encoder: encoder, identifiers: identifiers, room: room,
      deadLetters: DeadLetterAllowance(), correlation: run.id.text)
  }

  // MARK: Selection

  private func select(
    _ message: RunMessage, of run: InvoiceRun, _ approach: Approach,
    _ identifiers: inout OutboxIdentifiers, _ room: Int, in transaction: borrowing StoreTransaction
  ) throws(StoreError) -> RunResult {
    var result = RunResult()
    let now = try transaction.now()
    var messages = messages(of: run, at: now, identifiers, room)
    if let cause = approach.reasonNotToRun {
      guard let selection = try transaction.openChunk(message.number, of: run.id) else {
        return result
      }
      // Of no account: the run itself has the error.
      let plan = run.givingUp(.schedules([]), because: cause)
      try record(plan, of: message, at: now, run, &messages, in: transaction)
      _ = try transaction.complete(selection, with: plan, at: now)
    } else {
      let numbers = try transaction.selectPage(of: run, at: now)
      for number in numbers { messages.issue(RunMessage(runId: run.id, number: number)) }
    }
    result.isDone = true
    result.messages = try messages.store(in: transaction)
    identifiers = messages.identifiers
    FaultPoint.insideSelection.reached()
    return result
  }

  // MARK: Chunk

  private func work(
    _ message: RunMessage, of run: InvoiceRun, _ approach: Approach, _ quoted: Quoted?,
    _ identifiers: inout OutboxIdentifiers, _ room: Int, in transaction: borrowing StoreTransaction
  ) throws(StoreError) -> RunResult {
    var result = RunResult()
    guard let chunk = try transaction.openChunk(message.number, of: run.id) else { return result }
    let (items, rest) = try transaction.items(of: chunk, in: run)
    var plan = RunChunkPlan(decision: Decision(outcome: .succeeded))
    var parts: [RunItems] = []
    var facts: WorkingSet?
    if approach.divides(items.count) {
      parts = items.singly
    } else if let cause = approach.reasonNotToRun {
      plan = run.givingUp(items, because: cause)
    } else {
      var needed = run.factsNeeded(for: items)
      needed.emails.dailyLimit = email?.dailyLimit
      phases.begin(.facts)
      facts = try transaction.load(needed).facts
    }
    // Not before: the accounts are locked now, and whoever held them may have recorded something on a day that began meanwhile.
    let now = try transaction.now()
    var messages = messages(of: run, at: now, identifiers, room)
    if var facts {
      phases.begin(.plan)
      plan = self.plan(message, items, of: run, on: facts, quoted, at: now)
      guard plan.decision.taxesAwaited.isEmpty else {
        result.awaited = plan.decision.taxesAwaited
        return result
      }
      if let left = plan.left { parts = [left] }
      facts.apply(plan.decision.effects)
      phases.begin(.write)
      try transaction.write(facts)
    }
    try record(plan, of: message, at: now, run, &messages, in: transaction)
    if try transaction.complete(chunk, with: plan, at: now) {
      messages.issue(RunMessage(runId: run.id, number: RunChunk.selection))
    }
    result.isDone = true
    if let rest { parts.append(rest) }
    for number in try transaction.addChunks(parts, to: run.id, at: now) {
      messages.issue(RunMessage(runId: run.id, number: number))
    }
    result.invoices = plan.decision.effects.invoices.made.count
    result.lines = plan.decision.lineCount
    result.actions = InvoiceAction.counts(of: plan.decision.effects)
    result.messages = try messages.store(in: transaction)
    identifiers = messages.identifiers
    FaultPoint.insideChunk.reached()
    phases.begin(.commit)
    return result
  }

  private func plan(
    _ message: RunMessage, _ items: RunItems, of run: InvoiceRun, on facts: WorkingSet,
    _ quoted: Quoted?, at now: UTCInstant
  ) -> RunChunkPlan {
    let milliseconds = (quoted?.identifiedAt ?? now).microsecondsSince1970 / 1_000
    var context = PlanningContext(
      request: message.key, now: now, taxEngine: quoted?.engine ?? taxEngine,
      requestedBy: run.requestedBy, invoiceRunId: run.id
    ) { parts in
      DerivedIdentifier.timeOrdered("invoice", parts, milliseconds: milliseconds)
    }
    context.email = email
    let sizes = MessageSize(encoder: encoder)
    return run.plan(items, on: facts, in: context, refusing: { sizes.refusal(of: $0, at: now) })
  }

  /// Records the error logs of a plan and writes what it decides, with the events of both.
  private func record(
    _ plan: RunChunkPlan, of message: RunMessage, at now: UTCInstant, _ run: InvoiceRun,
    _ messages: inout BatchMessages, in transaction: borrowing StoreTransaction
  ) throws(StoreError) {
    let header = IdentifiedHeader(
      key: message.key, type: message.type, requestedBy: run.requestedBy,
      bodySHA256: SHA256Digest.of([]))
    let logs = try transaction.record(
      plan.decision.errorLogs.map {
        ErrorLogOccurrence($0.fitting, requestIdentifier: message.key.identifier)
      }, at: now)
    for log in logs { messages.announce(log, of: header) }
    guard !plan.decision.effects.isEmpty else { return }
    try EffectsWriter(now: now, phases: phases, secondThread: secondThread).write(
      [PlannedDecision(header, plan.decision)], &messages, in: transaction)
  }
}

extension RunItems {
  /// Each by itself.
  fileprivate var singly: [RunItems] {
    switch self {
    case .accounts(let ids): ids.map { .accounts([$0]) }
    case .invoices(let ids): ids.map { .invoices([$0]) }
    case .schedules(let ids): ids.map { .schedules([$0]) }
    }
  }
}

extension RunTransaction.Approach {
  /// Whether so many items are to become chunks of their own.
  func divides(_ items: Int) -> Bool {
    guard items > 1 else { return false }
    return switch self {
    case .whole(let begun): begun >= RunChunk.splitWhenBegun
    case .afterFault: true
    }
  }

  /// Why what cannot be divided is not run any more; nil for what is run.
  var reasonNotToRun: String? {
    switch self {
    case .whole(let begun):
      begun >= RunChunk.giveUpWhenBegun
        ? "Workers began it \(begun) times, and ended while it was under way." : nil
    case .afterFault(let fault): fault
    }
  }
}

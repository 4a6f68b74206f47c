internal import Billing
internal import CivilTime
internal import Monetary
internal import Storage
internal import Testing

/// Runs, and accounts that they find.
enum RunFixtures {
  static var fullCriteria: RunCriteria {
    var criteria = RunCriteria()
    criteria.legalEntityIds = ["LE-1", "LE \"2\""]
    criteria.currencies = ["EUR", "USD"]
    criteria.invoiceGroupTypes = [.custom]
    criteria.matchingValues = ["Batch 2", ""]
    criteria.chargeTypes = [.recurring, .usage]
    criteria.accountIds = ["ACC-1"]
    criteria.excludedAccountIds = ["ACC-2"]
    return criteria
  }

  static func terms() throws -> RunTerms {
    RunTerms(
      targetDate: try Fixtures.date("2026-02-01"), invoiceDate: try Fixtures.date("2026-02-02"))
  }

  static func run(
    _ id: InvoiceRun.ID = "RUN-1", _ kind: InvoiceRun.Kind = .generate,
    parent: InvoiceRun.ID? = nil, scheduler: InvoiceScheduler.ID? = nil,
    criteria: RunCriteria = RunCriteria()
  ) throws -> InvoiceRun {
    var run = InvoiceRun(
      id: id, kind: kind, runDate: try Fixtures.date("2026-02-01"),
      terms: kind.billsAccounts ? try terms() : nil, criteria: criteria, startedAt: Fixtures.now)
    run.parentRunId = parent
    run.schedulerId = scheduler
    return run
  }

  /// Everything that may be set.
  static func fullRun() throws -> InvoiceRun {
    var run = InvoiceRun(
      id: "RUN-full", kind: .preview, runDate: try Fixtures.date("2026-02-01"),
      terms: RunTerms(
        targetDate: try Fixtures.date("2026-02-03"), isTargetDateInclusive: true,
        invoiceDate: try Fixtures.date("2026-02-04"), action: .posted,
        allowsZeroAmountInvoices: true),
      criteria: fullCriteria,
      then: RunContinuation(posts: true, emails: true, tasks: [.charge, .send]),
      startedAt: Fixtures.now)
    run.schedulerId = "IS-1"
    run.scheduledFor = Fixtures.later(seconds: -60)
    run.parentRunId = "RUN-0"
    run.retryOf = "RUN-00"
    run.retriesWhenEnded = true
    run.tasks = RunTaskTerms(kinds: [.sync, .charge], again: true)
    run.email = RunEmailTerms(
      emailTemplateId: "ET \"1\"", attachments: [.ubl], resend: true, ignoresOptOut: true)
    run.request = RequestKey(source: "crm", identifier: "r-1")
    run.requestedBy = RequestedBy(
      userId: "u", name: "Ann", email: "ann@example.com", notifies: true)
    return run
  }

  static func counters() -> RunCounters {
    var counters = RunCounters()
    counters.accountsSelected = 1
    counters.schedulesSelected = 2
    counters.schedulesBilled = 3
    counters.schedulesFailed = 4
    counters.invoicesMade = 5
    counters.invoicesPosted = 6
    counters.invoicesFailed = 7
    counters.invoicesCanceled = 8
    counters.lines = 9
    counters.recovered = 10
    counters.unrecovered = 11
    counters.tasksRequested = 12
    counters.emailsQueued = 13
    counters.skip(.suspended, 2)
    counters.skip(.notDraft)
    return counters
  }

  static func totals(_ amount: String, _ code: String, invoices: Int = 1) throws -> RunTotals {
    RunTotals(
      invoices: invoices, totalAmount: try Fixtures.money(amount, code),
      totalTaxAmount: try Fixtures.money("0", code),
      totalAmountWithTax: try Fixtures.money(amount, code))
  }

  /// Accounts with schedules that are due, numbered so that their order is that of their numbers: each as many as `weights` says.
  static func accounts(_ weights: [Int], from first: Int = 1) throws -> [Record] {
    var records: [Record] = []
    for (number, weight) in zip(first..., weights) {
      let id = account(number)
      records.append(.account(try Fixtures.account(id)))
      for place in 0..<weight {
        records.append(
          .billingSchedule(try Fixtures.schedule(RecordID("\(id)-\(place)"), of: id)))
      }
    }
    return records
  }

  static func account(_ number: Int) -> Account.ID {
    let digits = "\(number)"
    return RecordID("A" + String(repeating: "0", count: 5 - digits.count) + digits)
  }
}

extension StoreSession {
  func begin(_ runs: InvoiceRun...) throws(StoreError) {
    var effects = RunEffects()
    effects.started = runs
    try transaction { transaction throws(StoreError) in
      try transaction.write([effects], at: Fixtures.now)
    }
  }

  func end(_ run: InvoiceRun, _ status: InvoiceRun.Status = .completed) throws(StoreError) {
    var run = run
    run.status = status
    run.completedAt = Fixtures.later(seconds: 5)
    var effects = RunEffects()
    effects.ended = [run]
    try transaction { transaction throws(StoreError) in
      try transaction.write([effects], at: Fixtures.later(seconds: 5))
    }
  }

  func selectPage(
    of run: InvoiceRun, at now: UTCInstant = Fixtures.now
  ) throws(StoreError) -> [Int] {
    try transaction { transaction throws(StoreError) in
      try transaction.selectPage(of: run, at: now)
    }
  }

  /// What an open chunk goes over; nil for one that is not open.
  func items(_ number: Int, of run: InvoiceRun) throws(StoreError) -> RunItems? {
    try transaction { transaction throws(StoreError) in
      guard let chunk = try transaction.openChunk(number, of: run.id) else { return nil }
      return try transaction.items(of: chunk, in: run).items
    }
  }

  /// Whether the next page is asked for; nil for a chunk that is not open.
  @discardableResult
  func complete(
    _ number: Int, of run: InvoiceRun, with plan: RunChunkPlan? = nil
  ) throws(StoreError) -> Bool? {
    try transaction { transaction throws(StoreError) in
      guard let chunk = try transaction.openChunk(number, of: run.id) else { return nil }
      return try transaction.complete(
        chunk, with: plan ?? RunChunkPlan(decision: Decision(outcome: .succeeded)),
        at: Fixtures.now)
    }
  }

  func runToEnd(_ id: InvoiceRun.ID) throws(StoreError) -> InvoiceRun? {
    try transaction { transaction throws(StoreError) in try transaction.runToEnd(id) }
  }

  /// All accounts of the chunks that are open, chunk by chunk.
  func accounts(inChunks numbers: [Int], of run: InvoiceRun) throws -> [[Account.ID]] {
    var accounts: [[Account.ID]] = []
    for number in numbers {
      guard case .accounts(let ids)? = try items(number, of: run) else { continue }
      accounts.append(ids)
    }
    return accounts
  }
}

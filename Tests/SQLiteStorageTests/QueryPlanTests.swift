import Billing
import CivilTime
import Monetary
import SQLiteStorage
import Storage
import Testing

/// The store must not read what it does not need: an account with tens of thousands of completed
/// schedules, or an inbox of millions of requests, costs no more than what is asked of it.
@Suite("Query plans")
struct QueryPlanTests {
  /// Tables that grow with use. The others hold a handful of rows.
  static let growing = [
    "account", "contact", "sales_order", "billing_schedule_group", "billing_schedule",
    "billing_contract", "usage_record",
    "billing_suspension", "invoice", "invoice_line", "invoice_line_tax", "invoice_line_tax_row",
    "invoice_order",
    "error_log", "request", "outbox_message", "outbox_pack", "invoice_instalment", "invoice_event",
    "payment",
    "credit_memo", "credit_memo_line", "credit_memo_line_tax", "application", "refund", "reversal",
    "invoice_run", "invoice_run_chunk", "invoice_run_total", "invoice_run_skipped",
    "invoice_run_error", "invoice_run_failed_schedule", "scheduler_occurrence", "email_delivery",
    "email_suppression", "invoice_task", "tax_transaction", "tax_document", "dead_letter",
  ]

  /// Indexes that hold only what is open, which is bounded, or of which a list reads the end.
  static let bounded = [
    "invoice_run_running", "invoice_run_by_start", "invoice_run_chunk_open",
    "invoice_run_chunk_open_by_run",
    "scheduler_occurrence_waiting", "email_delivery_by_time", "email_delivery_uncounted",
    "email_delivery_due", "sqlite_autoindex_email_suppression_1", "tax_transaction_failed",
    "tax_transaction_due",
    // What of dead letters is counted or read from an end ends after so many rows.
    "dead_letter_by_time", "dead_letter_by_code", "sqlite_autoindex_dead_letter_1",
    "outbox_message_by_dead_letter",
  ]

  @Test("No statement reads a growing table from end to end")
  func nothingIsScanned() throws {
    let directory = try TemporaryDirectory()
    let opener = SQLiteOpener(path: directory.file("store.db"))
    _ = try Schema(StoreSession(opener, for: .migrating)).migrate()

    try storeAccount(opener)
    let recorder = PlanRecorder()
    let session = try StoreSession(PlanRecordingOpener(opener, recorder), for: .processing)
    try useEverything(session)

    #expect(recorder.plans.count > 20)
    for (statement, steps) in recorder.plans {
      for step in steps where step.hasPrefix("SCAN") {
        let table = step.split(separator: " ").dropFirst().first.map(String.init) ?? ""
        let isBounded = Self.bounded.contains { step.hasSuffix(" INDEX \($0)") }
        #expect(isBounded || !Self.growing.contains(table), "\(step) in: \(statement)")
      }
    }
  }

  @Test("A schedule that moves on without a new status has no index written")
  func indexesAreLeftAlone() throws {
    let directory = try TemporaryDirectory()
    let opener = SQLiteOpener(path: directory.file("store.db"))
    _ = try Schema(StoreSession(opener, for: .migrating)).migrate()
    let euro = try #require(Currency(code: "EUR"))
    let day = CivilDate(daysSince1970: 0)
    let ready = BillingProgress(
      status: .readyForInvoicing, nextBillingDate: day, nextChargeFromDate: day,
      billedAmount: .zero(euro), pendingAmount: nil)
    var completed = ready
    completed.status = .completelyBilled
    var facts = WorkingSet()
    facts.insert(
      .billingSchedule(
        BillingSchedule(
          id: "S", accountId: "A", productName: "P", billingMethod: .evergreen,
          billingTermUnit: .month, startDate: day, quantity: 1, unitPrice: 1,
          billingPeriodAmount: 1, progress: ready)))

    var writes: [Int] = []
    for progress in [ready, completed] {
      let recorder = PlanRecorder()
      let session = try StoreSession(PlanRecordingOpener(opener, recorder), for: .processing)
      facts.apply(Effects(progress: [ScheduleProgress(billingScheduleId: "S", progress: progress)]))
      let changed = facts
      try session.transaction { transaction throws(StoreError) in try transaction.write(changed) }
      let update = try #require(
        recorder.plans.map(\.statement).last { $0.hasPrefix("UPDATE billing_schedule ") })
      var count = 0
      try opener.open(for: .processing).query(SQL(stringLiteral: "EXPLAIN \(update)")) {
        row throws(StoreError) in
        if try row.text(at: 1) == "IdxInsert" { count += 1 }
      }
      writes.append(count)
    }
    #expect(writes == [0, 3], "with a new status those by account and order, and of what is ready")
  }

  /// What has to be there for all questions to be asked: an account that asks for settlement, with something of each kind.
  private func storeAccount(_ opener: SQLiteOpener) throws {
    let database = try opener.open(for: .processing)
    try database.run(
      script: """
        INSERT INTO account (id, name, currency, billing_street, billing_city, billing_postal_code,
          billing_country, is_tax_exempt, apply_credits, apply_payments)
          VALUES ('A', 'A', 'EUR', 's', 'c', '1', 'NO', 0, 1, 1);
        INSERT INTO invoice (id, status, creation_mode, account_id, currency, invoice_date, due_date,
          bill_to_name, grouping_key, billing_street, billing_city, billing_postal_code,
          billing_country, total_amount, total_tax_amount, total_amount_with_tax, balance,
          settlement_status, request_source, request_identifier)
          VALUES ('I', 'Draft', 'Generated', 'A', 'EUR', '2026-01-01', '2026-01-01', 'A', '', 's',
            'c', '1', 'NO', '0', '0', '0', '0', 'NotSettled', '', ''),
            ('J', 'Draft', 'Generated', 'A', 'EUR', '2026-01-01', '2026-01-01', 'A', '', 's',
            'c', '1', 'NO', '0', '0', '0', '0', 'NotSettled', '', '');
        INSERT INTO payment (id, account_id, currency, amount, received_date, recorded_date,
          request_source, request_identifier, applied_amount, refunded_amount, reversed_amount,
          unapplied_amount, is_open)
          VALUES ('P', 'A', 'EUR', '1', '2026-01-01', '2026-01-01', '', '', '0', '0', '0', '1', 1);
        INSERT INTO credit_memo (id, credit_memo_number, status, account_id, currency, credit_date,
          source_action, total_amount, total_tax_amount, total_amount_with_tax, prepaid_amount,
          payable_rounding, credited_amount, applied_amount, refunded_amount, balance, is_open,
          recorded_date, request_source, request_identifier)
          VALUES ('M', 'N', 'Posted', 'A', 'EUR', '2026-01-01', 'Standalone', '1', '0', '1', '0',
            '0', '1', '0', '0', '1', 1, '2026-01-01', '', '');
        INSERT INTO application (id, source_type, source_id, invoice_id, account_id, currency,
          amount, effective_date, recorded_date)
          VALUES ('L', 'CreditMemo', 'M', 'I', 'A', 'EUR', '1', '2026-01-01', '2026-01-01');
        """)
  }

  /// Everything that a request may ask of the ledger.
  private var ledger: LedgerNeeded {
    var needed = LedgerNeeded()
    needed.payments = ["P"]
    needed.creditMemos = ["M"]
    needed.applications = ["L"]
    needed.freed = [.payment("P"), .creditMemo("M")]
    needed.freedOfInvoices = [.init(.payment("P"), on: "I")]
    needed.ofInvoices = ["J"]
    needed.openInvoices = [.account("A", currencyCode: "EUR"): 1]
    needed.openSources = ["A"]
    needed.refunds = ["R"]
    needed.reversals = ["V"]
    needed.creditMemoIdentifiers = ["U"]
    return needed
  }

  private func useEverything(_ session: StoreSession) throws {
    let now = UTCInstant(microsecondsSince1970: 0)
    var needed = FactsNeeded()
    needed.schedules.ofAccounts = ["A"]
    needed.schedules.ofOrders = ["O"]
    needed.schedules.ids = ["S"]
    needed.schedules.ofContracts = ["B", "D"]
    needed.schedules.contractCycles["B"] = CivilPeriod(
      first: CivilDate(daysSince1970: 0), last: CivilDate(daysSince1970: 30))
    needed.records.insert(BillingContract.ID("B"))
    needed.records.insert(UsageRecord.ID("U"))
    needed.schedules.toRecover = ["S"]
    needed.records.insert(Account.ID("A"))
    needed.records.insert(Contact.ID("C"))
    needed.records.insert(BillingScheduleGroup.ID("G"))
    needed.records.insert(Order.ID("O"))
    needed.records.insert(BillingSuspension.ID("P"))
    needed.records.accountsWhoseSchedulesMatter = ["A"]
    needed.invoices.heads = ["I"]
    needed.invoices.ids = ["J"]
    needed.ledger = ledger
    needed.invoices.emailed = [["I"]]
    needed.invoices.takenBack = [["J"]]
    needed.tasks.ofInvoices = ["I", "J"]
    needed.tasks.ids = ["K"]
    needed.emails.ids = ["E"]
    needed.emails.addresses = ["a@x"]
    needed.emails.templates = ["T"]
    needed.taxes.transactions = ["I", "J"]
    try useEmails(session, at: now)
    try useTaxes(session, at: now)
    try session.transaction { transaction throws(StoreError) in
      let key = RequestKey(source: "", identifier: "r")
      let outcome = RequestOutcome(
        key: key, outcome: .succeeded, completionEventId: "e", completionBody: [],
        attempts: 1, completedAt: now)
      _ = try transaction.lookUp([key])
      try transaction.complete([
        StoredRequest(key: key, type: "t", bodySHA256: [], receivedAt: now, outcome: outcome)
      ])
      try transaction.complete([], replacing: [outcome])
      _ = try transaction.load(needed)
      needed = FactsNeeded()
      needed.ledger.openInvoices = [.ofSource(.payment("P")): 1]
      _ = try transaction.load(needed)
      try transaction.deleteSent(SentRows(messages: ["m"], packs: ["p"]))
      _ = try transaction.enqueueTogether(events(at: now), leasedUntil: now)
      var settled = SettledRecords()
      settled.schedules = ["S"]
      settled.contracts = ["B"]
      settled.accounts = ["A"]
      settled.orders = ["O"]
      settled.posted = ["A"]
      try transaction.resolveErrorLogs(of: settled, at: now)
      _ = try transaction.resolveErrorLogs(numbered: ["EL-000001"], at: now)
    }
    try session.unpack(["p"], without: [])
    #expect(try session.unpackOverdue(limit: 1, now: now).count == 1)
    _ = try session.leaseOutbox(limit: 1, now: now, until: now)
    try session.postpone(["m"], until: now)
    _ = try session.deleteRequests(before: now, limit: 1)
    _ = try session.deleteErrorLogs(before: now, limit: 1)
    _ = try session.deleteDeadLetters(before: now, limit: 1)
    _ = try session.refusedDeadLetters(until: now)
    try useDeadLetters(session, at: now)
    try askEverything(Queries(session))
    try useRuns(session, at: now)
  }

  /// Runs over accounts, invoices and schedules, each from its start to its end.
  private func useRuns(_ session: StoreSession, at now: UTCInstant) throws {
    let day = CivilDate(daysSince1970: 0)
    var criteria = RunCriteria()
    criteria.accountIds = ["A"]
    criteria.currencies = ["EUR"]
    for (number, kind, criteria) in [
      (1, .generate, RunCriteria()), (2, .generate, criteria), (3, .post, RunCriteria()),
      (4, .recover, RunCriteria()),
    ] as [(Int, InvoiceRun.Kind, RunCriteria)] {
      var run = InvoiceRun(
        id: RecordID("R\(number)"), kind: kind, runDate: day,
        terms: RunTerms(targetDate: day, invoiceDate: day),
        criteria: criteria, startedAt: now)
      run.parentRunId = "R"
      run.retryOf = kind == .generate ? "R" : nil
      try useChunks(of: run, session, at: now)
    }
    _ = try session.dueSchedulers(at: now, limit: 1)
    var needed = FactsNeeded()
    needed.runs.changed = ["R"]
    needed.runs.accountsNamed = ["A"]
    needed.runs.statesOfSchedulers = ["S"]
    let id: InvoiceScheduler.ID = "S"
    try session.transaction { transaction throws(StoreError) in
      _ = try transaction.load(needed)
      _ = try transaction.schedulerToTurn(id)
    }
    let queries = Queries(session)
    _ = try queries.runs(limit: 1)
    _ = try queries.runErrors(of: "R", limit: 1)
    _ = try queries.schedulers(limit: 1)
    _ = try session.deleteChunks(endedBefore: now, limit: 1)
  }

  private func useChunks(
    of run: InvoiceRun, _ session: StoreSession, at now: UTCInstant
  ) throws {
    let id = run.id
    let chunk = RunChunk(runId: id, number: 1, first: "A", last: "B")
    try session.noteCancelWanted(id)
    _ = try session.noteBegun(1, of: id)
    _ = try session.noteBegun(0, of: id)
    _ = try session.runningRuns()
    _ = try session.runProgress(id)
    _ = try session.overdueChunks(before: now, limit: 1)
    _ = try session.openChunkCount()
    try session.transaction { transaction throws(StoreError) in
      var effects = RunEffects()
      effects.started = [run]
      try transaction.write([effects], at: now)
      _ = try transaction.isCancelWanted(id)
      _ = try transaction.runToWorkOn(id)
      _ = try transaction.openChunk(1, of: id)
      _ = try transaction.items(of: chunk, in: run)
      _ = try transaction.selectPage(of: run, at: now)
      _ = try transaction.complete(
        chunk, with: RunChunkPlan(decision: Decision(outcome: .succeeded)), at: now)
      _ = try transaction.addChunks([.accounts(["A"])], to: id, at: now)
      _ = try transaction.noteIssued([chunk], at: now)
      _ = try transaction.runToEnd(id)
      _ = try transaction.runErrors(of: id, limit: 1)
      _ = try transaction.runSamples(of: id)
      var ended = run
      ended.status = .completed
      ended.completedAt = now
      effects = RunEffects()
      effects.ended = [ended]
      try transaction.write([effects], at: now)
    }
  }

  private func askEverything(_ queries: Queries) throws {
    _ = try queries.invoices(of: "A" as Account.ID)
    _ = try queries.invoices(of: "O" as Order.ID)
    _ = try queries.invoices(of: "B" as BillingContract.ID)
    for scope in [.all, .account("A")] as [InvoiceSelection.Scope] {
      _ = try queries.invoiceHeads(
        InvoiceSelection(scope, from: CivilDate(daysSince1970: 0), to: CivilDate(daysSince1970: 9)),
        limit: 1)
    }
    _ = try queries.exists(RecordReference(.account, "A" as Account.ID))
    let today = CivilDate(daysSince1970: 0)
    for scope in [.account("A"), .order("O"), .contract("B")] as [InvoiceSelection.Scope] {
      _ = try queries.schedules(scope, status: nil, limit: 1, today: today)
    }
    _ = try queries.schedule("S", today: today)
    _ = try queries.account("A", today: today)
    _ = try queries.contract("B")
    _ = try queries.invoice("I")
    _ = try queries.events(of: "I")
    _ = try queries.requests(identifier: "r")
    _ = try queries.errorLogs(.account("A"), limit: 1)
    _ = try queries.errorLogs(.order("O"), limit: 1)
    _ = try queries.errorLogs(.request(identifier: "r"), limit: 1)
  }
}

import CivilTime
import Monetary
import Testing

@testable import Billing

/// Several accounts, requests about runs of them, and chunks as the store hands them out.
struct RunWorld {
  private(set) var facts = WorkingSet()
  private(set) var stored: [Invoice.ID: Invoice] = [:]
  var email: EmailFacilities?
  var taxEngine: any TaxEngine = RateTableTaxEngine()
  private var count = 0
  static let now = UTCInstant(microsecondsSince1970: 1_795_165_200_000_000)  // 2026-11-20

  mutating func add(_ records: [Record], sourceLocation: SourceLocation = #_sourceLocation) {
    let decision = handle(UpsertRecords(entries: records.map(UpsertRecords.Entry.record)))
    #expect(decision.errors.isEmpty, sourceLocation: sourceLocation)
  }

  mutating func add(_ records: Record..., sourceLocation: SourceLocation = #_sourceLocation) {
    add(records, sourceLocation: sourceLocation)
  }

  /// As the store has counted them.
  mutating func put(_ run: InvoiceRun) { facts.runs.runs[run.id] = run }

  mutating func handle(_ request: any Request, requestedBy: RequestedBy? = nil) -> Decision {
    count += 1
    load(request.factsNeeded)
    let decision = request.plan(
      on: facts, in: context("r\(count)", requestedBy: requestedBy))
    keep(decision.effects)
    return decision
  }

  /// Plans a chunk and stores its effects.
  mutating func chunk(
    _ run: InvoiceRun, _ items: RunItems, refusing refusal: (Invoice) -> Fault? = { _ in nil }
  ) -> RunChunkPlan {
    count += 1
    let needed = run.factsNeeded(for: items)
    load(needed)
    let plan = run.plan(
      items, on: facts.loaded(for: needed), in: context("\(run.id):\(count)"), refusing: refusal)
    // Nothing of what waits for a tax engine is stored.
    guard plan.decision.taxesAwaited.isEmpty else { return plan }
    keep(plan.decision.effects)
    return plan
  }

  /// Chunks until none is left.
  mutating func chunks(_ run: InvoiceRun, _ items: RunItems) -> [RunChunkPlan] {
    var plans: [RunChunkPlan] = []
    var next: RunItems? = items
    while let items = next {
      let plan = chunk(run, items)
      plans.append(plan)
      next = plan.left
    }
    return plans
  }

  func progress(_ id: BillingSchedule.ID) throws -> BillingProgress {
    try #require(facts.schedules[id]?.progress)
  }

  private func context(_ identifier: String, requestedBy: RequestedBy? = nil) -> PlanningContext {
    var context = PlanningContext(
      request: RequestKey(source: "test", identifier: identifier), now: Self.now,
      taxEngine: taxEngine, requestedBy: requestedBy,
      deriveIdentifier: { $0.joined(separator: "/") })
    context.email = email
    return context
  }

  private mutating func load(_ needed: FactsNeeded) {
    facts.runs.existingAccounts = needed.runs.accountsNamed.intersection(facts.accounts.keys)
    facts.invoicedPeriods = [:]
    for request in needed.invoices.takenBack + needed.invoices.posted
      + needed.invoices.told + needed.invoices.emailed
    {
      for id in request { facts.lineCounts[id] = stored[id]?.lines.count }
    }
    for id in needed.invoices.all { if let invoice = stored[id] { facts.insert(invoice) } }
    for id in needed.invoices.takenBack.flatMap(\.self) {
      for schedule in stored[id]?.billingScheduleIds ?? [] {
        facts.invoicedPeriods[schedule] = stored.values.filter(\.status.isLive)
          .sorted { $0.id < $1.id }.flatMap { invoice in
            invoice.lines.filter { $0.billingScheduleId == schedule }.map {
              InvoicedPeriod(invoiceId: invoice.id, invoiceNumber: invoice.number, line: $0)
            }
          }
      }
    }
  }

  /// Stores an invoice as it is.
  mutating func keep(_ invoice: Invoice) { stored[invoice.id] = invoice }

  mutating func suppress(_ address: String) { facts.emails.suppressed.insert(address) }

  private mutating func keep(_ effects: Effects) {
    facts.apply(effects)
    for invoice in effects.invoices.made + effects.invoices.changed.map(\.invoice) {
      stored[invoice.id] = invoice
    }
  }
}

extension RunWorld {
  /// A run by this target date, criteria and action.
  static func run(
    _ id: InvoiceRun.ID = "RUN", _ kind: InvoiceRun.Kind = .generate, target: CivilDate,
    action: InvoiceAction = .draft, zero: Bool = false,
    _ change: (inout RunCriteria) -> Void = { _ in }
  ) -> InvoiceRun {
    var criteria = RunCriteria()
    change(&criteria)
    return InvoiceRun(
      id: id, kind: kind, runDate: "2026-11-20",
      terms: RunTerms(
        targetDate: target, invoiceDate: "2026-11-20", action: action,
        allowsZeroAmountInvoices: zero), criteria: criteria, startedAt: now)
  }

  static func start(
    _ id: InvoiceRun.ID? = "RUN", preview: Bool = false, posts: Bool = false,
    action: InvoiceAction = .draft, _ change: (inout RunCriteria) -> Void = { _ in }
  ) -> StartInvoiceRun {
    var criteria = RunCriteria()
    change(&criteria)
    return StartInvoiceRun(
      invoiceRunId: id,
      terms: RunTerms(targetDate: "2026-12-01", invoiceDate: "2026-12-01", action: action),
      criteria: criteria, then: RunContinuation(posts: posts), isPreview: preview)
  }
}

extension RunChunkPlan {
  var made: [Invoice] { decision.effects.invoices.made }

  /// `EUR 2 150.00 37.50 187.50` for every currency.
  var totalTexts: [String] {
    totals.map {
      "\($0.currency.code) \($0.invoices) \($0.totalAmount.decimalText) \($0.totalTaxAmount.decimalText) "
        + $0.totalAmountWithTax.decimalText
    }
  }

  /// `C TAX_RATE_NOT_FOUND SC` for every error.
  var errorTexts: [String] {
    errors.map { error in
      ([error.invoiceId?.text ?? error.accountId?.text ?? "-", error.code.rawValue]
        + error.billingScheduleIds.map(\.text)).joined(separator: " ")
    }
  }
}

extension RunWorld {
  /// Stores a payment of which nothing is applied.
  mutating func pay(_ payment: Payment) {
    var ledger = LedgerEffects()
    ledger.payments = [payment]
    keep(Effects(ledger: ledger))
  }
}

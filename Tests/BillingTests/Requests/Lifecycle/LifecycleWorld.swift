import CivilTime
import Monetary
import Testing

@testable import Billing

/// Account `A` in EUR with VAT of 25 %, and requests on what a store would load for each; posted documents get their numbers
/// as the worker gives them.
struct LifecycleWorld {
  private(set) var facts = WorkingSet()
  var today: CivilDate = "2026-11-20"
  let currency: Currency
  private(set) var stored: [Invoice.ID: Invoice] = [:]
  /// What a tax engine elsewhere answers; nil: there is none, and the rate table calculates.
  var taxService: ((TaxDocument) -> TaxAnswer)?
  var estimatesWhileAway = false
  /// What it was asked, in order.
  private(set) var asked: [TaxDocument] = []
  private var requestCount = 0
  private var lastValues: [String: Int64] = [:]

  init(_ records: Record..., vat: Bool = true, currency code: String = "EUR") throws {
    currency = try #require(Currency(code: code))
    facts.insert(.account(try World.account("A", currency: code)))
    if vat {
      facts.insert(
        .taxTreatment(
          TaxTreatment(id: "std", name: "VAT", isTaxable: true, taxCode: "std", isDefault: true)))
      facts.insert(Self.rate("25", 25, from: "2020-01-01"))
    }
    for record in records { add(record) }
  }

  static func rate(
    _ id: TaxRate.ID, _ percent: ExactDecimal, from: CivilDate, to: CivilDate? = nil
  ) -> Record {
    .taxRate(
      TaxRate(
        id: id, country: "NO", taxCode: "std", name: "VAT", percent: percent, effectiveFrom: from,
        effectiveTo: to))
  }

  mutating func add(_ record: Record, sourceLocation: SourceLocation = #_sourceLocation) {
    let decision = handle(UpsertRecords(entries: [.record(record)]))
    #expect(decision.errors.isEmpty, sourceLocation: sourceLocation)
  }

  mutating func handle(_ request: any Request) -> Decision {
    requestCount += 1
    load(request.factsNeeded)
    var decision = planned(request)
    // Nothing of what waits for the engine is stored.
    guard decision.taxesAwaited.isEmpty else { return decision }
    number(&decision)
    facts.apply(decision.effects)
    for invoice in decision.effects.invoices.made + decision.effects.invoices.changed.map(\.invoice)
    {
      stored[invoice.id] = invoice
    }
    facts.invoicedPeriods = [:]
    return decision
  }

  /// As a worker plans: once to find out what to ask, where there is an engine to be asked; then with its answers.
  private mutating func planned(_ request: any Request) -> Decision {
    guard let taxService else { return plan(request, RateTableTaxEngine()) }
    var answers: [TaxDocument: TaxAnswer] = [:]
    if request.mayAskTaxEngine {
      for document in plan(request, QuotedTaxEngine()).taxesAwaited.unquoted {
        asked.append(document)
        answers[document] = taxService(document)
      }
    }
    return plan(
      request, QuotedTaxEngine(answers: answers, estimatesWhileAway: estimatesWhileAway))
  }

  private func plan(_ request: any Request, _ engine: any TaxEngine) -> Decision {
    let context = PlanningContext(
      request: RequestKey(source: "test", identifier: "r\(requestCount)"),
      now: UTCInstant(
        microsecondsSince1970: Int64(today.daysSince1970) * 86_400_000_000 + Int64(requestCount)),
      taxEngine: engine, deriveIdentifier: { $0.joined(separator: "/") })
    return request.plan(on: facts.loaded(for: request.factsNeeded), in: context)
  }

  /// As the relay leaves it.
  mutating func store(_ transaction: TaxTransaction) { facts.taxes.insert(transaction) }

  func tax(of document: String) throws -> TaxTransaction {
    try #require(facts.taxes.transactions[RecordID(document)])
  }

  /// Stored elsewhere, such as an invoice of an earlier version.
  mutating func store(_ invoice: Invoice) {
    stored[invoice.id] = invoice
    facts.insert(invoice)
  }

  /// E-mails that a store would load with their invoices.
  mutating func note(queued emails: [EmailDelivery]) {
    for email in emails {
      if let id = email.invoiceId { facts.emails.queued[id, default: []].append(email) }
    }
  }

  func invoice(_ id: Invoice.ID) throws -> Invoice { try #require(stored[id]) }

  func memo(of id: Invoice.ID) throws -> CreditMemo {
    let memo = try #require(invoice(id).creditMemoIds.last)
    return try #require(facts.ledger.creditMemos[memo])
  }

  func progress(_ id: BillingSchedule.ID) throws -> BillingProgress {
    try #require(facts.schedules[id]?.progress)
  }

  // MARK: As the store loads and the worker numbers

  private mutating func load(_ needed: FactsNeeded) {
    for id in needed.invoices.counted { facts.lineCounts[id] = stored[id]?.lines.count }
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

  private mutating func number(_ decision: inout Decision) {
    func next(_ key: String, from start: Int64) -> Int64 {
      let value = lastValues[key].map { $0 + 1 } ?? start
      lastValues[key] = value
      return value
    }
    func numbered(_ invoice: Invoice) -> Invoice {
      guard invoice.status == .posted, invoice.number == nil else { return invoice }
      let policy = decision.effects.invoices.sequencePolicies[invoice.id]
      let value = next(policy?.id.text ?? "invoices", from: policy?.startValue ?? 1)
      return invoice.posting(
        number: policy?.number(value, invoiceDate: invoice.invoiceDate)
          ?? InvoiceNumber.format(sequenceValue: value, invoiceDate: invoice.invoiceDate))
    }
    for index in decision.effects.invoices.made.indices {
      decision.effects.invoices.made[index] = numbered(decision.effects.invoices.made[index])
    }
    for index in decision.effects.invoices.changed.indices {
      decision.effects.invoices.changed[index].invoice = numbered(
        decision.effects.invoices.changed[index].invoice)
    }
    for index in decision.effects.ledger.creditMemos.indices {
      let memo = decision.effects.ledger.creditMemos[index]
      let policy = decision.effects.ledger.sequencePolicies[memo.id]
      let value = next(policy?.id.text ?? "memos", from: policy?.startValue ?? 1)
      decision.effects.ledger.creditMemos[index].number =
        policy?.number(value, invoiceDate: memo.creditDate)
        ?? CreditMemoNumber.format(sequenceValue: value, creditDate: memo.creditDate)
    }
  }
}

// MARK: Requests

extension LifecycleWorld {
  mutating func generate(
    by target: CivilDate, dated: CivilDate = "2026-11-20",
    _ action: InvoiceAction = .draft, zero: Bool = false,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Invoice {
    let decision = handle(
      GenerateInvoices(
        selector: .account("A"), targetDate: target, isTargetDateInclusive: false,
        invoiceDate: dated, action: action, allowsZeroAmountInvoices: zero))
    return try #require(
      decision.effects.invoices.made.first, "\(decision.errors) \(decision.skips)",
      sourceLocation: sourceLocation)
  }

  mutating func ingest(
    _ lines: [IncomingLine], _ change: (inout IncomingInvoice) -> Void = { _ in },
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Invoice {
    var incoming = IncomingInvoice(
      billingAccountId: "A", currency: "EUR", invoiceDate: "2026-11-20", lines: lines)
    change(&incoming)
    let decision = handle(
      IngestInvoice(
        invoice: incoming,
        taxCalculationStatus: incoming.status == .posted ? .posted : .estimated))
    return try #require(
      decision.effects.invoices.made.first, "\(decision.errors)", sourceLocation: sourceLocation)
  }

  mutating func post(_ ids: Invoice.ID..., version: Int64? = nil) -> Decision {
    handle(PostInvoices(invoiceIds: ids, expectedVersion: version))
  }

  mutating func cancel(_ ids: Invoice.ID..., version: Int64? = nil) -> Decision {
    handle(CancelInvoices(invoiceIds: ids, expectedVersion: version))
  }

  mutating func void(_ ids: Invoice.ID..., version: Int64? = nil) -> Decision {
    handle(
      VoidInvoices(
        invoiceIds: ids, reasonCode: "Wrong", reason: "wrong price", expectedVersion: version))
  }

  mutating func update(
    _ id: Invoice.ID, version: Int64? = nil, _ change: (inout UpdateInvoice.Fields) -> Void
  ) -> Decision {
    var set = UpdateInvoice.Fields()
    change(&set)
    return handle(UpdateInvoice(invoiceId: id, expectedVersion: version, set: set))
  }

  /// Applies a payment of as many parts to the invoice, as a settled one has it.
  mutating func pay(_ id: Invoice.ID, _ parts: ExactDecimal...) throws { try pay(id, parts) }

  mutating func pay(_ id: Invoice.ID, _ parts: [ExactDecimal]) throws {
    load(for: id)
    let sum = try Money.sum(parts.map(money), currency: currency)
    let key = RequestKey(source: "test", identifier: "pay \(id)")
    let payment = Payment(
      id: RecordID("P/\(id)"), accountId: "A", amount: sum, receivedDate: today,
      recordedDate: today, request: key)
    var settling = Settling(
      facts: facts,
      context: PlanningContext(
        request: key, now: UTCInstant(microsecondsSince1970: 0), taxEngine: RateTableTaxEngine(),
        deriveIdentifier: { $0.joined(separator: "/") }))
    settling.record(payment)
    for part in parts {
      try settling.apply(
        money(part), from: .payment(payment.id), to: id, effectiveDate: today)
    }
    let changes = settling.changes
    facts.apply(
      Effects(invoices: InvoiceEffects(changed: changes), ledger: settling.effects))
    for change in changes { stored[change.invoice.id] = change.invoice }
  }

  private mutating func load(for id: Invoice.ID) {
    if let invoice = stored[id] { facts.insert(invoice) }
  }

  /// A live memo that credits the first line of an invoice.
  mutating func credit(
    _ id: Invoice.ID, _ amount: ExactDecimal, by action: CreditMemo.SourceAction
  ) throws {
    let invoice = try invoice(id)
    let amount = try money(amount)
    let memo = CreditMemo(
      id: RecordID("CM/\(id)"), accountId: "A", accountName: nil, currency: currency,
      legalEntityId: nil, creditDate: today, sourceAction: action, invoiceId: id,
      lines: [
        CreditMemoLine(
          id: "1", name: "x", amount: amount, invoiceLine: CreditMemoLine.Source(0, of: invoice))
      ], totalAmount: amount, totalTaxAmount: .zero(currency), totalAmountWithTax: amount,
      credited: amount, recordedDate: today,
      request: RequestKey(source: "test", identifier: "credit"))
    var ledger = LedgerEffects()
    ledger.creditMemos = [memo]
    facts.apply(Effects(ledger: ledger))
  }

  func money(_ amount: ExactDecimal) throws -> Money {
    try #require(Money(exactly: amount, currency: currency))
  }
}

extension Decision {
  /// `INVOICE_NOT_DRAFT /invoiceIds/0` for every error.
  var refusals: [String] { errors.map { "\($0.code.rawValue) \($0.pointer ?? "-")" } }

  /// The number, or the status where there is none, of each invoice of the answer; of a refused one its first code.
  var named: [String] {
    answer.invoices.map {
      switch $0 {
      case .existing(let summary): summary.status.rawValue
      case .refused(_, _, let faults): faults.first?.code.rawValue ?? "-"
      case .made, .failed: "?"
      }
    }
  }

  var changed: [Invoice] { effects.invoices.changed.map(\.invoice) }
}

extension Record {
  /// 140.00 each month in advance from 2026-11-01.
  static func november(_ change: (inout BillingSchedule) -> Void = { _ in }) -> Record {
    .monthly("M") {
      $0.startDate = "2026-11-01"
      $0.unitPrice = 140
      $0.billingPeriodAmount = 140
      change(&$0)
    }
  }
}

import CivilTime
import Monetary
import Testing

@testable import Billing

/// Posted invoices of account `A`, in EUR and with VAT of 25 % on the document, and what credits and settles them.
struct CreditWorld {
  var facts = WorkingSet()
  let currency: Currency
  private var requestCount = 0
  static let today: CivilDate = "2026-11-20"

  init() throws {
    currency = try #require(Currency(code: "EUR"))
    facts.insert(.account(try World.account("A", currency: "EUR")))
    facts.insert(.account(try World.account("B", currency: "EUR")))
    facts.insert(
      .taxTreatment(TaxTreatment(id: "std", name: "Standard", isTaxable: true, taxCode: "VAT")))
    facts.insert(
      .taxRate(
        TaxRate(
          id: "no", country: "NO", taxCode: "VAT", name: "VAT", percent: 25,
          effectiveFrom: "2020-01-01")))
  }

  func money(_ decimal: ExactDecimal) throws -> Money {
    try #require(Money(exactly: decimal, currency: currency))
  }

  /// An invoice that is stored as posted, with a tax of these amounts on its lines; nil: none.
  mutating func post(
    _ id: Invoice.ID, _ lines: [(amount: ExactDecimal, tax: ExactDecimal?)],
    _ change: (inout Invoice) throws -> Void = { _ in }
  ) throws {
    var made: [InvoiceLine] = []
    for (index, line) in lines.enumerated() {
      let taxes = try line.tax.map {
        [InvoiceLineTax(name: "VAT", code: "VAT", category: "S", rate: 25, amount: try money($0))]
      }
      made.append(
        InvoiceLine(
          id: "\(id)-\(index + 1)", name: "Line \(index + 1)", period: nil, quantity: 1,
          unitPrice: line.amount, amount: try money(line.amount), taxProcessingStatus: .posted,
          taxes: taxes ?? []))
    }
    let amount = try Money.sum(made.map(\.amount), currency: currency)
    let tax = try Money.sum(made.flatMap(\.taxes).map(\.amount), currency: currency)
    let total = try amount.adding(tax)
    let account = try #require(facts.accounts["A"])
    var invoice = Invoice(
      id: id, number: "INV-\(id)", status: .posted, accountId: "A", accountName: account.name,
      currency: currency, invoiceDate: "2026-11-01", dueDate: "2026-12-01",
      postedDate: "2026-11-01",
      billToContact: Invoice.BillTo(contactId: nil, name: "A. Payable", email: nil),
      groupingKey: "", lines: made, billingAddress: account.billingAddress, totalAmount: amount,
      totalTaxAmount: tax, totalAmountWithTax: total, balance: total,
      request: RequestKey(source: "test", identifier: "post \(id)"))
    try change(&invoice)
    facts.insert(try invoice.withFigures(of: invoice.settled))
  }

  /// A credit note as it is ingested: amounts as written.
  mutating func postCreditNote(
    _ id: Invoice.ID, _ lines: [(amount: ExactDecimal, tax: ExactDecimal?)],
    prepaid: ExactDecimal = 0
  ) throws {
    let prepaidAmount = try money(prepaid)
    try post(id, lines) {
      $0.ingested = IngestedDetails(
        documentType: .creditNote, uniqueIdentifier: nil, referenceEntity: nil,
        prepaidAmount: prepaidAmount, payableRounding: .zero(prepaidAmount.currency))
      $0.payable = try $0.totalAmountWithTax.subtracting(prepaidAmount)
    }
  }

  /// A payment that is recorded, and applied to an invoice, if one is named.
  mutating func pay(
    _ id: Payment.ID, _ amount: ExactDecimal, on invoice: Invoice.ID? = nil
  ) throws {
    var settling = settling()
    settling.record(
      Payment(
        id: id, accountId: "A", amount: try money(amount), receivedDate: Self.today,
        method: nil, reference: nil, savedPaymentMethodId: nil, recordedDate: Self.today,
        request: context().request))
    if let invoice {
      try settling.apply(
        try money(amount), from: .payment(id), to: invoice, effectiveDate: Self.today)
    }
    apply(settling)
  }

  /// Applies what a memo has left, or a part of it, to an invoice.
  mutating func apply(
    _ memo: CreditMemo.ID, to invoice: Invoice.ID, _ amount: ExactDecimal
  ) throws {
    var settling = settling()
    try settling.apply(
      try money(amount), from: .creditMemo(memo), to: invoice, effectiveDate: Self.today)
    apply(settling)
  }

  mutating func settling() -> Settling {
    requestCount += 1
    return Settling(facts: facts, context: context())
  }

  mutating func apply(_ settling: Settling) { facts.apply(settling.result().effects) }

  private func context() -> PlanningContext {
    PlanningContext(
      request: RequestKey(source: "test", identifier: "c\(requestCount)"), now: World.now,
      taxEngine: RateTableTaxEngine(), deriveIdentifier: { $0.joined(separator: "/") })
  }

  mutating func handle(_ request: any Request) -> Decision {
    requestCount += 1
    let decision = request.plan(on: facts, in: context())
    facts.apply(decision.effects)
    return decision
  }

  // MARK: What is there

  func invoice(_ id: Invoice.ID) throws -> Invoice { try #require(facts.invoices[id]) }

  func balance(_ id: Invoice.ID) throws -> String { try invoice(id).balance.decimalText }

  func memo(_ id: CreditMemo.ID) throws -> CreditMemo { try #require(facts.ledger.creditMemos[id]) }

  /// Σ balances of posted invoices − Σ balances of memos − Σ unapplied amounts.
  var accountBalance: String {
    get throws {
      var sum = Money.zero(currency)
      for invoice in facts.invoices.values where invoice.status == .posted {
        sum = try sum.adding(invoice.balance)
      }
      for memo in facts.ledger.creditMemos.values { sum = try sum.subtracting(memo.balance) }
      for payment in facts.ledger.payments.values {
        sum = try sum.subtracting(payment.unapplied)
      }
      return sum.decimalText
    }
  }
}

extension Decision {
  /// The one memo that was made.
  var memo: CreditMemo { get throws { try #require(effects.ledger.creditMemos.first) } }

  /// `code pointer source` of every error.
  var sourcedRefusals: [String] {
    errors.map { "\($0.code.rawValue) \($0.pointer ?? "-") \($0.source?.id ?? "-")" }
  }

  /// Of the invoices that changed, what happened to each.
  func acts(of id: Invoice.ID) -> [InvoiceChange.Act] {
    effects.invoices.changed.first { $0.invoice.id == id }?.acts ?? []
  }
}

extension CreditMemo {
  /// `33.33 6.67`: the amount and the taxes of every line.
  var amounts: [String] {
    lines.map { line in
      ([line.amount] + line.taxes.map(\.amount)).map(\.decimalText).joined(separator: " ")
    }
  }
}

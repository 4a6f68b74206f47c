import CivilTime
import Monetary
import Testing

@testable import Billing

/// Documents of accounts and what moves their balances, request by request, as a store would keep them.
struct LedgerWorld {
  private(set) var facts = WorkingSet()
  /// The day on which the next request is handled.
  var today: CivilDate = "2026-11-20"
  private var requestCount = 0
  /// Every row that applies or takes back, in the order in which they were recorded.
  private(set) var rows: [Application] = []

  init(currency: String = "EUR", _ change: (inout Account) -> Void = { _ in }) throws {
    for id in ["A", "B"] as [Account.ID] {
      var account = try World.account(id, currency: currency)
      change(&account)
      facts.insert(.account(account))
    }
  }

  mutating func insert(_ record: Record) { facts.insert(record) }

  /// A posted invoice of one line for each amount, without tax, due 30 days after its date.
  @discardableResult
  mutating func post(
    _ id: Invoice.ID, _ amounts: ExactDecimal..., dated date: CivilDate = "2026-11-01",
    due: CivilDate? = nil, of account: Account.ID = "A", in code: String = "EUR",
    _ change: (inout Invoice) -> Void = { _ in }
  ) throws -> Invoice {
    try post(id, amounts, dated: date, due: due, of: account, in: code, change)
  }

  @discardableResult
  mutating func post(
    _ id: Invoice.ID, _ amounts: [ExactDecimal], dated date: CivilDate = "2026-11-01",
    due: CivilDate? = nil, of account: Account.ID = "A", in code: String = "EUR",
    _ change: (inout Invoice) -> Void = { _ in }
  ) throws -> Invoice {
    let currency = try #require(Currency(code: code))
    let lines = try amounts.enumerated().map { index, amount in
      InvoiceLine(
        id: "\(id)-\(index + 1)", name: "Line \(index + 1)",
        period: nil, quantity: 1, unitPrice: amount,
        amount: try #require(Money(exactly: amount, currency: currency)),
        taxProcessingStatus: .posted)
    }
    let total = try Money.sum(lines.map(\.amount), currency: currency)
    var invoice = Invoice(
      id: id, number: "N-\(id)", status: .posted, accountId: account, currency: currency,
      invoiceDate: date, dueDate: due ?? date.adding(days: 30), postedDate: day(of: account),
      billToContact: .init(contactId: nil, name: "A. Payable", email: nil), groupingKey: "",
      lines: lines,
      billingAddress: Address(
        street: "Main 1", city: "Oslo", postalCode: "0150", state: nil, country: "NO"),
      totalAmount: total, totalTaxAmount: .zero(currency), totalAmountWithTax: total,
      balance: total, request: RequestKey(source: "test", identifier: "seed"))
    change(&invoice)
    invoice = try invoice.withFigures(of: invoice.settled)
    facts.insert(invoice)
    note(account)
    return invoice
  }

  /// A posted stand-alone memo without tax.
  @discardableResult
  mutating func credit(
    _ id: CreditMemo.ID, _ amount: ExactDecimal, dated date: CivilDate = "2026-11-01",
    of account: Account.ID = "A", in code: String = "EUR",
    _ change: (inout CreditMemo) -> Void = { _ in }
  ) throws -> CreditMemo {
    let currency = try #require(Currency(code: code))
    let total = try #require(Money(exactly: amount, currency: currency))
    var memo = CreditMemo(
      id: id, accountId: account, accountName: nil, currency: currency, legalEntityId: nil,
      creditDate: date, sourceAction: .standalone, invoiceId: nil,
      lines: [CreditMemoLine(id: "\(id)-1", name: "Credit", amount: total)], totalAmount: total,
      totalTaxAmount: .zero(currency), totalAmountWithTax: total, credited: total,
      recordedDate: day(of: account), request: RequestKey(source: "test", identifier: "seed"))
    memo.number = "CM-\(id)"
    change(&memo)
    facts.ledger.insert(memo)
    note(account)
    return memo
  }

  func plan(_ request: any Request, as identifier: String = "r") -> Decision {
    let microseconds = Int64(today.daysSince1970) * 86_400_000_000
    let context = PlanningContext(
      request: RequestKey(source: "test", identifier: identifier),
      now: UTCInstant(microsecondsSince1970: microseconds + 43_200_000_000),
      taxEngine: RateTableTaxEngine(), deriveIdentifier: { $0.joined(separator: "/") })
    return request.plan(on: facts, in: context)
  }

  /// Plans a request and stores what came of it.
  @discardableResult
  mutating func handle(_ request: any Request) -> Decision {
    requestCount += 1
    let decision = plan(request, as: "r\(requestCount)")
    facts.apply(decision.effects)
    for invoice in decision.effects.invoices.made {
      facts.insert(invoice.status == .posted ? invoice.posting(number: "N-\(invoice.id)") : invoice)
    }
    rows += decision.effects.ledger.applications
    return decision
  }

  /// The day as planning takes it.
  func day(of account: Account.ID) -> CivilDate {
    max(today, facts.ledger.latestDays[account] ?? today)
  }

  /// Something was recorded for the account today.
  private mutating func note(_ account: Account.ID) {
    facts.ledger.noteRecorded(on: day(of: account), for: account)
  }

  // MARK: Requests in short

  mutating func pay(
    _ id: Payment.ID, _ amount: ExactDecimal, received: CivilDate = "2026-11-10",
    of account: Account.ID = "A", in code: String = "EUR",
    _ settlement: RequestedSettlement? = nil, effective: CivilDate? = nil
  ) throws -> Decision {
    handle(
      RecordPayment(
        payment: .init(
          id: id, accountId: account, currency: try #require(Currency(code: code)),
          amount: amount, receivedDate: received),
        settlement: settlement, effectiveDate: effective))
  }

  /// A payment without applications, of which nothing is refused.
  mutating func receive(
    _ id: Payment.ID, _ amount: ExactDecimal, received: CivilDate = "2026-11-10",
    of account: Account.ID = "A", in code: String = "EUR",
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let decision = try pay(id, amount, received: received, of: account, in: code)
    #expect(decision.outcome == .succeeded, sourceLocation: sourceLocation)
  }

  @discardableResult
  mutating func apply(
    _ payment: Payment.ID, _ parts: (Invoice.ID, ExactDecimal)..., effective: CivilDate? = nil
  ) -> Decision {
    handle(
      ApplyToInvoices(
        source: .payment(payment), settlement: .to(parts), effectiveDate: effective))
  }

  @discardableResult
  mutating func apply(
    memo: CreditMemo.ID, _ parts: (Invoice.ID, ExactDecimal)..., effective: CivilDate? = nil
  ) -> Decision {
    handle(
      ApplyToInvoices(
        source: .creditMemo(memo), settlement: .to(parts), effectiveDate: effective))
  }

  @discardableResult
  mutating func refund(
    _ id: Refund.ID, _ amount: ExactDecimal, of source: LedgerSource,
    on date: CivilDate = "2026-11-20", takeBack: (Invoice.ID, ExactDecimal)...
  ) -> Decision {
    handle(
      RecordRefund(
        refundId: id, source: source, amount: amount, refundDate: date,
        takeBack: takeBack.map { RequestedApplication(invoiceId: $0.0, amount: $0.1) }))
  }

  @discardableResult
  mutating func reverse(
    _ id: Reversal.ID, _ amount: ExactDecimal? = nil, of payment: Payment.ID,
    on date: CivilDate = "2026-11-20", _ reason: Reversal.Reason = .chargeback
  ) -> Decision {
    handle(
      ReversePayment(
        reversalId: id, paymentId: payment, amount: amount, reversalDate: date, reason: reason))
  }

  // MARK: What stands

  func invoice(_ id: Invoice.ID) throws -> Invoice { try #require(facts.invoices[id]) }

  func payment(_ id: Payment.ID) throws -> Payment { try #require(facts.ledger.payments[id]) }

  func memo(_ id: CreditMemo.ID) throws -> CreditMemo {
    try #require(facts.ledger.creditMemos[id])
  }

  func balance(_ id: Invoice.ID) throws -> String { try invoice(id).balance.decimalText }

  func unapplied(_ id: Payment.ID) throws -> String { try payment(id).unapplied.decimalText }

  /// What the account owes, as the ledger has it.
  func accountBalance(_ id: Account.ID = "A", in code: String = "EUR") throws -> String {
    let currency = try #require(Currency(code: code))
    let owed = facts.invoices.values.filter {
      $0.accountId == id && $0.currency == currency && $0.status == .posted
    }.map(\.balance)
    let credit = facts.ledger.creditMemos.values.filter {
      $0.accountId == id && $0.currency == currency
    }.map(\.balance.negated)
    let money = facts.ledger.payments.values.filter {
      $0.accountId == id && $0.currency == currency
    }.map(\.unapplied.negated)
    return try Money.sum(owed + credit + money, currency: currency).decimalText
  }
}

extension RequestedSettlement {
  static func to(_ parts: [(Invoice.ID, ExactDecimal)]) -> RequestedSettlement {
    .applications(parts.map { RequestedApplication(invoiceId: $0.0, amount: $0.1) })
  }

  static func to(_ parts: (Invoice.ID, ExactDecimal)...) -> RequestedSettlement { to(parts) }
}

extension Decision {
  var codes: [ErrorCode] { errors.map(\.code) }

  var applications: [Application] { effects.ledger.applications }

  /// `I1 paid by P, 3` for every act, with the version after it.
  var acts: [String] {
    effects.invoices.changed.flatMap { change in
      change.acts.map { "\(change.invoice.id) \($0.inShort), \(change.invoice.version)" }
    }
  }
}

extension InvoiceChange.Act {
  var inShort: String {
    switch self {
    case .paid(let source): "paid by \(source.record.id)"
    case .converted(let memo): "converted to \(memo)"
    case .writtenOff(let memo): "written off by \(memo)"
    case .voided(let memo): "voided by \(memo)"
    default: "\(self)"
    }
  }
}

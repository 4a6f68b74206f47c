import CivilTime
import Monetary
import TestSupport

@testable import Billing

/// What is asked for: mostly what can be done, sometimes a little too much.
extension LedgerHistory {
  private mutating func number(_ prefix: String) -> String {
    "\(prefix)\(generator.next() % 1_000_000_000)"
  }

  private mutating func account() -> Account.ID { generator.isOne(in: 6) ? "B" : "A" }

  private mutating func currency() -> String { generator.isOne(in: 8) ? "USD" : "EUR" }

  /// Up to 200.00.
  private mutating func amount() -> ExactDecimal {
    cents(Int128.random(in: 1...20_000, using: &generator))
  }

  private func cents(_ units: Int128) -> ExactDecimal {
    ExactDecimal(coefficient: units, scale: 2) ?? 1
  }

  /// About what is there: all, a part, a little more.
  private mutating func part(of money: Money) -> ExactDecimal {
    let units = max(money.minorUnits, 1)
    switch Int.random(in: 0..<6, using: &generator) {
    case 0: return cents(units + 1)
    case 1, 2: return cents(units)
    default: return cents(Int128.random(in: 1...units, using: &generator))
    }
  }

  /// A day of the last weeks, sometimes too early or too late.
  private mutating func day() -> CivilDate {
    world.today.adding(days: Int.random(in: -20...2, using: &generator))
  }

  private mutating func someDay() -> CivilDate? { generator.isOne(in: 2) ? nil : day() }

  private mutating func anyInvoice() -> Invoice? {
    let all = world.facts.invoices.values.sorted { $0.id < $1.id }
    // Mostly one that is open.
    let open = all.filter { $0.status == .posted && !$0.balance.isZero }
    if !open.isEmpty, !generator.isOne(in: 6) { return generator.pick(open) }
    return all.isEmpty ? nil : generator.pick(all)
  }

  private mutating func anyPayment() -> Payment? {
    let all = world.facts.ledger.payments.values.sorted { $0.id < $1.id }
    return all.isEmpty ? nil : generator.pick(all)
  }

  private mutating func anyMemo() -> CreditMemo? {
    let all = world.facts.ledger.creditMemos.values.sorted { $0.id < $1.id }
    return all.isEmpty ? nil : generator.pick(all)
  }

  private mutating func applications(upTo left: Money) -> [RequestedApplication] {
    (0..<Int.random(in: 1...3, using: &generator)).compactMap { _ in
      guard let invoice = anyInvoice() else { return nil }
      let most = invoice.balance.atMost(left)
      return RequestedApplication(invoiceId: invoice.id, amount: part(of: most))
    }
  }

  mutating func addInvoice() throws {
    let date = day().adding(days: -2)
    var amounts = (0..<Int.random(in: 1...3, using: &generator)).map { _ in amount() }
    if generator.isOne(in: 4) {
      amounts.append(cents(-Int128.random(in: 1...30_000, using: &generator)))
    }
    let isInParts = generator.isOne(in: 3)
    let isCreditNote = generator.isOne(in: 10)
    let due = date.adding(days: Int.random(in: 0...40, using: &generator))
    let isDraft = generator.isOne(in: 3)
    try world.post(
      Invoice.ID(number("I")), amounts, dated: date, due: due, of: account(), in: currency()
    ) { invoice in
      if isCreditNote {
        invoice.ingested = IngestedDetails(
          documentType: .creditNote, uniqueIdentifier: nil, referenceEntity: nil,
          prepaidAmount: .zero(invoice.currency), payableRounding: .zero(invoice.currency))
      }
      if isInParts, invoice.payable.isPositive, !isCreditNote {
        let first = (try? Money(minorUnits: 1, currency: invoice.currency)) ?? invoice.payable
        invoice.instalments = [
          Instalment(dueDate: date, amount: first),
          Instalment(
            dueDate: due, amount: (try? invoice.payable.subtracting(first)) ?? invoice.payable),
        ]
      }
      if isDraft {
        invoice.status = .draft
        invoice.postedDate = nil
        invoice.number = nil
      }
    }
  }

  mutating func addMemo() throws {
    try world.credit(
      CreditMemo.ID(number("M")), amount(), dated: day().adding(days: -2), of: account(),
      in: currency())
  }

  /// nil where there is nothing that it could be about.
  mutating func request(_ kind: Kind) -> (any Request)? {
    switch kind {
    case .record: payment()
    case .recordAgain: paymentAgain()
    case .apply, .applyMemo, .oldestFirst: application(kind)
    case .unapply, .unapplyPayment: unapply(kind)
    case .refund: refund()
    case .reverse: reversal()
    case .generate:
      GenerateInvoices(
        selector: .account("A"), targetDate: world.today, invoiceDate: world.today, action: .posted)
    case .createMemo, .writeOff, .convert, .voidMemo, .post, .void: credit(kind)
    }
  }

  private mutating func payment() -> RecordPayment? {
    guard let currency = Currency(code: currency()) else { return nil }
    let amount = amount()
    let settlement: RequestedSettlement? =
      switch Int.random(in: 0..<3, using: &generator) {
      case 0: nil
      case 1: .oldestFirst
      default:
        .applications(
          applications(upTo: Money(exactly: amount, currency: currency) ?? .zero(currency)))
      }
    return RecordPayment(
      payment: .init(
        id: Payment.ID(number("P")), accountId: account(), currency: currency, amount: amount,
        receivedDate: day()),
      settlement: settlement, effectiveDate: someDay())
  }

  private mutating func paymentAgain() -> RecordPayment? {
    guard let payment = anyPayment() else { return nil }
    return RecordPayment(
      payment: .init(
        id: payment.id, accountId: payment.accountId, currency: payment.currency,
        amount: generator.isOne(in: 3) ? amount() : payment.amount.decimal,
        receivedDate: payment.receivedDate),
      settlement: .oldestFirst)
  }

  private mutating func application(_ kind: Kind) -> ApplyToInvoices? {
    let source: LedgerSource
    let left: Money
    if kind == .applyMemo || (kind == .oldestFirst && generator.isOne(in: 3)) {
      guard let memo = anyMemo() else { return nil }
      (source, left) = (.creditMemo(memo.id), memo.balance)
    } else {
      guard let payment = anyPayment() else { return nil }
      (source, left) = (.payment(payment.id), payment.unapplied)
    }
    return ApplyToInvoices(
      source: source,
      settlement: kind == .oldestFirst ? .oldestFirst : .applications(applications(upTo: left)),
      effectiveDate: someDay())
  }

  private mutating func unapply(_ kind: Kind) -> Unapply? {
    if kind == .unapplyPayment {
      guard let payment = anyPayment() else { return nil }
      return Unapply(
        kind: .ofPayments,
        target: .payment(payment.id, invoiceId: generator.isOne(in: 2) ? nil : anyInvoice()?.id),
        effectiveDate: someDay())
    }
    let applying = world.rows.filter { $0.takesBack == nil }
    guard !applying.isEmpty else { return nil }
    let ids = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
      generator.pick(applying)
    }
    guard let first = ids.first else { return nil }
    return Unapply(
      kind: first.source.isPayment ? .ofPayments : .ofCreditMemos,
      target: .applications(
        Set(ids.filter { $0.source.isPayment == first.source.isPayment }.map(\.id)).sorted()),
      effectiveDate: someDay())
  }

  private mutating func refund() -> RecordRefund? {
    let source: LedgerSource
    var left: Money
    if generator.isOne(in: 3) {
      guard let memo = anyMemo() else { return nil }
      (source, left) = (.creditMemo(memo.id), memo.balance)
    } else {
      guard let payment = anyPayment() else { return nil }
      (source, left) = (.payment(payment.id), payment.unapplied)
    }
    var takeBack: [RequestedApplication] = []
    if let freed = world.facts.ledger.standing(of: source).last, generator.isOne(in: 2) {
      let amount = part(of: freed.amount)
      takeBack = [RequestedApplication(invoiceId: freed.invoiceId, amount: amount)]
      left = (try? left.adding(Money(exactly: amount, currency: left.currency) ?? left)) ?? left
    }
    return RecordRefund(
      refundId: Refund.ID(number("R")), source: source, amount: part(of: left), refundDate: day(),
      takeBack: takeBack)
  }

  private mutating func reversal() -> ReversePayment? {
    guard let payment = anyPayment() else { return nil }
    return ReversePayment(
      reversalId: Reversal.ID(number("V")), paymentId: payment.id,
      amount: generator.isOne(in: 3) ? nil : part(of: payment.amount), reversalDate: day(),
      reason: generator.pick(Reversal.Reason.allCases))
  }

  /// What makes, takes back and applies credit memos besides.
  private mutating func credit(_ kind: Kind) -> (any Request)? {
    switch kind {
    case .createMemo:
      guard let invoice = anyInvoice() else { return nil }
      let lines = invoice.lines.filter { $0.amount.isPositive }
      guard !lines.isEmpty else { return nil }
      let line = generator.pick(lines)
      return CreateCreditMemo(
        accountId: invoice.accountId, currency: invoice.currency, creditDate: day(),
        lines: [
          .init(
            name: "Credit", amount: part(of: line.amount),
            invoiceLine: .init(invoiceId: invoice.id, invoiceLineId: line.id))
        ],
        applications: generator.isOne(in: 3) ? applications(upTo: line.amount) : [])
    case .writeOff:
      guard let invoice = anyInvoice() else { return nil }
      return WriteOffInvoices(
        items: [
          .init(
            invoiceId: invoice.id, reasonCode: "uncollectible",
            amount: generator.isOne(in: 2) ? nil : part(of: invoice.balance))
        ], effectiveDate: someDay())
    case .convert:
      guard let invoice = anyInvoice() else { return nil }
      return ConvertToCredit(
        invoiceId: invoice.id, effectiveDate: someDay(), appliesToInvoice: !generator.isOne(in: 3))
    case .voidMemo:
      guard let memo = anyMemo() else { return nil }
      return VoidCreditMemo(creditMemoId: memo.id, unapplies: generator.isOne(in: 2))
    case .post:
      let drafts = world.facts.invoices.values.filter { $0.status == .draft }.map(\.id).sorted()
      guard let id = drafts.isEmpty ? anyInvoice()?.id : generator.pick(drafts) else { return nil }
      return PostInvoices(invoiceIds: [id])
    case .void:
      guard let invoice = anyInvoice() else { return nil }
      return VoidInvoices(invoiceIds: [invoice.id])
    default: return nil
    }
  }
}

internal import Billing
internal import CivilTime
internal import Monetary
internal import Storage
internal import Testing

/// What was recorded for some accounts: each entry moves the stored figures as requests would, and all of it is stored at
/// once.
struct LedgerBooks {
  private var invoices: [Invoice] = []
  private var payments: [Payment] = []
  private var memos: [CreditMemo] = []
  private var rest = LedgerEffects()

  /// A posted invoice of one line without tax; negative ones as well.
  mutating func invoice(
    _ id: Invoice.ID, _ amount: String, dated: String, due: String,
    of account: Account.ID = "ACC-1",
    currency code: String = "USD", instalments: [(due: String, amount: String)] = []
  ) throws {
    var invoice = try LedgerFixtures.invoice(id, "0", of: account, due: due)
    let total = try Fixtures.money(amount, code)
    invoice.currency = total.currency
    invoice.lines[0].amount = total
    (invoice.totalAmount, invoice.totalTaxAmount) = (total, .zero(total.currency))
    (invoice.totalAmountWithTax, invoice.payable) = (total, total)
    invoice.invoiceDate = try Fixtures.date(dated)
    invoice.postedDate = invoice.invoiceDate
    for part in instalments {
      invoice.instalments.append(
        Instalment(
          dueDate: try Fixtures.date(part.due), amount: try Fixtures.money(part.amount, code)))
    }
    invoices.append(try invoice.withFigures(of: SettledAmounts(total.currency)))
  }

  /// As it is, with its figures.
  mutating func add(_ invoice: Invoice) throws {
    invoices.append(try invoice.withFigures(of: SettledAmounts(invoice.currency)))
  }

  /// As it is.
  mutating func add(_ memo: CreditMemo) { memos.append(memo) }

  /// As it is; its lines are those of the invoice that it voids.
  mutating func add(mirror memo: CreditMemo) {
    memos.append(memo)
    rest.mirrors.insert(memo.id)
  }

  /// As it is.
  mutating func add(_ payment: Payment) { payments.append(payment) }

  mutating func change(_ id: Invoice.ID, _ body: (inout Invoice) throws -> Void) throws {
    let index = try #require(invoices.firstIndex { $0.id == id })
    try body(&invoices[index])
    invoices[index] = try invoices[index].withFigures(of: invoices[index].settled)
  }

  mutating func payment(
    _ id: Payment.ID, _ amount: String, on day: String, of account: Account.ID = "ACC-1",
    currency code: String = "USD"
  ) throws {
    payments.append(
      Payment(
        id: id, accountId: account, amount: try Fixtures.money(amount, code),
        receivedDate: try Fixtures.date(day), recordedDate: try Fixtures.date(day),
        request: LedgerFixtures.request))
  }

  mutating func memo(
    _ id: CreditMemo.ID, _ amount: String, on day: String,
    _ action: CreditMemo.SourceAction = .standalone, of invoice: Invoice.ID? = nil
  ) throws {
    let total = try Fixtures.usd(amount)
    let date = try Fixtures.date(day)
    var memo = CreditMemo(
      id: id, accountId: "ACC-1", accountName: nil, currency: total.currency, legalEntityId: nil,
      creditDate: date, sourceAction: action, invoiceId: invoice,
      lines: [CreditMemoLine(id: "\(id)-1", name: "Credit", amount: total)], totalAmount: total,
      totalTaxAmount: .zero(total.currency), totalAmountWithTax: total, credited: total,
      recordedDate: date, request: LedgerFixtures.request)
    memo.number = "CM-\(id)"
    memos.append(memo)
    guard action == .negativeInvoiceLineConversion, let invoice else { return }
    try change(invoice) { $0.settled.converted = try $0.settled.converted.adding(total) }
  }

  mutating func apply(
    _ id: Application.ID, _ source: LedgerSource, to invoice: Invoice.ID, _ amount: String,
    on day: String, takesBack: Application.ID? = nil
  ) throws {
    let date = try Fixtures.date(day)
    let stored = try #require(invoices.first { $0.id == invoice })
    let moved = try Fixtures.money(amount, stored.currency.code)
    let change = takesBack == nil ? moved : moved.negated
    rest.applications.append(
      Application(
        id: id, source: source, invoiceId: invoice, accountId: stored.accountId, amount: moved,
        effectiveDate: date, recordedDate: date, takesBack: takesBack))
    switch source {
    case .payment(let payment):
      let index = try #require(payments.firstIndex { $0.id == payment })
      payments[index].applied = try payments[index].applied.adding(change)
      try self.change(invoice) { $0.settled.paid = try $0.settled.paid.adding(change) }
    case .creditMemo(let memo):
      let index = try #require(memos.firstIndex { $0.id == memo })
      memos[index].applied = try memos[index].applied.adding(change)
      let isWriteOff = memos[index].sourceAction == .writeOffPostedInvoice
      try self.change(invoice) {
        $0.settled.credited = try $0.settled.credited.adding(change)
        if isWriteOff { $0.settled.writtenOff = try $0.settled.writtenOff.adding(change) }
      }
    }
  }

  mutating func refund(_ id: Refund.ID, of payment: Payment.ID, _ amount: String, on day: String)
    throws
  {
    let index = try #require(payments.firstIndex { $0.id == payment })
    let money = try Fixtures.money(amount, payments[index].amount.currency.code)
    payments[index].refunded = try payments[index].refunded.adding(money)
    rest.refunds.append(
      Refund(
        id: id, source: .payment(payment), accountId: payments[index].accountId, amount: money,
        refundDate: try Fixtures.date(day), recordedDate: try Fixtures.date(day)))
  }

  mutating func refund(
    _ id: Refund.ID, ofMemo memo: CreditMemo.ID, _ amount: String, on day: String
  ) throws {
    let index = try #require(memos.firstIndex { $0.id == memo })
    let money = try Fixtures.money(amount, memos[index].currency.code)
    memos[index].refunded = try memos[index].refunded.adding(money)
    rest.refunds.append(
      Refund(
        id: id, source: .creditMemo(memo), accountId: memos[index].accountId, amount: money,
        refundDate: try Fixtures.date(day), recordedDate: try Fixtures.date(day)))
  }

  mutating func reverse(
    _ id: Reversal.ID, _ payment: Payment.ID, _ amount: String, on day: String
  ) throws {
    let index = try #require(payments.firstIndex { $0.id == payment })
    let money = try Fixtures.money(amount, payments[index].amount.currency.code)
    payments[index].reversed = try payments[index].reversed.adding(money)
    rest.reversals.append(
      Reversal(
        id: id, paymentId: payment, accountId: payments[index].accountId, amount: money,
        reversalDate: try Fixtures.date(day), reason: .returned,
        recordedDate: try Fixtures.date(day)))
  }

  /// Voids an invoice to which nothing is applied, by a memo of all that it asked for.
  mutating func void(_ id: Invoice.ID, by memo: CreditMemo.ID, on day: String) throws {
    let invoice = try #require(invoices.first { $0.id == id })
    try self.memo(
      memo, invoice.receivable.decimalText, on: day, .voidPostedInvoice, of: id)
    try void(id, byAdded: memo, on: day)
  }

  /// The same by a memo that was added.
  mutating func void(_ id: Invoice.ID, byAdded memo: CreditMemo.ID, on day: String) throws {
    let invoice = try #require(invoices.first { $0.id == id })
    try apply(
      RecordID("V-\(memo)"), .creditMemo(memo), to: id, invoice.receivable.decimalText, on: day)
    try change(id) {
      $0.status = .voided
      $0.voidedDate = try Fixtures.date(day)
    }
  }

  mutating func voidMemo(_ id: CreditMemo.ID, on day: String) throws {
    let index = try #require(memos.firstIndex { $0.id == id })
    memos[index].status = .voided
    memos[index].voidedDate = try Fixtures.date(day)
  }

  /// Each line bills a schedule of its own, which stands behind it.
  func store(in session: StoreSession, alsoSchedules: Bool = true) throws {
    var records: [Record] = [
      .account(try Fixtures.account()), .account(try Fixtures.account("ACC-2")),
    ]
    for line in alsoSchedules ? invoices.flatMap(\.lines) : [] {
      guard let id = line.billingScheduleId, let end = line.period?.to else { continue }
      let account = try #require(
        invoices.first { $0.billingScheduleIds.contains(id) }?.accountId)
      var schedule = try Fixtures.schedule(id, of: account)
      let isLive = invoices.contains {
        $0.status.isLive && $0.lines.contains { $0.billingScheduleId == id }
      }
      let start = schedule.startDate
      schedule.progress?.nextChargeFromDate = isLive ? end : start
      schedule.progress?.billedAmount = isLive ? line.amount : .zero(line.amount.currency)
      schedule.progress?.hasLines = isLive
      records.append(.billingSchedule(schedule))
    }
    try session.store(records, invoices: invoices)
    var effects = rest
    effects.payments = payments
    effects.creditMemos = memos
    try session.write([], effects)
  }
}

extension DatabaseOpener {
  /// Does by hand what no request does.
  func damage(_ statements: SQL...) throws(StoreError) {
    let database = try open(for: .processing)
    try database.begin(.write)
    for statement in statements { try database.execute(statement) }
    try database.commit()
  }

  func queries() throws(StoreError) -> Queries { Queries(try session(for: .reading)) }
}

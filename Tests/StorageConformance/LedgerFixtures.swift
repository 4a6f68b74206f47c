internal import Billing
internal import CivilTime
internal import Monetary
internal import Storage
internal import Testing

/// Posted invoices, payments and memos of account ACC-1 in USD, and how requests would move them.
enum LedgerFixtures {
  static let request = RequestKey(source: "bank", identifier: "r-1")

  /// A posted invoice of one line without tax.
  static func invoice(
    _ id: Invoice.ID, _ amount: String, of account: Account.ID = "ACC-1", due: String = "2026-03-03"
  ) throws -> Invoice {
    let total = try Fixtures.usd(amount)
    var invoice = try Fixtures.invoice(
      id, of: account, schedules: [RecordID("BS-\(id)")], number: "N-\(id)")
    invoice.lines[0].amount = total
    invoice.lines[0].taxes = []
    invoice.totalAmount = total
    invoice.totalTaxAmount = .zero(total.currency)
    invoice.totalAmountWithTax = total
    invoice.payable = total
    invoice.balance = total
    invoice.dueDate = try Fixtures.date(due)
    return invoice
  }

  static func payment(
    _ id: Payment.ID, _ amount: String, of account: Account.ID = "ACC-1",
    received: String = "2026-03-01", recorded: String = "2026-03-02"
  ) throws -> Payment {
    Payment(
      id: id, accountId: account, amount: try Fixtures.usd(amount),
      receivedDate: try Fixtures.date(received), recordedDate: try Fixtures.date(recorded),
      request: request)
  }

  static func memo(
    _ id: CreditMemo.ID, _ amount: String, of account: Account.ID = "ACC-1",
    crediting line: CreditMemoLine.Source? = nil, date: String = "2026-03-01"
  ) throws -> CreditMemo {
    let total = try Fixtures.usd(amount)
    var memo = CreditMemo(
      id: id, accountId: account, accountName: "A\\B GmbH", currency: total.currency,
      legalEntityId: nil, creditDate: try Fixtures.date(date),
      sourceAction: line == nil ? .standalone : .invoiceLines, invoiceId: line?.invoiceId,
      lines: [
        CreditMemoLine(
          id: "\(id)-1", name: "Goodwill", amount: total, invoiceLine: line,
          taxStrategy: .ignore)
      ], totalAmount: total, totalTaxAmount: .zero(total.currency), totalAmountWithTax: total,
      credited: total, recordedDate: try Fixtures.date("2026-03-02"), request: request)
    memo.number = "CM-\(id)"
    return memo
  }

  static func application(
    _ id: Application.ID, _ source: LedgerSource, _ invoice: Invoice.ID, _ amount: String,
    of account: Account.ID = "ACC-1", recorded: String = "2026-03-02",
    takesBack: Application.ID? = nil
  ) throws -> Application {
    Application(
      id: id, source: source, invoiceId: invoice, accountId: account,
      amount: try Fixtures.usd(amount), effectiveDate: try Fixtures.date("2026-03-02"),
      recordedDate: try Fixtures.date(recorded), takesBack: takesBack)
  }
}

extension StoreSession {
  /// Stores accounts ACC-1 and ACC-2 with invoices.
  func storeInvoiced(_ invoices: [Invoice]) throws(StoreError) {
    let accounts: [Record]
    do {
      accounts = [
        .account(try Fixtures.account()), .account(try Fixtures.account("ACC-2")),
      ]
    } catch {
      throw StoreError(.fault, "\(error)")
    }
    try store(accounts, invoices: invoices)
  }

  func write(
    _ changes: [InvoiceChange] = [], _ ledger: LedgerEffects...
  ) throws(StoreError) {
    try transaction { transaction throws(StoreError) in
      try transaction.insertApplications(of: ledger)
      try transaction.update(changes)
      try transaction.write(ledger)
    }
  }
}

extension Invoice {
  /// The stored invoice after an amount was applied to it from a payment, and one more version.
  func paid(_ amount: Money) throws -> Invoice {
    var settled = settled
    settled.paid = try settled.paid.adding(amount)
    var invoice = try withFigures(of: settled)
    invoice.version += 1
    return invoice
  }

  func change(from before: Invoice) -> InvoiceChange {
    InvoiceChange(
      self, [.balanceChanged], previousBalance: before.balance, lines: .unchanged)
  }
}

import Billing
import CivilTime
import Monetary
import Testing

@testable import invoice_worker

/// Invoices, payments and memos as they may be stored, for tests of what is shown of them.
struct LedgerSamples {
  let request = RequestKey(source: "crm", identifier: "r-1")

  func decimal(_ text: String) throws -> ExactDecimal { try #require(ExactDecimal(wire: text)) }

  func money(_ text: String) throws -> Money {
    let euro = try #require(Currency(code: "EUR"))
    let amount = try decimal(text)
    return try #require(Money(exactly: amount, currency: euro))
  }

  func date(_ text: String) throws -> CivilDate { try #require(CivilDate(iso8601: text)) }

  func period(_ first: String, _ last: String) throws -> CivilPeriod {
    CivilPeriod(first: try date(first), last: try date(last))
  }

  /// 17 of 31 days of 1500.00, and a plain month of 140.00; 20 % of tax on both.
  func invoice() throws -> Invoice {
    let part = LineCalculation(
      kind: .prorated, fullPeriod: try period("2026-10-15", "2026-11-14"), days: 17, ofDays: 31,
      basisAmount: try money("1500.00"))
    let lines = [
      try line(1, "Platform, Professional edition", "822.58", tax: "164.52", part),
      try line(2, "Support", "140.00", tax: "28.00", nil),
    ]
    var invoice = Invoice(
      id: "I-1", number: "INV-2026-000001", status: .posted, accountId: "ACC-1001",
      accountName: "Nordlys AS", currency: try #require(Currency(code: "EUR")),
      invoiceDate: try date("2026-11-01"), dueDate: try date("2026-12-01"),
      postedDate: try date("2026-11-01"),
      billToContact: .init(contactId: nil, name: "A. Payable", email: "ap@example.com"),
      paymentTermId: "NET30", groupingKey: "", lines: lines,
      billingAddress: Address(street: "S", city: "C", postalCode: "1", state: nil, country: "NO"),
      totalAmount: try money("962.58"), totalTaxAmount: try money("192.52"),
      totalAmountWithTax: try money("1155.10"), balance: try money("1155.10"), request: request)
    invoice.settlementStatus = .notSettled
    return invoice
  }

  private func line(
    _ number: Int, _ name: String, _ amount: String, tax: String, _ calculation: LineCalculation?
  ) throws -> InvoiceLine {
    var line = InvoiceLine(
      id: "I-1-\(number)", billingScheduleId: BillingSchedule.ID("BS-\(number)"), name: name,
      period: try period("2026-10-29", "2026-11-14"), quantity: 1, unitPrice: try decimal(amount),
      amount: try money(amount), taxProcessingStatus: .posted,
      taxes: [
        InvoiceLineTax(
          name: "VAT", code: "std", category: "S", rate: 20, amount: try money(tax))
      ])
    line.calculation = calculation
    return line
  }

  /// Paid 500.00, of which 100.00 was taken back; 5.10 written off.
  func ledger() throws -> InvoiceLedger {
    let invoice = try invoice().withFigures(
      of: SettledAmounts(
        paid: try money("500.00"), credited: try money("5.10"), writtenOff: try money("5.10"),
        converted: try money("0")))
    return InvoiceLedger(
      invoice,
      applications: [
        try application("AP-1", .payment("PAY-1001"), "600.00", on: "2026-11-20"),
        try application(
          "AP-2", .payment("PAY-1001"), "600.00", on: "2026-11-25", takesBack: "AP-1"),
        try application("AP-3", .payment("PAY-1001"), "500.00", on: "2026-11-25"),
        try application("AP-4", .creditMemo("CM-1"), "5.10", on: "2026-11-28"),
      ], payments: [try payment()], creditMemos: [try memo()],
      events: [
        InvoiceEvent(
          invoiceId: "I-1", at: UTCInstant(microsecondsSince1970: 1_795_165_200_000_000),
          kind: .posted, actor: "Billing Ops", request: request, detail: "INV-2026-000001"),
        InvoiceEvent(
          invoiceId: "I-1", at: UTCInstant(microsecondsSince1970: 1_797_757_200_000_000),
          kind: .overdue),
      ])
  }

  func application(
    _ id: Application.ID, _ source: LedgerSource, _ amount: String, on day: String,
    takesBack: Application.ID? = nil
  ) throws -> Application {
    Application(
      id: id, source: source, invoiceId: "I-1", accountId: "ACC-1001", amount: try money(amount),
      effectiveDate: try date(day), recordedDate: try date(day), takesBack: takesBack)
  }

  func payment() throws -> Payment {
    var payment = Payment(
      id: "PAY-1001", accountId: "ACC-1001", amount: try money("650.00"),
      receivedDate: try date("2026-11-19"), method: "SEPA", reference: "RF18 5390 0754 7034",
      recordedDate: try date("2026-11-20"), request: request)
    payment.applied = try money("500.00")
    payment.refunded = try money("100.00")
    payment.reversed = try money("20.00")
    return payment
  }

  func memo() throws -> CreditMemo {
    var memo = CreditMemo(
      id: "CM-1", accountId: "ACC-1001", accountName: "Nordlys AS",
      currency: try #require(Currency(code: "EUR")), legalEntityId: nil,
      creditDate: try date("2026-11-28"), sourceAction: .writeOffPostedInvoice, invoiceId: "I-1",
      lines: [
        CreditMemoLine(
          id: "CM-1-1", name: "Write-off", amount: try money("5.10"),
          invoiceLine: .init(invoiceId: "I-1", position: 1, lineId: "I-1-1"))
      ], totalAmount: try money("5.10"), totalTaxAmount: try money("0.00"),
      totalAmountWithTax: try money("5.10"), credited: try money("5.10"),
      recordedDate: try date("2026-11-28"), request: request)
    memo.number = "CM-2026-000001"
    memo.reasonCode = "BadDebt"
    memo.applied = try money("5.10")
    return memo
  }

  /// Every line of a text is no wider than a narrow terminal.
  static func expectNarrow(
    _ text: String, _ width: Int = 60, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for line in text.split(separator: "\n") {
      #expect(
        TerminalText.width(of: String(line)) <= width, "\(line)", sourceLocation: sourceLocation)
    }
  }
}

import CivilTime
import Monetary
import Testing

@testable import Billing

/// How an invoice's balance came about, from the rows that moved it.
@Suite("Balances explained")
struct ExplainedBalanceTests {
  private let request = RequestKey(source: "", identifier: "r")

  private func money(_ text: ExactDecimal) throws -> Money {
    let dollar = try #require(Currency(code: "USD"))
    return try #require(Money(exactly: text, currency: dollar))
  }

  /// Posted on 2026-11-20, of 100.00, with these figures.
  private func invoice(
    paid: ExactDecimal = 0, credited: ExactDecimal = 0, writtenOff: ExactDecimal = 0,
    converted: ExactDecimal = 0
  ) throws -> Invoice {
    var world = try World()
    world.add(.monthly("S"))
    let made = try #require(world.generate(target: "2026-01-02").made.first)
    return try made.withFigures(
      of: SettledAmounts(
        paid: try money(paid), credited: try money(credited), writtenOff: try money(writtenOff),
        converted: try money(converted)))
  }

  private func payment(_ id: Payment.ID) throws -> Payment {
    Payment(
      id: id, accountId: "A", amount: try money(80), receivedDate: "2026-11-28",
      recordedDate: "2026-12-01", request: request)
  }

  private func memo(
    _ id: CreditMemo.ID, _ action: CreditMemo.SourceAction, _ amount: ExactDecimal,
    of invoice: Invoice
  ) throws -> CreditMemo {
    var memo = CreditMemo(
      id: id, accountId: "A", accountName: nil, currency: invoice.currency, legalEntityId: nil,
      creditDate: "2026-12-02", sourceAction: action, invoiceId: invoice.id, lines: [],
      totalAmount: try money(amount), totalTaxAmount: try money(0),
      totalAmountWithTax: try money(amount), credited: try money(amount),
      recordedDate: "2026-12-02", request: request)
    memo.number = "CM-\(id)"
    return memo
  }

  private func row(
    _ id: Application.ID, _ source: LedgerSource, _ amount: ExactDecimal, on day: CivilDate,
    of invoice: Invoice, takesBack: Application.ID? = nil
  ) throws -> Application {
    Application(
      id: id, source: source, invoiceId: invoice.id, accountId: "A", amount: try money(amount),
      effectiveDate: day, recordedDate: day, takesBack: takesBack)
  }

  /// `2026-12-01 Payment −80.00 → 20.00` for every entry.
  private func entries(_ explanation: InvoiceExplanation) -> [String] {
    explanation.balance.entries.map {
      "\($0.date) \($0.kind.rawValue) \($0.amount.decimalText) → \($0.balance?.decimalText ?? "?")"
    }
  }

  @Test("E21: a payment that was applied and taken back stands there twice, and leaves nothing")
  func takenBack() throws {
    let invoice = try invoice(paid: 20)
    let source = LedgerSource.payment("P")
    let explanation = InvoiceExplanation(
      InvoiceLedger(
        invoice,
        applications: [
          try row("1", source, 80, on: "2026-12-01", of: invoice),
          try row("2", source, 80, on: "2026-12-05", of: invoice, takesBack: "1"),
          try row("3", source, 20, on: "2026-12-05", of: invoice),
        ], payments: [try payment("P")]))
    #expect(
      entries(explanation) == [
        "2026-11-20 Payable 100.00 → 100.00", "2026-12-01 Payment -80.00 → 20.00",
        "2026-12-05 TakenBack 80.00 → 100.00", "2026-12-05 Payment -20.00 → 80.00",
      ])
    #expect(explanation.balance.entries[1].sentence == "payment P, received 2026-11-28")
    #expect(explanation.balance.entries[2].sentence.hasPrefix("taken back: payment P"))
    #expect(
      explanation.balance.sentences.last
        == "Balance = payable 100.00 − paid 20.00 = 80.00.")
    #expect(explanation.differences().isEmpty)
  }

  @Test(
    "E11, E14: conversions raise the balance before their memo lowers it; write-offs are told apart"
  )
  func conversion() throws {
    let invoice = try invoice(credited: 40, writtenOff: 10, converted: 30)
    let conversion = try memo("C", .negativeInvoiceLineConversion, 30, of: invoice)
    let writeOff = try memo("W", .writeOffPostedInvoice, 10, of: invoice)
    let explanation = InvoiceExplanation(
      InvoiceLedger(
        invoice,
        applications: [
          try row("1", .creditMemo("C"), 30, on: "2026-12-02", of: invoice),
          try row("2", .creditMemo("W"), 10, on: "2026-12-03", of: invoice),
        ], creditMemos: [conversion, writeOff]))
    #expect(
      entries(explanation) == [
        "2026-11-20 Payable 100.00 → 100.00", "2026-12-02 Conversion 30.00 → 130.00",
        "2026-12-02 CreditMemo -30.00 → 100.00", "2026-12-03 WriteOff -10.00 → 90.00",
      ])
    #expect(explanation.balance.entries[3].sentence == "written off by credit memo CM-W")
    #expect(explanation.differences().isEmpty)
  }

  @Test("A conversion that was taken back with its memo leaves nothing")
  func conversionTakenBack() throws {
    let invoice = try invoice()
    var conversion = try memo("C", .negativeInvoiceLineConversion, 30, of: invoice)
    conversion.status = .voided
    conversion.voidedDate = "2026-12-10"
    let explanation = InvoiceExplanation(InvoiceLedger(invoice, creditMemos: [conversion]))
    #expect(
      entries(explanation).dropFirst() == [
        "2026-12-02 Conversion 30.00 → 130.00", "2026-12-10 TakenBack -30.00 → 100.00",
      ])
    #expect(explanation.differences().isEmpty)
  }

  @Test("A row that is missing shows as a difference of the sum and of the balance")
  func missingRow() throws {
    let invoice = try invoice(paid: 50)
    let found = InvoiceExplanation(InvoiceLedger(invoice)).differences()
    #expect(found.map(\.figure) == ["paidAmount", "balance"])
  }

  @Test("A canceled draft owes nothing; a voided invoice is settled by its memo")
  func final() throws {
    var canceled = try invoice()
    canceled.status = .canceled
    canceled.balance = try money(0)
    let first = InvoiceExplanation(InvoiceLedger(canceled))
    #expect(first.differences().isEmpty)
    #expect(first.balance.sentences.first?.contains("canceled") == true)
    var voided = try invoice(credited: 100)
    voided.status = .voided
    let memo = try memo("V", .voidPostedInvoice, 100, of: voided)
    let second = InvoiceExplanation(
      InvoiceLedger(
        voided, applications: [try row("1", .creditMemo("V"), 100, on: "2026-12-02", of: voided)],
        creditMemos: [memo]))
    #expect(entries(second).last == "2026-12-02 Void -100.00 → 0.00")
    #expect(second.differences().isEmpty)
  }

  @Test("E33: instalments with what is open of each; a sum that is not what is payable is named")
  func instalments() throws {
    var invoice = try invoice(paid: 40)
    invoice.instalments = [
      Instalment(dueDate: "2026-12-20", amount: try money(30)),
      Instalment(dueDate: "2027-01-19", amount: try money(50)),
      Instalment(dueDate: "2027-02-18", amount: try money(20)),
    ]
    let source = LedgerSource.payment("P")
    let applications = [try row("1", source, 40, on: "2026-12-01", of: invoice)]
    let due = InvoiceExplanation(InvoiceLedger(invoice, applications: applications)).due
    #expect(due.instalments.map(\.openAmount.decimalText) == ["0.00", "40.00", "20.00"])
    #expect(due.nextDueDate == "2027-01-19")
    #expect(due.sentences[0].contains("3 instalments"))
    invoice.instalments.removeLast()
    let found = InvoiceExplanation(InvoiceLedger(invoice, applications: applications))
      .differences()
    #expect(found.map(\.figure) == ["sum of the instalments"])
  }
}

internal import Billing
internal import CivilTime
internal import Monetary
package import Storage
internal import Testing

/// Some of every document that an export or the ledger is made of, with texts that an export has to write with care.
package enum ExportedBooks {
  /// Makes the schema as well. What the books say was recorded from 2026-07-01 to 2026-10-31.
  package static func store(in opener: any DatabaseOpener) throws {
    try books().store(in: opener.migrated())
  }

  /// What a spreadsheet would calculate, and what separates cells.
  package static let accountName = "=HYPERLINK(\"http://x\"), \"Söhne\"; | & שלום"
  /// What ends a code, a comment or a payee of a journal.
  package static let number = "R(7);|,8"
  /// Of the lines of ``taxed``.
  package static let lineNames = ["+1 \"large\", red\nblue", "\tTab", "-2  two blanks"]
  package static let taxed = "T-1"

  static func books() throws -> LedgerBooks {
    var books = try ConformanceCase.busyBooks()
    try books.invoice("I-9", "100.00", dated: "2026-10-05", due: "2026-12-15")
    try books.void("I-9", by: "M-9", on: "2026-10-06")
    try addIngested(to: &books)
    try addCredits(to: &books)
    try addPayments(to: &books)
    return books
  }

  /// One that stays, one that is voided, a credit note, and an invoice of a currency with three digits.
  private static func addIngested(to books: inout LedgerBooks) throws {
    try books.add(try ingested("T-1", .invoice, dated: "2026-10-07"))
    try books.add(try ingested("T-2", .invoice, dated: "2026-10-08"))
    try books.add(try ingested("T-3", .creditNote, dated: "2026-10-09"))
    try books.change("T-1") {
      $0.accountName = accountName
      $0.number = number
      for index in $0.lines.indices { $0.lines[index].name = lineNames[index] }
    }
    books.add(mirror: try mirror("M-T2", of: ingested("T-2", .invoice, dated: "2026-10-08")))
    try books.void("T-2", byAdded: "M-T2", on: "2026-10-20")
    try books.invoice(
      "K-1", "0.125", dated: "2026-10-02", due: "2026-11-02", of: "ACC-2", currency: "KWD")
  }

  /// A memo with tax, dated before the day on which it was recorded, and one of which money went out again.
  private static func addCredits(to books: inout LedgerBooks) throws {
    var memo = try LedgerFixtures.memo("M-4", "10.00", date: "2026-10-10")
    memo.recordedDate = try Fixtures.date("2026-10-12")
    memo.lines[0].taxes = [try tax("VAT", "S", "20", "2.00", "USD")]
    memo.totalTaxAmount = try Fixtures.usd("2.00")
    memo.totalAmountWithTax = try Fixtures.usd("12.00")
    memo.credited = memo.totalAmountWithTax
    memo.reasonCode = "@SUM(A1)"
    books.add(memo)
    try books.refund("R-2", ofMemo: "M-4", "7.00", on: "2026-10-13")
    // The day of recording counts where the document is dated later.
    var later = try LedgerFixtures.memo("M-5", "1.00", date: "2026-10-31")
    later.recordedDate = try Fixtures.date("2026-10-14")
    books.add(later)
  }

  /// By card, and in a currency without digits after the point.
  private static func addPayments(to books: inout LedgerBooks) throws {
    books.add(
      Payment(
        id: "P-2", accountId: "ACC-1", amount: try Fixtures.usd("55.00"),
        receivedDate: try Fixtures.date("2026-10-14"), method: "Card", reference: "-7+3",
        recordedDate: try Fixtures.date("2026-10-15"), request: LedgerFixtures.request))
    try books.refund("R-3", of: "P-2", "5.00", on: "2026-10-16")
    try books.payment("P-3", "500", on: "2026-10-17", of: "ACC-2", currency: "JPY")
  }

  /// 160.00 EUR in three lines: of two taxes, of one and of none, together 24.00; 3.00 prepaid, 0.01 rounding and 5.00 for others,
  /// so that 186.01 is payable.
  static func ingested(
    _ id: Invoice.ID, _ type: DocumentType, dated: String
  ) throws -> Invoice {
    let euros = { (text: String) throws in try Fixtures.money(text, "EUR") }
    var invoice = try Fixtures.invoice(
      id, of: "ACC-2", schedules: ["a", "b", "c"], number: "N-\(id)")
    invoice.creationMode = .external
    invoice.currency = try euros("0").currency
    invoice.invoiceDate = try Fixtures.date(dated)
    invoice.postedDate = invoice.invoiceDate
    for (index, amount) in ["100.00", "50.00", "10.00"].enumerated() {
      invoice.lines[index].billingScheduleId = nil
      invoice.lines[index].amount = try euros(amount)
      invoice.lines[index].taxes = []
    }
    invoice.lines[0].taxes = [
      try tax("VAT", "S", "19", "19.00", "EUR"), try tax("City", "S", "1.5", "1.50", "EUR"),
    ]
    invoice.lines[1].taxes = [try tax("VAT", "S", "7", "3.50", "EUR")]
    invoice.lines[2].period = nil
    invoice.totalAmount = try euros("160.00")
    invoice.totalTaxAmount = try euros("24.00")
    invoice.totalAmountWithTax = try euros("184.00")
    invoice.payable = try euros("186.01")
    invoice.ingested = IngestedDetails(
      documentType: type, uniqueIdentifier: nil, referenceEntity: nil,
      prepaidAmount: try euros("3.00"), payableRounding: try euros("0.01"),
      thirdPartyAmounts: [
        ThirdPartyAmount(amount: 4, description: "Toll"), ThirdPartyAmount(amount: 1),
      ])
    return invoice
  }

  private static func tax(
    _ name: String, _ category: String, _ rate: String, _ amount: String, _ currency: String
  ) throws -> InvoiceLineTax {
    InvoiceLineTax(
      name: name, code: "\(name)-\(rate)", category: category, rate: try Fixtures.decimal(rate),
      amount: try Fixtures.money(amount, currency))
  }

  /// As a void of an invoice makes it.
  static func mirror(_ id: CreditMemo.ID, of invoice: Invoice) throws -> CreditMemo {
    var lines: [CreditMemoLine] = []
    for (place, line) in zip(1..., invoice.lines) {
      lines.append(
        CreditMemoLine(
          id: "\(id)-\(place)", name: line.name, amount: line.amount,
          invoiceLine: CreditMemoLine.Source(
            invoiceId: invoice.id, position: place, lineId: line.id), taxes: line.taxes))
    }
    let day = try Fixtures.date("2026-10-20")
    var memo = CreditMemo(
      id: id, accountId: invoice.accountId, accountName: invoice.accountName,
      currency: invoice.currency, legalEntityId: nil, creditDate: day,
      sourceAction: .voidPostedInvoice, invoiceId: invoice.id, lines: lines,
      totalAmount: invoice.totalAmount, totalTaxAmount: invoice.totalTaxAmount,
      totalAmountWithTax: invoice.totalAmountWithTax, credited: invoice.payable, recordedDate: day,
      request: LedgerFixtures.request)
    memo.number = "CM-\(id)"
    memo.prepaidAmount = try #require(invoice.ingested).prepaidAmount
    memo.payableRounding = try #require(invoice.ingested).payableRounding
    return memo
  }
}

import Billing
import Foundation
import IngestionVectors
import Monetary
import Testing

@Suite("Rules of ingestion")
struct RuleTests {
  private func posted() throws -> RequestTree {
    try RequestTree.example().setting("invoice.status", to: "Posted")
      .setting("invoice.invoiceNumber", to: "N-1")
      .setting("invoice.postedDate", to: "2026-11-20")
      .setting("taxCalculationStatus", to: "Posted")
  }

  @Test func theExampleOfTheContractIsTakenIn() throws {
    var world = try IngestionWorld()
    let decision = try world.ingest(RequestTree.example().value)
    #expect(decision.places == [])
    #expect(decision.warningPlaces == [])
    let invoice = try #require(decision.invoice)
    #expect(invoice.lines.map(\.id) == ["l1"])
    #expect(invoice.lines[0].taxes.map(\.amount.decimalText) == ["35.00"])
    #expect(invoice.lines[0].taxProcessingStatus == .estimated)
    #expect(invoice.orderIds == ["O"])
    #expect(invoice.balance.decimalText == "175.00")
    #expect(invoice.ingested?.addresses.map(\.label) == ["a1"])
    #expect(invoice.number == nil)
  }

  @Test(arguments: RuleCase.all)
  func aDraftIsRefusedForOneFault(_ rule: RuleCase) throws {
    var world = try IngestionWorld()
    let decision = try world.ingest(rule.applied(to: .example()).value)
    #expect(decision.places == [rule.place])
    #expect(decision.answer.invoices.isEmpty)
    #expect(decision.outcome.rawValue == rule.outcome)
  }

  @Test func everyFaultIsReportedAtOnce() throws {
    var world = try IngestionWorld()
    let body = try RequestTree.example().setting("invoice.billingAccountId", to: "zz")
      .setting("invoice.lines.0.endDate", to: "2026-10-31")
      .setting("invoice.statedTotals.lines", to: "1")
      .setting("shouldCalculateTax", to: true)
      .setting("invoice.status", to: "Posted")
    #expect(
      try world.ingest(body.value).places == [
        "ACCOUNT_NOT_FOUND /invoice/billingAccountId",
        "REQUEST_INVALID /taxCalculationStatus", "REQUEST_INVALID /shouldCalculateTax",
        "REQUEST_INVALID /invoice/invoiceNumber", "REQUEST_INVALID /invoice/postedDate",
        "REQUEST_INVALID /invoice/lines/0/endDate",
        "TOTALS_MISMATCH /invoice/statedTotals/lines",
      ])
  }

  @Test func aPostedTaxableLineNeedsATax() throws {
    var world = try IngestionWorld()
    let bare = try posted().setting("invoice.lines.0.taxes", to: [String]())
      .setting("invoice.taxBreakdown", to: [String]())
      .setting("invoice.statedTotals", to: [String: String]())
    #expect(try world.ingest(bare.value).places == ["REQUEST_INVALID /invoice/lines/0/taxes"])
    let free = bare.setting("invoice.lines.0.taxTreatmentId", to: "free")
    #expect(try world.ingest(free.value).places == [])
  }

  @Test func warningsStandBesideSuccess() throws {
    var world = try IngestionWorld()
    let body = try RequestTree.example().setting("invoice.dueDate", to: "2026-11-19")
      .setting("invoice.lines.0.unitPrice", to: "99.00")
      .setting("invoice.lines.0.taxes.0.rate", to: "24")
      .setting("invoice.taxBreakdown", to: [String]())
    let decision = try world.ingest(body.value)
    #expect(decision.outcome == .succeeded)
    #expect(
      decision.warningPlaces == [
        "DUE_DATE_BEFORE_INVOICE_DATE /invoice/dueDate",
        "LINE_AMOUNT_MISMATCH /invoice/lines/0",
        "TAX_AMOUNT_MISMATCH /invoice/lines/0/taxes/0/amount",
      ])
  }

  @Test func aLineWithoutTaxAmountsIsEstimated() throws {
    var world = try IngestionWorld()
    let body = try RequestTree.example().setting("invoice.lines.0.taxes", to: [String]())
      .setting("invoice.taxBreakdown", to: [String]())
      .setting("taxCalculationStatus", to: "Pending")
    let invoice = try #require(try world.ingest(body.value).invoice)
    #expect(invoice.lines[0].taxes.map(\.name) == ["MVA"])
    #expect(invoice.totalTaxAmount.decimalText == "35.00")
    #expect(invoice.lines[0].taxProcessingStatus == .estimated)
    let unknown = body.setting("invoice.addresses.0.country", to: "SE")
      .setting("invoice.uniqueIdentifier", to: "other")
    #expect(try world.ingest(unknown.value).places == ["TAX_RATE_NOT_FOUND /invoice/lines/0"])
  }

  @Test func calculatedTaxStandsInsteadOfTheAmountsGiven() throws {
    var world = try IngestionWorld()
    let body = try RequestTree.example().setting("invoice.lines.0.taxes.0.amount", to: "1.00")
      .setting("invoice.taxBreakdown", to: [String]())
      .setting("invoice.statedTotals", to: [String: String]())
    let kept = try world.ingest(body.value)
    #expect(kept.invoice?.totalTaxAmount.decimalText == "1.00")
    let calculated = try world.ingest(
      body.setting("shouldCalculateTax", to: true)
        .setting("invoice.uniqueIdentifier", to: "other").value)
    #expect(calculated.invoice?.totalTaxAmount.decimalText == "35.00")
  }

  @Test func documentAdjustmentsAreLinesWithATaxOfTheirOwn() throws {
    var world = try IngestionWorld()
    let adjustment = ["amount": "40.00", "taxCategory": "S", "taxRate": "25"]
    let body = try RequestTree.example().setting("invoice.lines.0.taxes", to: [String]())
      .setting("invoice.lines.0.taxTreatmentId", to: NSNull())
      .setting("invoice.lines.0.taxCategory", to: "S").setting(
        "invoice.lines.0.taxRate", to: "25.0"
      )
      .setting("invoice.allowances", to: [adjustment])
      .setting("invoice.charges", to: [adjustment.merging(["amount": "0.01"]) { $1 }])
      .setting("invoice.taxBreakdown.0.taxableAmount", to: "100.01")
      .setting("invoice.taxBreakdown.0.taxAmount", to: "25.00")
      .setting("invoice.prepaidAmount", to: "25.00").setting("invoice.payableRounding", to: "-0.01")
      .setting(
        "invoice.statedTotals",
        to: [
          "lines": "140", "allowances": "40", "charges": "0.01", "taxExclusive": "100.01",
          "tax": "25", "taxInclusive": "125.01", "payable": "100.00",
        ])
    let decision = try world.ingest(body.value)
    #expect(decision.places == [])
    let invoice = try #require(decision.invoice)
    #expect(invoice.lines.map(\.type) == [.charge, .adjustment, .adjustment])
    #expect(invoice.lines.map(\.amount.decimalText) == ["140.00", "-40.00", "0.01"])
    #expect(
      invoice.lines.map { $0.taxes.map(\.amount.decimalText) } == [["35.00"], ["-10.00"], ["0.00"]])
    #expect(invoice.totalAmount.decimalText == "100.01")
    #expect(invoice.balance.decimalText == "100.00")
  }

  @Test(arguments: [("JPY", "140", "35", "140.5"), ("KWD", "140.125", "35.031", "140.1255")])
  func amountsAreExactToTheCurrency(
    _ currency: String, _ amount: String, _ tax: String, _ tooFine: String
  ) throws {
    var world = try IngestionWorld()
    let body = try RequestTree.example().setting("invoice.currency", to: currency)
      .setting("invoice.lines.0.chargeAmount", to: amount)
      .setting("invoice.lines.0.taxes", to: [String]())
      .setting("invoice.taxBreakdown", to: [String]())
      .setting("invoice.statedTotals", to: [String: String]())
    let invoice = try #require(try world.ingest(body.value).invoice)
    #expect(invoice.totalTaxAmount.decimalText == tax)
    #expect(
      try world.ingest(
        body.setting("invoice.lines.0.chargeAmount", to: tooFine)
          .setting("invoice.uniqueIdentifier", to: "other").value
      ).places == ["AMOUNT_NOT_EXACT /invoice/lines/0/chargeAmount"])
  }

  @Test func aCreditNoteKeepsItsAmountsAndOwesTheOpposite() throws {
    var world = try IngestionWorld()
    let body = try RequestTree.example().setting("invoice.documentType", to: "CreditNote")
    let invoice = try #require(try world.ingest(body.value).invoice)
    #expect(invoice.totalAmountWithTax.decimalText == "175.00")
    #expect(invoice.balance.decimalText == "-175.00")
  }

  @Test func nothingIsTakenInTwice() throws {
    var world = try IngestionWorld()
    let first = try #require(try world.ingest(posted().value).invoice)
    let again = try world.ingest(posted().value)
    #expect(again.places == ["DUPLICATE_UNIQUE_IDENTIFIER /invoice/uniqueIdentifier"])
    #expect(again.errors.first?.source == RecordReference(.invoice, first.id))
    // People know an invoice by its number, programs by its identifier.
    let named = try #require(first.number)
    #expect(again.errors.first?.message.contains("\(named) (\(first.id))") == true)
    let number = try world.ingest(
      posted().setting("invoice.uniqueIdentifier", to: "other").value)
    #expect(number.places == ["DUPLICATE_INVOICE_NUMBER /invoice/invoiceNumber"])
  }

  @Test func tenThousandLinesAndNoMore() throws {
    var world = try IngestionWorld()
    let line: [String: Any] = [
      "name": "x", "quantity": "1", "unitPrice": "0.01", "chargeAmount": "0.01",
      "taxCategory": "S", "taxRate": "25",
    ]
    let body = try RequestTree.example().setting("invoice.taxBreakdown", to: [String]())
      .setting("invoice.statedTotals", to: ["tax": "25.00"])
      .setting("invoice.lines", to: Array(repeating: line, count: 10_000))
    let invoice = try #require(try world.ingest(body.value).invoice)
    #expect(invoice.totalTaxAmount.decimalText == "25.00")
    let over = body.setting(
      "invoice.charges", to: [["amount": "1", "taxCategory": "S", "taxRate": "0"]]
    )
    .setting("invoice.uniqueIdentifier", to: "other")
    #expect(try world.ingest(over.value).places.first == "LIMIT_EXCEEDED /invoice/lines")
  }
}

import Billing
import Monetary
import Foundation
import IngestionVectors
import Testing

@Suite("Official example invoices")
struct VectorTests {
  @Test func allOfThemAreThere() {
    #expect(VectorDocument.all.count == 14)
  }

  @Test(arguments: VectorDocument.all)
  func isTakenInWithTheTotalsItStates(_ document: VectorDocument) throws {
    var world = try IngestionWorld()
    let decision = try world.ingest(document.request())
    #expect(decision.places == [])
    let invoice = try #require(decision.invoice)
    let taxes = invoice.lines.flatMap(\.taxes).map(\.amount.decimal)
    let sum = try taxes.reduce(ExactDecimal.zero) { try $0.adding($1) }
    #expect(sum == invoice.totalTaxAmount.decimal)
    let totals = try document.totals().map { try #require(ExactDecimal(wire: $0)) }
    let payable = try document.isCreditNote() ? invoice.balance.negated : invoice.balance
    #expect(
      [
        invoice.totalAmount.decimal, invoice.totalTaxAmount.decimal,
        invoice.totalAmountWithTax.decimal, payable.decimal,
      ] == totals)
    #expect(invoice.status == .posted)
    #expect(invoice.creationMode == .external)
  }

  @Test(arguments: VectorDocument.all)
  func carriesAWarningAtExactlyTheLinesThatDoNotAddUp(_ document: VectorDocument) throws {
    var world = try IngestionWorld()
    let decision = try world.ingest(document.request())
    let lines = decision.warnings.filter { $0.code == .lineAmountMismatch }.compactMap(\.pointer)
    #expect(lines == (try document.mismatchedLines()))
    let hasTaxWarning = decision.warnings.contains { $0.code == .taxAmountMismatch }
    #expect(hasTaxWarning == (document.name == "huf_example_cii"))
  }

  /// One total, one tax, one date, one currency, one reference wrong.
  @Test(
    arguments: VectorDocument.all,
    [
      ("invoice.statedTotals.payable", "0.01", "TOTALS_MISMATCH /invoice/statedTotals/payable"),
      ("invoice.statedTotals.tax", "99999.99", "TOTALS_MISMATCH /invoice/statedTotals/tax"),
      (
        "invoice.taxBreakdown.0.taxableAmount", "0.01",
        "TOTALS_MISMATCH /invoice/taxBreakdown/0/taxableAmount"
      ),
      ("invoice.invoiceDate", "2026-02-30", "REQUEST_INVALID /invoice/invoiceDate"),
      ("invoice.currency", "XXX", "CURRENCY_UNKNOWN /invoice/currency"),
      ("invoice.billingAccountId", "Z", "ACCOUNT_NOT_FOUND /invoice/billingAccountId"),
    ])
  func isRefusedWhenOneThingIsWrong(
    _ document: VectorDocument, _ change: (path: String, value: String, place: String)
  ) throws {
    var world = try IngestionWorld()
    let body = RequestTree(try document.request()).setting(change.path, to: change.value)
    let decision = try world.ingest(body.value)
    #expect(decision.places == [change.place])
    #expect(decision.answer.invoices.isEmpty)
    #expect(decision.effects.records.isEmpty)
    #expect(decision.outcome == .failed || decision.outcome == .rejected)
    #expect(decision.errorLogs.count == 1)
  }
}

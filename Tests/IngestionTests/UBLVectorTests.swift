import Billing
import Foundation
import IngestionVectors
import Messages
import Monetary
import Testing
import UBL

/// The official examples as UBL files: what is read of them is what they state.
@Suite("Official example invoices as UBL")
struct UBLVectorTests {
  @Test(arguments: VectorDocument.all, UBLPrefixes.all)
  func makesTheRequestOfItsFacts(_ document: VectorDocument, _ prefixes: UBLPrefixes) throws {
    let text = try document.ubl(prefixes)
    let read = try UBLDocument(reading: Array(text.utf8))
    let body = read.requestBody(UBLDocument.Context(accountId: "A"))
    let made = try #require(
      try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any])
    let facts = try document.request()
    #expect(made["taxCalculationStatus"] as? String == "Posted")
    let invoice = try #require(made["invoice"] as? [String: Any])
    let expected = try #require(facts["invoice"] as? [String: Any])
    // Every fact of the document stands in the request; what else does is from the parties.
    for (name, value) in expected where name != "lines" {
      #expect(
        equal(withoutExemptions(invoice[name]), value),
        "\(name): \(String(describing: invoice[name]))")
    }
    let lines = try #require(invoice["lines"] as? [[String: Any]])
    let expectedLines = try #require(expected["lines"] as? [[String: Any]])
    #expect(lines.count == expectedLines.count)
    for (line, expectedLine) in zip(lines, expectedLines) {
      for (name, value) in expectedLine {
        #expect(equal(line[name], value), "\(name): \(String(describing: line[name]))")
      }
    }
    let others = Set(invoice.keys).subtracting(expected.keys)
    #expect(
      others.isSubset(of: [
        "uniqueIdentifier", "billToContact", "addresses", "description", "seller",
        "purchaseOrderNumber", "period", "taxCurrency", "taxInTaxCurrency", "buyerReference",
        "contractReference", "paymentTermsText", "deliveryDate", "periodStartDate", "periodEndDate",
        "precedingInvoices", "paymentMeans", "buyer", "payee",
      ]), "\(others)")
  }

  /// Allowances and charges without what the breakdown says of their category.
  private func withoutExemptions(_ value: Any?) -> Any? {
    guard let list = value as? [[String: Any]] else { return value }
    return list.map { $0.filter { !$0.key.hasPrefix("exemption") } }
  }

  private func equal(_ left: Any?, _ right: Any) -> Bool {
    guard let left else { return false }
    return NSDictionary(dictionary: ["": left]).isEqual(to: ["": right])
  }

  @Test(arguments: VectorDocument.all)
  func isTakenInWithTheTotalsItStates(_ document: VectorDocument) throws {
    var world = try IngestionWorld()
    let read = try UBLDocument(reading: Array(document.ubl().utf8))
    let decision = world.ingest(bytes: read.requestBody(UBLDocument.Context(accountId: "A")))
    #expect(decision.places == [])
    let invoice = try #require(decision.invoice)
    let totals = try document.totals().map { try #require(ExactDecimal(wire: $0)) }
    let payable = try document.isCreditNote() ? invoice.balance.negated : invoice.balance
    #expect(
      [
        invoice.totalAmount.decimal, invoice.totalTaxAmount.decimal,
        invoice.totalAmountWithTax.decimal, payable.decimal,
      ] == totals)
    let lines = decision.warnings.filter { $0.code == .lineAmountMismatch }.compactMap(\.pointer)
    #expect(lines == (try document.mismatchedLines()))
  }

  @Test(arguments: VectorDocument.all)
  func isTakenInAsADraftToo(_ document: VectorDocument) throws {
    var world = try IngestionWorld()
    let read = try UBLDocument(reading: Array(document.ubl().utf8))
    let decision = world.ingest(
      bytes: read.requestBody(UBLDocument.Context(accountId: "A", orderId: "O", isDraft: true)))
    #expect(decision.places == [])
    #expect(decision.invoice?.status == .draft)
    #expect(decision.invoice?.orderIds == ["O"])
  }
}

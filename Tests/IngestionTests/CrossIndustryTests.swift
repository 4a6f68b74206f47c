import IngestionVectors
import Testing
import UBL

/// Cross Industry Invoices: what is read of one is what is read of the same document in UBL.
@Suite("Cross Industry Invoices")
struct CrossIndustryTests {
  private func read(_ text: String) throws(UBLRefusal) -> UBLDocument {
    try UBLDocument(reading: Array(text.utf8))
  }

  @Test("Official examples", arguments: VectorDocument.all)
  func vectors(_ vector: VectorDocument) throws {
    let cii = try read(vector.cii(buyer: "B-1"))
    #expect(cii == (try read(vector.ubl(buyer: "B-1"))))
    var world = try IngestionWorld()
    let decision = world.ingest(bytes: cii.requestBody(UBLDocument.Context(accountId: "A")))
    #expect(decision.places == [] && decision.invoice != nil)
  }

  @Test("Documents with every business term", arguments: PairedDocument.all)
  func pairs(_ pair: PairedDocument) throws {
    let cii = try read(pair.cii())
    #expect(cii.warnings == [])
    #expect(cii == (try read(pair.ubl())))
  }

  private static func changed(_ changes: [(String, String)]) throws -> String {
    var text = try #require(PairedDocument.all.first).cii()
    for (part, other) in changes {
      #expect(text.contains(part), "\(part)")
      text = text.replacing(part, with: other, maxReplacements: 1)
    }
    return text
  }

  @Test("What is missing is named as the syntax names it, all at once")
  func missing() throws {
    let text = try Self.changed([
      ("<ram:ID>R-2026-17</ram:ID>", ""), ("<ram:TypeCode>384</ram:TypeCode>", ""),
      ("<ram:BilledQuantity unitCode=\"C62\">10</ram:BilledQuantity>", ""),
      ("<ram:LineTotalAmount>105.00", "<ram:LineTotalAmount currencyID='SEK'>105.00"),
      (
        "<ram:CategoryCode>E</ram:CategoryCode><ram:ExemptionReasonCode>",
        "<ram:ExemptionReasonCode>"
      ),
    ])
    let refusal = #expect(throws: UBLRefusal.self) { try read(text) }
    let line = "IncludedSupplyChainTradeLineItem 1"
    #expect(
      Set(refusal?.faults ?? []) == [
        .missing("ExchangedDocument/ID"), .missing("ExchangedDocument/TypeCode"),
        .missing("\(line)/BilledQuantity"), .missing("ApplicableTradeTax/CategoryCode"),
        .otherCurrency("\(line)/LineTotalAmount", stated: "SEK", document: "EUR"),
      ])
  }

  @Test("A document without lines, as of Factur-X's smallest profiles, is refused")
  func withoutLines() throws {
    let text = try Self.changed([])
    let start = try #require(text.firstRange(of: "<ram:IncludedSupplyChainTradeLineItem>"))
    let end = try #require(text.firstRange(of: "<ram:ApplicableHeaderTradeAgreement>"))
    let refusal = #expect(throws: UBLRefusal.self) {
      try read(String(text[..<start.lowerBound] + text[end.lowerBound...]))
    }
    #expect(refusal?.description.contains("profiles from BASIC on") == true, "\(refusal as Any)")
  }

  @Test("Pro forma invoices, ZUGFeRD 1 and dates in other formats are refused in words")
  func refused() throws {
    func refusal(_ changes: (String, String)...) throws -> String {
      let text = try Self.changed(changes)
      let error = #expect(throws: UBLRefusal.self) { try read(text) }
      return error?.description ?? ""
    }
    #expect(try refusal((">384<", ">325<")).contains("pro forma"))
    let old = try Self.changed([]).replacing("CrossIndustryInvoice", with: "CrossIndustryDocument")
    #expect(throws: UBLRefusal(faults: [.notUBL(root: "CrossIndustryDocument")])) { try read(old) }
    let months = try read(
      Self.changed([("format=\"102\">20261102", "format=\"610\">202611")]))
    var world = try IngestionWorld()
    let decision = world.ingest(bytes: months.requestBody(UBLDocument.Context(accountId: "A")))
    #expect(decision.places.contains("REQUEST_INVALID /invoice/invoiceDate"), "\(decision.places)")
  }

  @Test("Lines for information count nothing; charges of logistics do")
  func extended() throws {
    let text = try Self.changed([
      (
        "<ram:LineID>2</ram:LineID>",
        "<ram:LineID>2</ram:LineID><ram:LineStatusReasonCode>INFORMATION</ram:LineStatusReasonCode>"
      ),
      (
        "<ram:SpecifiedTradePaymentTerms>",
        "<ram:SpecifiedLogisticsServiceCharge><ram:Description>Toll</ram:Description><ram:AppliedAmount>7.00</ram:AppliedAmount>"
          + "<ram:AppliedTradeTax><ram:CategoryCode>S</ram:CategoryCode><ram:RateApplicablePercent>19</ram:RateApplicablePercent></ram:AppliedTradeTax>"
          + "</ram:SpecifiedLogisticsServiceCharge><ram:SpecifiedTradePaymentTerms>"
      ),
    ])
    let document = try read(text)
    #expect(document.lines.map(\.name) == ["Lamp"])
    #expect(document.warnings.map(\.code) == [.dropped])
    #expect(document.charges.map(\.reason) == ["Freight", "Toll"])
  }

  @Test("A document in an envelope is read; an envelope of none or several is refused")
  func envelopes() throws {
    func envelope(_ documents: String...) -> String {
      let inner = documents.map { text in
        text.firstRange(of: "?>").map { String(text[$0.upperBound...]) } ?? text
      }.joined()
      return """
        <?xml version="1.0" encoding="UTF-8"?>
        <StandardBusinessDocument xmlns="http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader">
        <StandardBusinessDocumentHeader><HeaderVersion>1.0</HeaderVersion></StandardBusinessDocumentHeader>
        \(inner)</StandardBusinessDocument>
        """
    }
    let pair = try #require(PairedDocument.all.first)
    let document = try read(pair.ubl())
    #expect(try read(envelope(pair.ubl())) == document)
    #expect(try read(envelope(pair.cii())) == document)
    #expect(throws: UBLRefusal(faults: [.envelope(children: 1)])) { try read(envelope()) }
    #expect(throws: UBLRefusal(faults: [.envelope(children: 3)])) {
      try read(envelope(pair.ubl(), pair.cii()))
    }
  }
}

import Billing
import CivilTime
import Foundation
import IngestionVectors
import Messages
import Monetary
import Testing
import UBL

/// Files that were once read wrongly, as the worker decides on them.
@Suite("Ingestion cases")
struct CaseTests {
  private func ingest(
    _ file: CaseFile, _ change: (String) -> String = { $0 }
  ) throws -> Decision {
    var world = try IngestionWorld()
    let document = try UBLDocument(reading: Array(change(file.text()).utf8))
    return world.ingest(bytes: document.requestBody(UBLDocument.Context(accountId: "A")))
  }

  @Test(
    "B09, B10b: a credit note with negative totals is ingested as written, with a warning",
    arguments: [
      (CaseFile.negativeCreditNote, "120.00"), (.negativeCreditNoteInInvoice, "18.00"),
    ])
  func negativeCreditNotes(_ file: CaseFile, _ balance: String) throws {
    let decision = try ingest(file)
    #expect(decision.places == [])
    #expect(decision.warningPlaces == ["CREDIT_NOTE_NEGATIVE /invoice/documentType"])
    let invoice = try #require(decision.invoice)
    #expect(invoice.ingested?.documentType == .creditNote)
    #expect(invoice.balance.decimalText == balance, "as written, with the opposite sign")
  }

  @Test("A credit note with positive totals has no such warning")
  func positiveCreditNote() throws {
    let decision = try ingest(.negativeCreditNote) { $0.replacing(">-", with: ">") }
    #expect(decision.places == [] && decision.warningPlaces == [])
  }

  @Test(
    "B23b: the total with subtotals is the document's, wherever it stands",
    arguments: [CaseFile.emptyTaxTotalFirst, .emptyTaxTotalLast])
  func taxTotals(_ file: CaseFile) throws {
    let decision = try ingest(file)
    #expect(decision.places == [] && decision.warningPlaces == [])
    #expect(decision.invoice?.totalTaxAmount.decimalText == "20.00")
  }

  @Test("address-building-number: the address is kept whole")
  func wholeAddress() throws {
    let invoice = try #require(try ingest(.buildingNumber).invoice)
    #expect(invoice.billingAddress.street == "Weg 7, Haus B, 3. Stock")
    #expect(invoice.billingAddress.city == "Bonn")
  }

  @Test("An address without a city is the document's, with what it has")
  func addressWithoutCity() throws {
    let decision = try ingest(.buildingNumber) {
      $0.replacing("<cbc:CityName>Bonn</cbc:CityName>", with: "")
        .replacing(
          "<cbc:PostalZone>53111</cbc:PostalZone>", with: "<cbc:Postbox>4711</cbc:Postbox>")
    }
    #expect(decision.places == [])
    let address = try #require(decision.invoice?.billingAddress)
    #expect(address.street == "Weg 7, Haus B, 3. Stock, 4711")
    #expect(address.city == "" && address.country == "DE", "the account is in Oslo")
  }

  @Test("B11: what is collected for others has a place of its own, and is payable as stated")
  func thirdPartyPayment() throws {
    let decision = try ingest(.thirdPartyPayment)
    #expect(decision.places == [] && decision.warningPlaces == [])
    let invoice = try #require(decision.invoice)
    #expect(invoice.balance.decimalText == "170.00")
    #expect(invoice.totalAmountWithTax.decimalText == "120.00")
    #expect(
      invoice.ingested?.thirdPartyAmounts == [ThirdPartyAmount(amount: 50, description: "toll")])
    let prepaid = try ingest(.thirdPartyPayment) {
      $0.replacing(
        "<cbc:PayableAmount currencyID=\"EUR\">170.00",
        with: "<cbc:PrepaidAmount currencyID=\"EUR\">50.00</cbc:PrepaidAmount>"
          + "<cbc:PayableAmount currencyID=\"EUR\">70.00")
    }
    #expect(prepaid.places == [])
    #expect(prepaid.invoice?.ingested?.thirdPartyAmounts == [], "a payment made before")
    #expect(prepaid.invoice?.balance.decimalText == "70.00")
  }

  @Test("A number is unique among the documents of one type of one issuer")
  func numbersOfIssuers() throws {
    var world = try IngestionWorld()
    func places(_ file: CaseFile, _ change: (String) -> String) throws -> [String] {
      let document = try UBLDocument(reading: Array(change(file.text()).utf8))
      return world.ingest(bytes: document.requestBody(UBLDocument.Context(accountId: "A"))).places
    }
    #expect(try places(.buildingNumber) { $0 } == [])
    let other = { (text: String) in text.replacing("BE0202239951", with: "BE0999999999") }
    #expect(try places(.buildingNumber, other) == [], "another seller's")
    let named = { (text: String) in
      text.replacing(
        "<cbc:DocumentCurrencyCode>", with: "<cbc:Note>n</cbc:Note><cbc:DocumentCurrencyCode>")
    }
    #expect(
      try places(.buildingNumber, named) == [
        "DUPLICATE_UNIQUE_IDENTIFIER /invoice/uniqueIdentifier"
      ])
  }

  @Test("One date alone in a line's period leaves it open on the other side")
  func openPeriods() throws {
    func lines(_ dates: String) throws -> [InvoiceLine] {
      let period = "<cac:InvoicePeriod>\(dates)</cac:InvoicePeriod>"
      let decision = try ingest(.buildingNumber) {
        $0.replacing("<cac:Item>", with: period + "<cac:Item>")
      }
      #expect(decision.places == [])
      return try #require(decision.invoice?.lines)
    }
    let start = "<cbc:StartDate>2026-10-01</cbc:StartDate>"
    let end = "<cbc:EndDate>2026-10-31</cbc:EndDate>"
    let from = try lines(start)
    #expect(from.map(\.startDate?.description) == ["2026-10-01"])
    #expect(from.map(\.endDate) == [nil] && from.map(\.period) == [nil])
    let through = try lines(end)
    #expect(through.map(\.endDate?.description) == ["2026-10-31"])
    #expect(through.map(\.startDate) == [nil])
    #expect(try lines(start + end).map(\.period?.lastDay.description) == ["2026-10-31"])
  }

  @Test("What the check without records says is what the worker says", arguments: CaseFile.allCases)
  func checkAgrees(_ file: CaseFile) throws {
    let document = try UBLDocument(reading: Array(file.text().utf8))
    let bytes = document.requestBody(UBLDocument.Context(accountId: "A"))
    for body in [
      bytes, Array(String(decoding: bytes, as: UTF8.self).replacing("1", with: "2").utf8),
    ] {
      var world = try IngestionWorld()
      let decision = world.ingest(bytes: body)
      let intake = RequestDecoder.decode(
        RequestMessage(
          body: body, queue: .ingest, contentType: "application/json", messageId: "r",
          type: "invoice.ingest.v1", appId: "test"))
      guard case .request(let identified) = intake,
        let request = identified.request as? IngestInvoice
      else {
        #expect(decision.outcome == .rejected)
        continue
      }
      let check = request.check()
      #expect(check.errors.map(\.message) == decision.errors.map(\.message))
      #expect(check.warnings.map(\.message) == decision.warnings.map(\.message))
    }
  }

  @Test("A warning does not say that what was refused was stored")
  func oneTruth() throws {
    let decision = try ingest(.emptyTaxTotalLast) {
      $0.replacing("\"EUR\">120.00</cbc:Pay", with: "\"EUR\">121.00</cbc:Pay")
        .replacing("\"EUR\">100.00</cbc:PriceAmount", with: "\"EUR\">99.00</cbc:PriceAmount")
        .replacing(">2026-10-31<", with: ">2026-09-01<")
    }
    #expect(decision.places == ["TOTALS_MISMATCH /invoice/statedTotals/payable"])
    #expect(decision.warnings.count == 2)
    for warning in decision.warnings { #expect(!warning.message.contains("stored")) }
  }
}

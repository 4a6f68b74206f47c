import Billing
import CivilTime
import Foundation
import IngestionVectors
import Monetary
import Testing
import UBL

/// The page of what was ingested: what the e-invoice says, people read as well.
@Suite("Pages of what was ingested")
struct PrintedTermsTests {
  /// Whose account must stand on no document of another one's.
  private static func entity() -> LegalEntity {
    var entity = LegalEntity(
      id: "L", name: "Northlight Software GmbH",
      address: Address(street: "Dammtor 9", city: "Hamburg", postalCode: "20354", country: "DE"),
      isDefault: true)
    entity.details.vatId = "DE811907980"
    entity.details.iban = "GB33BUKB20201555555555"
    return entity
  }

  private static func ingested(_ text: String) throws -> Invoice {
    var world = try IngestionWorld()
    world.facts.insert(.legalEntity(entity()))
    let read = try UBLDocument(reading: Array(text.utf8))
    let decision = world.ingest(bytes: read.requestBody(UBLDocument.Context(accountId: "A")))
    return try #require(decision.invoice, "\(decision.places)")
  }

  private static func pair(_ name: String) throws -> String {
    try #require(PairedDocument.all.first { $0.name == name }).ubl()
  }

  /// Every text of a value, however deep.
  private static func texts(in value: Any) -> [String] {
    if let text = value as? String { return [text] }
    return Mirror(reflecting: value).children.flatMap { texts(in: $0.value) }
  }

  // MARK: All of it

  /// What machines read, and sums of what stands there.
  private static let unsaid: Set<Substring> = [
    "CustomizationID", "InvoiceTypeCode", "CreditNoteTypeCode", "PaymentMeansCode",
    "ChargeIndicator", "DocumentTypeCode", "DescriptionCode", "AllowanceTotalAmount",
    "ChargeTotalAmount",
  ]
  /// Schemes of taxes, and words that stand for none.
  private static let standIns: Set<String> = [
    "VAT", "TAX", "NA", "Allowance", "Charge", "Differencetotheamountbilled",
  ]

  private static func packed(_ text: some StringProtocol) -> String {
    String(text.filter { !$0.isWhitespace && $0 != "," })
  }

  /// As a reader of the page sees what an element of UBL says.
  private static func read(_ name: Substring, _ text: String) -> String {
    if let day = CivilDate(iso8601: text) { return packed(DocumentLocale(nil).text(day)) }
    let words = name == "Note" ? text.split(separator: "#").last.map(String.init) ?? text : text
    return packed(
      words.replacing("&lt;", with: "<").replacing("&gt;", with: ">")
        .replacing("&quot;", with: "\"").replacing("&#13;", with: "").replacing("&amp;", with: "&"))
  }

  @Test("What its e-invoice says stands on the page, of every document that names its issuer")
  func everything() throws {
    var documents = try PairedDocument.all.map { ($0.name, try $0.ubl()) }
    documents += try VectorDocument.all.map { ($0.description, try $0.ubl()) }
    for (name, text) in documents {
      let invoice = try Self.ingested(text)
      guard invoice.ingested?.terms[.seller]?.address != nil else { continue }
      let written = try #require(try EInvoice(of: invoice).ubl(), "\(name)")
      let page = PrintedInvoice(of: invoice)
      let seen = Self.packed(Self.texts(in: page).joined(separator: "\n"))
      let document = String(decoding: written, as: UTF8.self)
      for element in document.matches(of: /<cbc:([A-Za-z]+)[^>]*>([^<]+)</)
      where !Self.unsaid.contains(element.1) {
        let value = Self.read(element.1, String(element.2))
        guard !Self.standIns.contains(value) else { continue }
        #expect(seen.contains(value), "\(name): \(element.1) \(element.2)")
      }
    }
  }

  // MARK: What matters

  @Test("The account to pay to is the document's; the legal entity's stands nowhere")
  func payment() throws {
    let invoice = try Self.ingested(Self.pair("invoice"))
    #expect(invoice.document?.seller.iban == Self.entity().details.iban)
    let payment = PrintedInvoice(of: invoice).payment
    #expect(
      payment.map(\.label) == [
        "Means of payment", "IBAN", "Account holder", "BIC", "Payment reference",
        "Means of payment", "IBAN", "Payment reference", "Payee", "Payment terms",
      ])
    #expect(payment.map(\.value).contains("DE89 3704 0044 0532 0130 00"))
    #expect(payment[0].value == "SEPA transfer" && payment[5].value == "Credit transfer")
    #expect(payment[8].value == "Factor AG, Registration number HRB 2, GLN 4012345000023")
    let texts = Self.texts(in: PrintedInvoice(of: invoice)).map(Self.packed)
    #expect(!texts.contains { $0.contains("GB33BUKB20201555555555") })
  }

  @Test("Without means of payment of its own a document names nobody's account")
  func noMeans() throws {
    let text = try Self.pair("invoice")
    let start = try #require(text.firstRange(of: "<cac:PaymentMeans>")).lowerBound
    let end = try #require(text.firstRange(of: "<cac:PaymentTerms>")).lowerBound
    let page = PrintedInvoice(of: try Self.ingested(String(text[..<start] + text[end...])))
    #expect(page.payment.map(\.label) == ["Payee", "Payment terms"])
    // One that names no issuer is the legal entity's own, and is paid to it.
    var own = try Self.ingested(text)
    own.ingested?.terms = DocumentTerms()
    own.ingested?.seller = nil
    #expect(PrintedInvoice(of: own).payment.first?.value == "GB33 BUKB 2020 1555 5555 55")
  }

  @Test("A foreign issuer has its own address and identifiers")
  func foreign() throws {
    let text = try Self.pair("invoice")
      .replacing("DE811907980", with: "DE987654321")
      .replacing("Northlight Software GmbH", with: "Southdark GmbH")
    let page = PrintedInvoice(of: try Self.ingested(text))
    let seller = try #require(page.seller)
    #expect(seller.name == "Southdark GmbH")
    #expect(
      seller.lines == [
        "Northlight", "Limited company, Hamburg", "Speicherstadt 4", "20457 Hamburg, HH, DE",
      ])
    #expect(
      seller.facts.map { "\($0.label): \($0.value)" } == [
        "VAT ID: DE987654321", "Tax number: 22/815/0815", "Registration number: HRB 1",
        "Identifier: SUP-1", "GLN: 4012345000016", "Electronic address: 0088:4012345000009",
        "Contact: Accounts, +49 40 1, ar@northlight.example",
        "Tax representative: Fiscal AB, Vasagatan 2, 111 20 Stockholm, SE, VAT ID SE556000000101",
      ])
    #expect(page.footer.hasPrefix("Southdark GmbH · VAT ID DE987654321"))
    #expect(!page.footer.contains("SUP-1"))
  }

  @Test("A credit note names the invoice that it credits, an invoice the one before it")
  func preceding() throws {
    let invoice = PrintedInvoice(of: try Self.ingested(Self.pair("invoice")))
    let note = PrintedInvoice(of: try Self.ingested(Self.pair("credit-note")))
    #expect(
      invoice.facts.contains(
        PrintedInvoice.Fact("Preceding invoice", "R-2026-9 (Sep 2, 2026)")), "\(invoice.facts)")
    #expect(note.facts.contains { $0.label == "Credits invoice" }, "\(note.facts)")
    // In words: what the code stands for.
    #expect(note.facts.contains(PrintedInvoice.Fact("Tax point", "date of delivery")))
  }

  @Test("Notes stand each on a line, without the codes of their subjects")
  func notes() throws {
    let page = PrintedInvoice(of: try Self.ingested(Self.pair("invoice")))
    #expect(page.note == "Thank you for your order\nPlease quote the number")
  }
}

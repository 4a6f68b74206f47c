import Testing
import UBL

/// Free texts never refuse an issued document; codes and amounts are never guessed.
@Suite struct UBLTextTests {
  private func read(_ changes: (String, String)...) throws(UBLRefusal) -> UBLDocument {
    var text = UBLTests.invoice
    for (part, replacement) in changes {
      text = text.replacing(part, with: replacement, maxReplacements: 1)
    }
    return try UBLDocument(reading: Array(text.utf8))
  }

  private let name = "<cbc:Name>Work</cbc:Name>"
  private let currency = "<cbc:DocumentCurrencyCode>"
  private let party = "<cac:PartyName><cbc:Name>B&amp;C</cbc:Name>"

  @Test func `a note of 3,000 characters and a name of 1,500 are shortened, and it is said`() throws
  {
    let document = try read(
      (currency, "<cbc:Note>\(String(repeating: "n", count: 3_000))</cbc:Note>\(currency)"),
      (name, "<cbc:Name>\(String(repeating: "é", count: 1_500))</cbc:Name>"))
    #expect(document.note?.count == 2_000 && document.note?.hasSuffix("n…") == true)
    #expect(document.lines[0].name.count == 1_000)
    #expect(document.warnings.map(\.code) == [.shortened, .shortened])
    #expect(document.warnings.map(\.place) == ["Note", "InvoiceLine 1/Item/Name"])
  }

  @Test func `a shortened text is not cut within a character`() throws {
    // Each of four scalars that make one character.
    let document = try read(
      (name, "<cbc:Name>\(String(repeating: "👩‍👩", count: 400))</cbc:Name>"))
    let text = document.lines[0].name
    #expect(text.unicodeScalars.count <= 1_000 && text.hasSuffix("👩‍👩…"))
  }

  @Test(arguments: ["n/a", "a@b.de; c@d.de", "a b@c.de"])
  func `an e-mail address that is none is dropped, and it is said`(text: String) throws {
    let contact = "<cac:Contact><cbc:ElectronicMail>\(text)</cbc:ElectronicMail></cac:Contact>"
    let document = try read((party, contact + party))
    #expect(document.buyerEmail == nil)
    #expect(document.warnings.map(\.code) == [.dropped])
    #expect(
      document.warnings.map(\.place) == ["AccountingCustomerParty/Party/Contact/ElectronicMail"])
    #expect(try read((party, contact.replacing(text, with: "a@b.de") + party)).warnings.isEmpty)
  }

  @Test func `the byte 0x96 in ISO-8859-1 becomes a blank, and it is said`() throws {
    let text = UBLTests.invoice.replacing("UTF-8", with: "ISO-8859-1")
    let parts = text.split(separator: "Work", maxSplits: 1)
    let bytes = Array(parts[0].utf8) + Array("Opening ".utf8) + [0x96] + Array(" May".utf8)
    let document = try UBLDocument(reading: bytes + Array(parts[1].utf8))
    #expect(document.lines[0].name == "Opening   May")
    #expect(document.warnings.map(\.place) == ["InvoiceLine 1/Item/Name"])
  }

  @Test func `a missing quantity is refused by name`() {
    let quantity = "<cbc:InvoicedQuantity unitCode=\"HUR\">2</cbc:InvoicedQuantity>"
    #expect(faults((quantity, "")) == [.missing("InvoiceLine 1/InvoicedQuantity")])
  }

  @Test(
    "I1: what is no invoice or credit note of UNTDID 1001 is no receivable",
    arguments: ["325", "310", "220", "351", "XX", "1380"])
  func noReceivable(code: String) {
    #expect(faults((">380<", ">\(code)<")) == [.noReceivable(code: code)])
    #expect(UBLError.noReceivable(code: code).description.contains(code))
  }

  @Test("I1: a document that does not say what it is is refused")
  func noTypeCode() {
    let code = "<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>"
    #expect(faults((code, "")) == [.missing("InvoiceTypeCode")])
    #expect(faults((">380<", "> <")) == [.missing("InvoiceTypeCode")])
  }

  @Test("I1: every invoice of UNTDID 1001 is one", arguments: ["71", "326", "384", "389", "751"])
  func invoices(code: String) throws {
    #expect(try !read((">380<", ">\(code)<")).isCreditNote)
  }

  /// All that is said of the document, so changed.
  private func faults(_ changes: (String, String)...) -> [UBLError] {
    var text = UBLTests.invoice
    for (part, replacement) in changes {
      text = text.replacing(part, with: replacement, maxReplacements: 1)
    }
    do throws(UBLRefusal) {
      _ = try UBLDocument(reading: Array(text.utf8))
      return []
    } catch {
      return error.faults
    }
  }

  /// A document with a tax-inclusive amount of 112.50, and what is paid for others.
  private func thirdParty(_ paid: String, payable: String) throws -> [String] {
    let total = "<cac:LegalMonetaryTotal>"
    return try read(
      ("112.50</cbc:PayableAmount>", "\(payable)</cbc:PayableAmount>"),
      (
        total,
        "<cac:PrepaidPayment><cbc:PaidAmount>\(paid)</cbc:PaidAmount></cac:PrepaidPayment>\(total)"
          + "<cbc:TaxInclusiveAmount>112.50</cbc:TaxInclusiveAmount>"
      )
    ).thirdPartyAmounts.map(\.amount)
  }

  @Test("I3: amounts collected for others are sent though they do not add up")
  func thirdPartyAmounts() throws {
    #expect(try thirdParty("50", payable: "162.50") == ["50"])
    #expect(try thirdParty("49", payable: "162.50") == ["49"])
    #expect(try thirdParty("50.001", payable: "162.50") == ["50.001"])
    #expect(try thirdParty("50", payable: "112.50") == [], "paid before, and not counted")
  }

  @Test(arguments: ["81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "532"])
  func `every credit note of UNTDID 1001 is one`(code: String) throws {
    let document = try read((">380<", ">\(code)<"))
    #expect(document.isCreditNote)
  }

  @Test func `three faults in one file are all reported`() {
    let found = faults(
      ("<cbc:ID>T-1</cbc:ID>", ""), (name, ""),
      ("currencyID=\"EUR\">50.00<", "currencyID=\"USD\">50.00<"))
    #expect(
      found == [
        .missing("ID"), .missing("InvoiceLine 1/Item/Name"),
        .otherCurrency("InvoiceLine 1/Price/PriceAmount", stated: "USD", document: "EUR"),
      ])
  }

  @Test func `one date alone leaves a period open, and the document's holds for lines without one`()
    throws
  {
    let item = "<cac:Item>"
    func period(_ dates: String) -> String { "<cac:InvoicePeriod>\(dates)</cac:InvoicePeriod>" }
    let start = "<cbc:StartDate>2026-10-01</cbc:StartDate>"
    let end = "<cbc:EndDate>2026-10-31</cbc:EndDate>"
    let open = try read((item, period(start) + item)).lines[0]
    #expect(open.startDate == "2026-10-01" && open.endDate == nil)
    let documents = try read(
      (currency, currency), ("<cac:LegalMon", period(start + end) + "<cac:LegalMon"))
    #expect(documents.period == UBLDocument.Period(startDate: "2026-10-01", endDate: "2026-10-31"))
    #expect(documents.lines[0].startDate == nil, "the rule is the worker's")
    let own = try read(
      ("<cac:LegalMon", period(start) + "<cac:LegalMon"), (item, period(end) + item))
    #expect(own.period.endDate == nil)
    #expect(own.lines[0].startDate == nil && own.lines[0].endDate == "2026-10-31")
  }

  @Test func `an address without a country is left out, and it is said`() throws {
    let document = try read(
      (party, "<cac:PostalAddress><cbc:CityName>X</cbc:CityName></cac:PostalAddress>" + party))
    #expect(document.buyerAddress == nil)
    #expect(document.warnings.map(\.place) == ["AccountingCustomerParty/Party/PostalAddress"])
  }
}

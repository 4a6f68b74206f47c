import JSON
import TestSupport
import Testing
import UBL

@Suite struct UBLTests {
  static let invoice = """
    <?xml version="1.0" encoding="UTF-8"?>
    <Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
      xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
      xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
      <!-- a comment -->
      <cbc:ID>T-1</cbc:ID><cbc:IssueDate>2026-11-20</cbc:IssueDate>
      <cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>
      <cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
      <cac:AccountingSupplierParty><cac:Party><cac:PartyTaxScheme>
        <cbc:CompanyID>NO1</cbc:CompanyID></cac:PartyTaxScheme></cac:Party>
      </cac:AccountingSupplierParty>
      <cac:AccountingCustomerParty><cac:Party>
        <cac:PartyIdentification><cbc:ID>ACC-9</cbc:ID></cac:PartyIdentification>
        <cac:PartyName><cbc:Name>B&amp;C</cbc:Name></cac:PartyName>
      </cac:Party></cac:AccountingCustomerParty>
      <cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator>
        <cbc:Amount currencyID="EUR">10.00</cbc:Amount>
        <cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>25</cbc:Percent></cac:TaxCategory>
      </cac:AllowanceCharge>
      <cac:TaxTotal><cbc:TaxAmount currencyID="NOK">250.00</cbc:TaxAmount></cac:TaxTotal>
      <cac:TaxTotal><cbc:TaxAmount currencyID="EUR">22.50</cbc:TaxAmount>
        <cac:TaxSubtotal><cbc:TaxableAmount currencyID="EUR">90.00</cbc:TaxableAmount>
          <cbc:TaxAmount currencyID="EUR">22.50</cbc:TaxAmount>
          <cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>25</cbc:Percent></cac:TaxCategory>
        </cac:TaxSubtotal></cac:TaxTotal>
      <cac:LegalMonetaryTotal><cbc:PayableAmount currencyID="EUR">112.50</cbc:PayableAmount>
      </cac:LegalMonetaryTotal>
      <cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity unitCode="HUR">2</cbc:InvoicedQuantity>
        <cbc:LineExtensionAmount currencyID="EUR">100.00</cbc:LineExtensionAmount>
        <cac:Item><cbc:Name>Work</cbc:Name><cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID>
          <cbc:Percent>25</cbc:Percent></cac:ClassifiedTaxCategory></cac:Item>
        <cac:Price><cbc:PriceAmount currencyID="EUR">50.00</cbc:PriceAmount></cac:Price>
      </cac:InvoiceLine>
    </Invoice>
    """

  private func read(
    changing part: String, to text: String
  ) throws(UBLError) -> UBLDocument {
    try read(Self.invoice.replacing(part, with: text, maxReplacements: 1))
  }

  private func read(_ text: String) throws(UBLError) -> UBLDocument {
    do throws(UBLRefusal) {
      return try UBLDocument(reading: Array(text.utf8))
    } catch {
      throw error.faults[0]
    }
  }

  @Test func `an invoice is read`() throws {
    let document = try read(Self.invoice)
    #expect(document.number == "T-1")
    #expect(document.buyerIdentifier == "ACC-9")
    #expect(document.buyerName == "B&C")
    #expect(document.totals.tax == "22.50", "not the one in the accounting currency")
    #expect(document.allowances.map(\.amount) == ["10.00"])
    #expect(document.charges.isEmpty)
    #expect(document.lines.map(\.unitOfMeasure) == ["HUR"])
    #expect(document.lines.map(\.taxRate) == ["25"])
  }

  @Test func `it makes a request, the same bytes each time`() throws {
    let context = UBLDocument.Context(accountId: "A", orderId: "O")
    let body = try read(Self.invoice).requestBody(context)
    #expect(try read(Self.invoice).requestBody(context) == body)
    guard case .object(let root) = try JSONDocument(reading: body).root,
      case .object(let invoice)? = root["invoice"]
    else {
      Issue.record("no invoice in \(String(decoding: body, as: UTF8.self))")
      return
    }
    #expect(invoice["uniqueIdentifier"] == .string("NO1/Invoice/T-1"))
    #expect(invoice["billingAccountId"] == .string("A"))
    #expect(invoice["invoiceNumber"] == .string("T-1"))
    #expect(root["taxCalculationStatus"] == .string("Posted"))
  }

  @Test func `texts that run over several lines are one line`() throws {
    let currency = "<cbc:DocumentCurrencyCode>"
    let document = try read(
      changing: currency,
      to:
        "<cbc:Note>\n  first\tline\r\n  second\n</cbc:Note><cbc:Note>other  note</cbc:Note>\(currency)"
    )
    #expect(document.note == "first line second other  note")
    #expect(
      try read(changing: "<cbc:Name>Work</cbc:Name>", to: "<cbc:Name>A\n B</cbc:Name>").lines[0]
        .name
        == "A B")
  }

  @Test(arguments: [("true", 1), ("1", 1), ("false", 0), ("0", 0)])
  func `a charge is told from an allowance by any boolean of XML`(
    text: String, charges: Int
  ) throws {
    let document = try read(
      changing: "<cbc:ChargeIndicator>false<", to: "<cbc:ChargeIndicator>\(text)<")
    #expect(document.charges.count == charges)
    #expect(document.allowances.count == 1 - charges)
  }

  @Test func `a charge indicator that says nothing is no allowance`() {
    #expect(throws: UBLError.missing("AllowanceCharge/ChargeIndicator")) {
      try read(changing: "<cbc:ChargeIndicator>false</cbc:ChargeIndicator>", to: "")
    }
    #expect(throws: UBLError.self) {
      try read(changing: "<cbc:ChargeIndicator>false<", to: "<cbc:ChargeIndicator>no<")
    }
  }

  @Test(arguments: [
    ("currencyID=\"EUR\">10.00<", "AllowanceCharge/Amount"),
    ("currencyID=\"EUR\">90.00<", "TaxTotal/TaxSubtotal/TaxableAmount"),
    ("currencyID=\"EUR\">112.50<", "LegalMonetaryTotal/PayableAmount"),
    ("currencyID=\"EUR\">100.00<", "InvoiceLine 1/LineExtensionAmount"),
    ("currencyID=\"EUR\">50.00<", "InvoiceLine 1/Price/PriceAmount"),
  ])
  func `an amount in another currency is not taken for one in the document's`(
    amount: String, place: String
  ) {
    #expect(throws: UBLError.otherCurrency(place, stated: "USD", document: "EUR")) {
      try read(changing: amount, to: amount.replacing("EUR", with: "USD"))
    }
  }

  @Test func `a tax in the accounting currency alone is not the document's`() {
    #expect(throws: UBLError.otherCurrency("TaxTotal/TaxAmount", stated: "NOK", document: "EUR")) {
      try read(
        changing: "<cbc:TaxAmount currencyID=\"EUR\">22.50</cbc:TaxAmount>\n    <cac:TaxSubtotal>",
        to: "<cbc:TaxAmount currencyID=\"SEK\">22.50</cbc:TaxAmount>\n    <cac:TaxSubtotal>")
    }
  }

  @Test(arguments: [("380", false), ("381", true), ("396", true), ("386", false)])
  func `an invoice with a credit note's code is one`(code: String, isCreditNote: Bool) throws {
    let document = try read(changing: ">380<", to: ">\(code)<")
    #expect(document.isCreditNote == isCreditNote)
  }

  @Test func `extensions and other languages are passed over`() throws {
    let document = try read(
      changing: "<cbc:ID>T-1</cbc:ID>",
      to: """
        <x:ID xmlns:x="urn:x">other</x:ID><ID>root's own</ID>
        <e:UBLExtensions xmlns:e="urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2">
        <e:UBLExtension><cbc:ID>inner</cbc:ID></e:UBLExtension></e:UBLExtensions><cbc:ID>T-1</cbc:ID>
        """)
    #expect(document.number == "T-1")
  }

  @Test(arguments: [
    ("2026-11-20Z", "2026-11-20"), ("2026-11-20+01:00", "2026-11-20"),
    ("2026-11-20-05:00", "2026-11-20"), ("2026-11-20T10:00", "2026-11-20T10:00"),
  ])
  func `a date's time zone is dropped, and nothing else`(text: String, date: String) throws {
    #expect(
      try read(changing: ">2026-11-20<", to: ">\(text)<").issueDate == date)
  }

  @Test func `an address keeps every line of the street`() throws {
    let document = try read(
      changing: "<cac:PartyName><cbc:Name>B",
      to: """
        <cac:PostalAddress><cbc:StreetName>Main 1</cbc:StreetName>
        <cbc:AdditionalStreetName>Gate 2</cbc:AdditionalStreetName><cbc:CityName>Oslo</cbc:CityName>
        <cac:AddressLine><cbc:Line>Floor 3</cbc:Line></cac:AddressLine>
        <cac:Country><cbc:IdentificationCode>NO</cbc:IdentificationCode></cac:Country>
        </cac:PostalAddress><cac:PartyName><cbc:Name>B
        """)
    #expect(document.buyerAddress?.street == "Main 1, Gate 2, Floor 3")
    #expect(document.buyerAddress?.country == "NO")
  }

  @Test func `the seller is known by the VAT number, and somehow`() throws {
    let scheme = "<cac:PartyTaxScheme>"
    let document = try read(
      changing: scheme,
      to: """
        <cac:PartyTaxScheme><cbc:CompanyID>LOCAL</cbc:CompanyID><cac:TaxScheme><cbc:ID>TAX</cbc:ID>
        </cac:TaxScheme></cac:PartyTaxScheme><cac:PartyTaxScheme><cac:TaxScheme><cbc:ID>VAT</cbc:ID>
        </cac:TaxScheme>
        """)
    #expect(document.seller == "NO1")
    #expect(throws: UBLError.self, "documents of two sellers would have one key") {
      try read(changing: "<cbc:CompanyID>NO1</cbc:CompanyID>", to: "")
    }
  }

  @Test func `a line's allowance brings no tax of its own`() throws {
    let document = try read(
      changing: "<cac:Item>",
      to: """
        <cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator><cbc:Amount>1.00</cbc:Amount>
        <cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>25</cbc:Percent></cac:TaxCategory>
        </cac:AllowanceCharge><cac:Item>
        """)
    let body = document.requestBody(UBLDocument.Context(accountId: "A"))
    let text = String(decoding: body, as: UTF8.self)
    #expect(text.contains(#""allowances":[{"amount":"1.00"}]"#), "\(text)")
  }

  @Test func `a document type declaration is refused, whatever it says`() {
    let attacks = [
      #"<!DOCTYPE Invoice [<!ENTITY x SYSTEM "file:///etc/passwd">]>"#,
      #"<!DOCTYPE Invoice SYSTEM "http://127.0.0.1:1/x.dtd">"#,
      #"<!DOCTYPE Invoice [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>"#,
    ]
    for attack in attacks {
      let text = Self.invoice.replacing("?>\n", with: "?>\n\(attack)\n", maxReplacements: 1)
      #expect(throws: UBLError.documentTypeDeclaration) { try read(text) }
    }
  }

  @Test func `depth, size and form are bounded`() {
    let deep = String(repeating: "<a>", count: 100) + String(repeating: "</a>", count: 100)
    #expect(throws: UBLError.tooDeep(limit: 32)) { try read(deep) }
    #expect(throws: UBLRefusal(faults: [.tooLarge(limit: 16 << 20)])) {
      try UBLDocument(reading: [UInt8](repeating: 0x20, count: (16 << 20) + 1))
    }
    #expect(throws: UBLError.tooManyElements(limit: 1_000_000)) {
      try read("<a>" + String(repeating: "<b/>", count: 1_000_000) + "</a>")
    }
    #expect(throws: UBLError.notUBL(root: "html")) { try read("<html/>") }
    #expect(throws: UBLError.notUBL(root: "Invoice")) { try read("<Invoice/>") }
    #expect(UBLError.notUBL(root: "Invoice").description.contains("namespace"))
    for text in ["", "<", "<a>", "<a></b>", "<a/><b/>", "{}"] {
      #expect(throws: UBLError.self, "\(text)") { try read(text) }
    }
  }

  @Test func `mutated documents are read or refused`() {
    var generator = SeededGenerator(seed: 5)
    let bytes = Array(Self.invoice.utf8)
    var read = 0
    for _ in 0..<2_000 {
      var mutated = bytes
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: mutated.indices, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: mutated[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: mutated.remove(at: place)
        default: mutated.insert(contentsOf: mutated[place...].prefix(40), at: place)
        }
      }
      do throws(UBLRefusal) {
        _ = try UBLDocument(reading: mutated)
        read += 1
      } catch {
        #expect(!error.description.isEmpty)
      }
    }
    #expect(read > 0 && read < 2_000)
  }
}

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

  private func read(_ text: String) throws(UBLError) -> UBLDocument {
    try UBLDocument(reading: Array(text.utf8))
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
    #expect(throws: UBLError.self) {
      try UBLDocument(reading: [UInt8](repeating: 0x20, count: (16 << 20) + 1))
    }
    #expect(throws: UBLError.notUBL(root: "html")) { try read("<html/>") }
    #expect(throws: UBLError.notUBL(root: "Invoice")) { try read("<Invoice/>") }
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
      do throws(UBLError) {
        _ = try UBLDocument(reading: mutated)
        read += 1
      } catch {
        #expect(!error.description.isEmpty)
      }
    }
    #expect(read > 0 && read < 2_000)
  }
}

import Billing
import CivilTime
import JSON
import Monetary
import Pages
import Testing

@Suite("Pages: what stands on them")
struct PrintedInvoiceTests {
  private typealias Fact = PrintedInvoice.Fact

  private static func line(
    _ name: String, _ amount: ExactDecimal, type: InvoiceLine.Kind = .charge,
    tax: ExactDecimal = 0, rate: ExactDecimal? = 19
  ) -> SampleInvoice.Line {
    SampleInvoice.Line(
      name: name, price: amount, amount: amount, tax: tax, rate: rate, type: type)
  }

  @Test("Who, to whom, when and how much, as the locale writes it")
  func german() throws {
    var invoice = try SampleInvoice.plain()
    invoice.purchaseOrderNumber = "PO-7"
    let page = PrintedInvoice(of: invoice, language: "de-DE")
    #expect(page.title == "Rechnung INV-2026-000017" && page.paper == .a4)
    #expect(page.seller?.name == "Northlight Software GmbH")
    #expect(page.seller?.lines == ["Hafenstr. 1", "20457 Hamburg, DE"])
    #expect(page.seller?.facts.first == Fact("USt-IdNr.", "DE123456789"))
    // A company first, then the person at it.
    #expect(page.buyer.name == "Contoso GmbH" && page.buyer.lines.first == "Kim Payer")
    #expect(page.facts.contains { $0.value == "30.12.2026" }, "\(page.facts)")
    #expect(page.facts.contains { $0.value == "PO-7" })
    #expect(page.sections.count == 1 && page.sections[0].heading == nil)
    let lines = page.sections[0].lines
    #expect(lines.map(\.amount) == ["1.250,00", "50,00"])
    #expect(lines.map(\.sum) == ["1.250,00", "1.300,00"])
    #expect(lines[0].quantity == "10" && lines[0].unitPrice == "125,00")
    #expect(lines[0].details == ["01.11.2026 – 30.11.2026"] && lines[0].tax == "19\u{A0}%")
    let totals = ["1.300,00", "247,00", "1.547,00"].map { "\($0)\u{A0}EUR" }
    #expect(page.totals.map(\.value) == totals)
    #expect(page.taxes.rows.map(\.taxableAmount) == ["1.300,00\u{A0}EUR"])
    #expect(page.payment.first == Fact("IBAN", "DE89 3704 0044 0532 0130 00"))
  }

  @Test(
    "Every language has every word, and its sentences keep what they are filled with",
    arguments: DocumentLocale.Language.allCases)
  func words(_ language: DocumentLocale.Language) {
    let locale = DocumentLocale(language.rawValue)
    for word in DocumentWord.allCases {
      let text = locale.text(word)
      #expect(!text.isEmpty)
      // A word that the table lacks is written as it is called in the source.
      #expect(text != word.rawValue || word == .description, "\(language) \(word)")
      let english = DocumentLocale("en").text(word)
      for brace in ["{0}", "{1}"] {
        #expect(text.contains(brace) == english.contains(brace), "\(language) \(word)")
      }
    }
  }

  @Test("Charges and what is taken off the document are sections with sums of their own")
  func sections() throws {
    let invoice = try SampleInvoice.invoice([
      Self.line("Platform", 100, tax: 19),
      Self.line("Loyalty", -10, type: .adjustment, rate: 19),
    ])
    let page = PrintedInvoice(of: invoice)
    #expect(page.sections.map(\.heading) == ["Charges", "Discounts and surcharges"])
    #expect(page.sections.map(\.total?.value) == ["100.00", "-10.00"])
    #expect(page.sections[1].lines[0].sum == "90.00", "carried over sections")
    #expect(page.sections[1].lines[0].quantity.isEmpty)
  }

  @Test("A price has the digits of its currency, or more where it has them")
  func prices() throws {
    let third = try SampleInvoice.decimal("0.0125")
    let yen = try SampleInvoice.invoice(
      [SampleInvoice.Line(name: "Call", quantity: 1_000, price: 3, amount: 3_000)],
      currency: "JPY")
    let euro = try SampleInvoice.invoice([
      SampleInvoice.Line(name: "Call", quantity: 1_000, price: third, amount: 12),
      SampleInvoice.Line(name: "Seat", price: try SampleInvoice.decimal("9.5"), amount: 10),
    ])
    #expect(PrintedInvoice(of: yen).sections[0].lines[0].unitPrice == "3")
    #expect(PrintedInvoice(of: yen).totals.last?.value == "3,000\u{A0}JPY")
    let lines = PrintedInvoice(of: euro).sections[0].lines
    #expect(lines.map(\.unitPrice) == ["0.0125", "9.50"])
  }

  @Test("What is not taxed says why")
  func exempt() throws {
    var invoice = try SampleInvoice.invoice([Self.line("Export", 100, rate: nil)])
    var taxes = DocumentSnapshot.Taxes()
    taxes.untaxed = "AE"
    let known = try #require(invoice.document)
    invoice.document = DocumentSnapshot(seller: known.seller, buyer: known.buyer, taxes: taxes)
    let row = try #require(PrintedInvoice(of: invoice).taxes.rows.first)
    #expect(row.category == "AE" && row.taxAmount == "0.00\u{A0}EUR")
    #expect(row.reason == "Reverse charge: the recipient is liable for the tax")
  }

  @Test("A credit memo is a credit note that names what it credits, and asks for no payment")
  func creditNote() throws {
    let invoice = try SampleInvoice.plain()
    let amount = try Money(minorUnits: 5_000, currency: invoice.currency)
    var memo = CreditMemo(
      id: "m", accountId: "A-1", accountName: "Contoso GmbH", currency: invoice.currency,
      legalEntityId: nil, creditDate: try SampleInvoice.date("2026-12-01"),
      sourceAction: .invoiceLines, invoiceId: "i",
      lines: [
        CreditMemoLine(
          id: "m-1", name: "Support", amount: amount,
          invoiceLine: .init(invoiceId: "i", position: 2, lineId: "i-2"))
      ], totalAmount: amount, totalTaxAmount: .zero(invoice.currency),
      totalAmountWithTax: amount, credited: amount,
      recordedDate: try SampleInvoice.date("2026-12-01"),
      request: RequestKey(source: "test", identifier: "m"))
    memo.number = "CM-1"
    let page = PrintedInvoice(of: memo, crediting: [invoice])
    #expect(page.title == "Credit note CM-1" && page.seller?.name == SampleInvoice.seller.name)
    #expect(page.facts.contains(Fact("Credits invoice", "INV-2026-000017 (Nov 30, 2026)")))
    #expect(page.payment.isEmpty && page.totals.last == Fact("Amount credited", "50.00\u{A0}EUR"))
    // It credits nothing in particular: then its parties are given.
    memo.invoiceId = nil
    memo.lines[0].invoiceLine = nil
    let alone = PrintedInvoice(
      of: memo, crediting: [],
      standalone: CreditMemoParties(
        seller: SampleInvoice.seller,
        billTo: .init(contactId: nil, name: "Kim Payer", email: nil),
        address: invoice.billingAddress))
    #expect(alone.buyer.name == "Contoso GmbH" && alone.buyer.lines.contains("Ringstr. 5"))
    #expect(alone.seller?.name == SampleInvoice.seller.name)
  }

  @Test("What is payable in parts is a schedule", arguments: ["US", "CA", "MX", "DE"])
  func instalmentsAndPaper(_ country: String) throws {
    var invoice = try SampleInvoice.plain()
    invoice.billingAddress = Address(
      street: "Main 1", city: "Town", postalCode: "1", state: "CA", country: country)
    let half = try Money(minorUnits: 77_350, currency: invoice.currency)
    invoice.instalments = [
      Instalment(dueDate: invoice.dueDate, amount: half),
      Instalment(dueDate: invoice.dueDate.adding(days: 30), amount: half),
    ]
    let page = PrintedInvoice(of: invoice)
    #expect(page.paper == (country == "DE" ? .a4 : .letter))
    #expect(
      page.instalments == [
        Fact("Dec 30, 2026", "773.50\u{A0}EUR"), Fact("Jan 29, 2027", "773.50\u{A0}EUR"),
      ])
    #expect(!page.facts.contains { $0.label == "Due date" })
  }

  @Test("A page is read as it was written")
  func json() throws {
    var invoice = try SampleInvoice.plain()
    invoice.description = "Line one\nline \"two\" \u{5D0}"
    for page in [
      PrintedInvoice(of: invoice), PrintedInvoice(of: try SampleInvoice.long(40), language: "fr"),
    ] {
      #expect(PrintedInvoice(try JSONDocument(reading: page.json).root) == page)
    }
    for text in ["{}", "[]", #"{"language": "de", "paper": "A5"}"#] {
      #expect(PrintedInvoice(try JSONDocument(reading: Array(text.utf8)).root) == nil, "\(text)")
    }
  }
}

import Billing
import CivilTime
import IngestionVectors
import Messages
import Testing
import UBL

/// What documents say beside what is billed.
@Suite("What documents say")
struct DocumentTermsTests {
  private func ingested(_ name: String, in world: inout IngestionWorld) throws -> Invoice {
    let pair = try #require(PairedDocument.all.first { $0.name == name })
    let read = try UBLDocument(reading: Array(pair.ubl().utf8))
    #expect(read.warnings == [])
    let decision = world.ingest(bytes: read.requestBody(UBLDocument.Context(accountId: "A")))
    #expect(decision.places == [] && decision.warnings == [], "\(decision.warningPlaces)")
    return try #require(decision.invoice)
  }

  @Test("Every business term of an invoice is kept")
  func everyTerm() throws {
    var world = try IngestionWorld()
    let invoice = try ingested("invoice", in: &world)
    let terms = try #require(invoice.ingested?.terms)
    // Each that an invoice may have: a credit note has the other (BT-8).
    let missing = DocumentTerm.allCases.filter { terms[$0] == nil }
    #expect(missing == [.taxPointCode])
    #expect(terms.notes == ["#AAI#Thank you for your order", "Please quote the number"])
    #expect(terms.preceding.map(\.number) == ["R-2026-9"])
    #expect(terms.attachments.map(\.url) == ["https://files.example/1"])
    #expect(terms.paymentMeans.map(\.bic) == ["COBADEFFXXX", nil])
    #expect(terms[.seller]?.identifiers.map(\.scheme) == [nil, "0088"])
    #expect(terms[.seller]?.taxRegistrationNumber == "22/815/0815")
    #expect(terms[.seller]?.address?.city == "Hamburg")
    #expect(terms[.buyer]?.contact == SellerContact(name: "Ms Berg", phone: "+46 8 1"))
    #expect(terms[.payee]?.name == "Factor AG")
    #expect(terms[.taxRepresentative]?.vatId == "SE556000000101")
    let line = try #require(invoice.lines[0].ingested?.terms)
    #expect(
      LineTerm.allCases.filter { line[$0] == nil } == [.exemptionReason, .exemptionReasonCode])
    #expect(line.itemIds.standardScheme == "0160" && line.classifications[0].listVersion == "26.08")
    #expect(line.attributes == [LineTerms.ItemAttribute(name: "Colour", value: "Black")])
    #expect(invoice.lines[1].ingested?.terms[.exemptionReason] == "Training")
    #expect(invoice.lines[1].ingested?.terms[.exemptionReasonCode] == "VATEX-EU-132")
  }

  @Test(
    "A credit note has its project among its documents, and its creditor among the seller's identifiers"
  )
  func creditNote() throws {
    var world = try IngestionWorld()
    let terms = try #require(try ingested("credit-note", in: &world).ingested?.terms)
    #expect(terms[.projectReference] == "PRO-1" && terms.attachments == [])
    #expect(terms[.taxPointCode] == "35")
    #expect(terms.paymentMeans.map(\.creditorId) == ["DE98ZZZ09999999999"])
    #expect(terms[.seller]?.identifiers == [])
  }

  @Test("The creditor is that of every direct debit, whatever stands between them")
  func creditor() throws {
    let pair = try #require(PairedDocument.all.first { $0.name == "credit-note" })
    func means(_ code: Int) -> String {
      "<cac:PaymentMeans><cbc:PaymentMeansCode>\(code)</cbc:PaymentMeansCode></cac:PaymentMeans>"
    }
    let text = try pair.ubl()
    let total = try #require(text.firstRange(of: "<cac:TaxTotal>")).lowerBound
    let read = try UBLDocument(
      reading: Array("\(text[..<total])\(means(30))\(means(59))\(text[total...])".utf8))
    let creditor = "DE98ZZZ09999999999"
    #expect(read.terms.paymentMeans.map(\.creditorId) == [creditor, nil, creditor])
  }

  @Test(
    "What has no room or no form in a term is shortened or left out, and never refuses a document")
  func terms() throws {
    let long = String(repeating: "x", count: 3_000)
    let text = try #require(PairedDocument.all.first).ubl()
      .replacing("Purchasing, Ms Berg", with: long)
      .replacing("30 days, 2 % within 10 days", with: long)
      .replacing("2026-09-02", with: "yesterday")
      .replacing("<cbc:PaymentMeansCode>58", with: "<cbc:PaymentMeansCode>transfer")
      .replacing(
        "<cac:Country><cbc:IdentificationCode>DE",
        with: "<cac:Country><cbc:IdentificationCode>Germany"
      )
      .replacing("listID=\"STI\"", with: "listID=\"\(long)\"")
      .replacing("A lamp for two desks", with: long + "\u{9}" + long)
    let read = try UBLDocument(reading: Array(text.utf8))
    #expect(read.warnings.count(where: { $0.code == .shortened }) == 3, "\(read.warnings)")
    #expect(read.warnings.count(where: { $0.code == .dropped }) == 4, "\(read.warnings)")
    var world = try IngestionWorld()
    let decision = world.ingest(bytes: read.requestBody(UBLDocument.Context(accountId: "A")))
    #expect(decision.places == [])
    let terms = try #require(decision.invoice?.ingested?.terms)
    #expect(terms[.buyerReference]?.count == 255 && terms[.paymentTermsText]?.count == 2_000)
    #expect(terms.preceding == [DocumentTerms.PrecedingInvoice(number: "R-2026-9")])
    #expect(terms.paymentMeans.map(\.code) == ["58", "1"] && terms[.seller]?.address == nil)
  }

  // MARK: Links

  private func buyer(
    _ account: String?, _ change: (inout Account) -> Void = { _ in },
    text: (String) -> String = { $0 }
  ) throws -> Decision {
    var world = try IngestionWorld()
    var record = try #require(world.facts.accounts["A"])
    change(&record)
    world.facts.insert(.account(record))
    let document = try UBLDocument(
      reading: Array(text(try #require(PairedDocument.all.first).ubl()).utf8))
    let body = document.requestBody(
      UBLDocument.Context(accountId: try #require(account ?? document.account)))
    return world.ingest(bytes: body)
  }

  @Test("An account is found by VAT identifier, GLN or electronic address where no identifier fits")
  func accounts() throws {
    for change: (inout Account) -> Void in [
      { $0.details.vatId = "SE 556732170701" },
      { $0.details.electronicAddress = ElectronicAddress(scheme: "0088", id: "7300010000001") },
      { $0.details.electronicAddress = ElectronicAddress(scheme: "0007", id: "5567321707") },
    ] {
      let decision = try buyer(nil, change)
      #expect(decision.places == [])
      #expect(decision.invoice?.accountId == "A")
    }
    #expect(
      try buyer(nil, { $0.details.vatId = "SE556732170702" }).places
        == ["ACCOUNT_NOT_FOUND /invoice/billingAccountId"])
    // Whom the sender names is never another one.
    #expect(
      try buyer("B", { $0.details.vatId = "SE556732170701" }).places
        == ["ACCOUNT_NOT_FOUND /invoice/billingAccountId"])
    // Nor does a scheme fit another one's number.
    #expect(
      try buyer(
        nil,
        { $0.details.electronicAddress = ElectronicAddress(scheme: "0007", id: "7300010000001") }
      ).places == ["ACCOUNT_NOT_FOUND /invoice/billingAccountId"])
  }

  @Test("Of a document without identifiers of the buyer the account is named by its VAT identifier")
  func vatId() throws {
    let change: (String) -> String = {
      $0.replacing(
        "<cac:PartyIdentification><cbc:ID schemeID=\"0088\">7300010000001</cbc:ID></cac:PartyIdentification>",
        with: ""
      ).replacing("SE556732170701", with: "SE 5567 321707 01")
    }
    let decision = try buyer(nil, { $0.details.vatId = "SE556732170701" }, text: change)
    #expect(decision.places == [] && decision.invoice?.accountId == "A")
  }

  @Test("Several accounts of one VAT identifier are told apart by address, or named")
  func several() throws {
    var world = try IngestionWorld()
    var first = try #require(world.facts.accounts["A"])
    first.details.vatId = "SE556732170701"
    var second = Account(
      id: "A2", name: "Account A2", currency: first.currency, billToContact: first.billToContact,
      billingAddress: first.billingAddress)
    second.details = first.details
    world.facts.insert(.account(first))
    world.facts.insert(.account(second))
    let document = try UBLDocument(
      reading: Array(try #require(PairedDocument.all.first).ubl().utf8))
    let body = document.requestBody(
      UBLDocument.Context(accountId: try #require(document.account)))
    let refused = world.ingest(bytes: body)
    #expect(refused.places == ["ACCOUNT_NOT_FOUND /invoice/billingAccountId"])
    #expect(refused.errors[0].message.contains("A, A2"), "\(refused.errors)")
    second.details.electronicAddress = ElectronicAddress(scheme: "0007", id: "5567321707")
    world.facts.insert(.account(second))
    #expect(world.ingest(bytes: body).invoice?.accountId == "A2")
  }

  @Test(
    "A document is on the list of the order that it names",
    arguments: ["SO-1", "PO-77", "customer"])
  func orders(number: String) throws {
    var world = try IngestionWorld()
    var order = Order(id: "O2", accountId: "A", orderNumber: number)
    if number == "customer" { order.purchaseOrderNumber = "PO-77" }
    world.facts.insert(.order(order))
    let invoice = try ingested("invoice", in: &world)
    #expect(invoice.orderIds == ["O2"])
    #expect(invoice.ingested?.referenceEntity == .order("O2"))
  }

  @Test("An order is found when it is one, and the account's")
  func ordersApart() throws {
    var world = try IngestionWorld()
    for id: Order.ID in ["O2", "O3"] {
      world.facts.insert(.order(Order(id: id, accountId: "A", orderNumber: "SO-1")))
    }
    world.facts.insert(.order(Order(id: "O4", accountId: "B", orderNumber: "PO-77")))
    #expect(try ingested("invoice", in: &world).orderIds == [])
  }

  @Test("A credit note is linked to the invoice that it names")
  func preceding() throws {
    var world = try IngestionWorld()
    let invoice = try ingested("invoice", in: &world)
    let note = try ingested("credit-note", in: &world)
    #expect(note.ingested?.terms.preceding.map(\.invoiceId) == [invoice.id.text])
  }
}

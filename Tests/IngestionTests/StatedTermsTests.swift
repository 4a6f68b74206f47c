import Billing
import CivilTime
import IngestionVectors
import Monetary
import Testing
import UBL

/// What an ingested document states and EN 16931 forbids: it is left out, or nothing is written.
@Suite("What ingested documents state, by the rules of EN 16931")
struct StatedTermsTests {
  /// The paired invoice, with other details.
  private func ingested(_ change: (inout IngestedDetails) -> Void) throws -> Invoice {
    var world = try IngestionWorld()
    let document = try UBLDocument(
      reading: Array(try #require(PairedDocument.all.first).ubl().utf8))
    let decision = world.ingest(bytes: document.requestBody(UBLDocument.Context(accountId: "A")))
    var invoice = try #require(decision.invoice, "\(decision.places)")
    var details = try #require(invoice.ingested)
    change(&details)
    invoice.ingested = details
    return invoice
  }

  /// An invoice of account `A` over a line of the tax treatment, with details as if it had been ingested.
  private func invoice(
    of treatment: TaxTreatment.ID?, _ change: (inout DocumentTerms) -> Void
  ) throws -> Invoice {
    var seller = try Seller()
    var schedule = BillingSchedule(
      id: "S", accountId: "A", productName: "Support", billingMethod: .evergreen,
      billingTermUnit: .month, startDate: try #require(CivilDate(iso8601: "2026-10-01")),
      quantity: 1, unitPrice: 31, billingPeriodAmount: 31)
    schedule.attributes.taxTreatmentId = treatment
    seller.add(.billingSchedule(schedule))
    var invoice = try #require(try seller.invoices(target: "2026-10-31").first)
    var details = IngestedDetails(
      documentType: .invoice, uniqueIdentifier: nil, referenceEntity: nil,
      prepaidAmount: .zero(invoice.currency), payableRounding: .zero(invoice.currency))
    change(&details.terms)
    invoice.ingested = details
    return invoice
  }

  private func representative(_ country: String, _ vatId: String) -> PartyTerms {
    var agent = PartyTerms()
    agent.name = "Fiscal AB"
    agent.vatId = vatId
    agent.address = Address(street: "", city: "Stockholm", postalCode: "", country: country)
    return agent
  }

  @Test("What cannot be said as it was is left out, and the rest is valid by EN 16931")
  func leftOut() throws {
    var documents: [String: [UInt8]] = [:]
    func add(_ name: String, _ invoice: Invoice, _ fragment: String, isThere: Bool) throws {
      let bytes = try #require(try EInvoice(of: invoice).ubl())
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(text.contains(fragment) == isThere, "\(name): \(fragment)\n\(text)")
      documents[name] = bytes
    }
    try add(
      "a subject of three letters beyond ASCII",
      try ingested { $0.terms.notes = ["#été#Livraison"] }, "été", isThere: true)
    try add(
      "a tax currency of no list",
      try ingested {
        $0.terms[.taxCurrency] = "STN"
        $0.terms[.taxInTaxCurrency] = "465.50"
      }, "STN", isThere: false)
    try add(
      "a tax with a third digit that is 0",
      try ingested {
        $0.terms[.taxCurrency] = "KWD"
        $0.terms[.taxInTaxCurrency] = "6.780"
      }, ">6.78<", isThere: true)
    try add(
      "a period that ends before it begins",
      try ingested { $0.terms[.periodEndDate] = "2026-09-30" }, "2026-09-30", isThere: false)
    try add(
      "a payee of the seller's trading name",
      try ingested { $0.terms[.payee]?.name = "Northlight" }, "PayeeParty", isThere: false)
    try add(
      "a payee that goes by the seller's identifier",
      try ingested { $0.terms[.payee]?.identifiers = [PartyIdentifier(id: "SUP-1")] },
      "<cbc:Name>Factor AG</cbc:Name>", isThere: true)
    try add(
      "several identifiers of the buyer",
      try ingested { $0.terms[.buyer]?.identifiers.append(PartyIdentifier(id: "C-2")) }, "C-2",
      isThere: false)
    try add(
      "a payee of the legal entity's name",
      try invoice(of: "S") {
        var payee = PartyTerms()
        payee.name = "Northlight Software GmbH"
        $0[.payee] = payee
      }, "PayeeParty", isThere: false)
    try add(
      "a tax representative where VAT does not apply",
      try invoice(of: nil) { $0[.taxRepresentative] = representative("SE", "SE556000000101") },
      "Fiscal AB", isThere: false)
    #expect(try DocumentRules.findings(in: documents) == [])
  }

  @Test("A supply within the Union has an address whatever the document says of its day")
  func delivery() throws {
    var documents: [String: [UInt8]] = [:]
    func text(_ name: String, _ change: (inout DocumentTerms) -> Void) throws -> String {
      let bytes = try #require(try EInvoice(of: try invoice(of: "K", change)).ubl())
      documents[name] = bytes
      return String(decoding: bytes, as: UTF8.self)
    }
    let day = try text("day") { $0[.deliveryDate] = "2026-10-15" }
    #expect(day.contains("<cbc:ActualDeliveryDate>2026-10-15</cbc:ActualDeliveryDate>"))
    // The period that a document states is enough, and no day is made up beside it.
    let period = try text("period") { $0[.periodStartDate] = "2026-10-01" }
    #expect(!period.contains("ActualDeliveryDate"))
    #expect(try DocumentRules.findings(in: documents) == [])
  }

  @Test("Another registration for tax will do for the reverse charge, of whichever issuer")
  func reverseCharge() throws {
    var invoice = try invoice(of: "AE") { terms in
      var seller = PartyTerms()
      seller.taxRegistrationNumber = "22/815/08150"
      seller.registrationNumber = "HRB 1"
      seller.address = Address(street: "", city: "Hamburg", postalCode: "", country: "DE")
      terms[.seller] = seller
    }
    invoice.ingested?.seller = DocumentSeller(id: "1", name: "Other GmbH")
    let bytes = try #require(try EInvoice(of: invoice).ubl())
    #expect(try DocumentRules.findings(in: ["AE": bytes]) == [])
  }

  @Test("What must not be left out is named by rule, and nothing is written")
  func refused() throws {
    func expect(_ rule: String, _ start: String, _ invoice: Invoice) {
      let error = #expect(throws: DocumentIncomplete.self) { try EInvoice(of: invoice) }
      let found = error?.faults.map(\.message) ?? []
      #expect(
        found.count == 1 && found[0].hasPrefix(start) && found[0].hasSuffix("(\(rule))"),
        "\(rule): \(found)")
    }
    expect(
      "BR-CO-09", "The VAT identifier of the ingested document's issuer",
      try ingested { $0.seller?.vatId = "811907980" })
    expect(
      "BR-CO-09", "The VAT identifier of the ingested document's buyer",
      try ingested { $0.terms[.buyer]?.vatId = "556732170701" })
    expect(
      "BR-CO-09", "The VAT identifier of the ingested document's tax representative",
      try ingested { $0.terms[.taxRepresentative] = representative("SE", "556000000101") })
    expect(
      "BR-CL-14", "QQ is no country",
      try ingested { $0.terms[.taxRepresentative] = representative("QQ", "SE556000000101") })
    expect(
      "BR-DEC", "taxInTaxCurrency is 6.789 KWD",
      try ingested {
        $0.terms[.taxCurrency] = "KWD"
        $0.terms[.taxInTaxCurrency] = "6.789"
      })
    expect(
      "UBL-SR-55", "One of the means of payment has a mandate",
      try ingested { details in
        for index in details.terms.paymentMeans.indices {
          details.terms.paymentMeans[index].mandate = "M-\(index)"
        }
      })
  }
}

import Billing
import CivilTime
import Monetary
import Testing
import UBL

/// Documents at the edges of what EN 16931 can say, and beyond them.
@Suite("Documents at the edges")
struct DocumentEdgeTests {
  /// A schedule of account `A`, from 2026-10-01, 31.00 a month.
  private func schedule(
    _ change: (inout BillingSchedule) -> Void = { _ in }
  ) throws -> Record {
    var schedule = BillingSchedule(
      id: "S", accountId: "A", productName: "Support", billingMethod: .evergreen,
      billingTermUnit: .month, startDate: try #require(CivilDate(iso8601: "2026-10-01")),
      quantity: 1, unitPrice: 31, billingPeriodAmount: 31)
    schedule.attributes.taxTreatmentId = "S"
    change(&schedule)
    return .billingSchedule(schedule)
  }

  private func invoice(
    currency: String = "EUR", target: String = "2026-10-31",
    entity: (inout LegalEntity) -> Void = { _ in }, account: (inout Account) -> Void = { _ in },
    _ records: Record...
  ) throws -> Invoice {
    var seller = try Seller(currency: currency, entity: entity, account: account)
    for record in records { seller.add(record) }
    return try #require(try seller.invoices(target: target).first)
  }

  private func text(_ document: EInvoice) throws -> String {
    String(decoding: try #require(document.ubl()), as: UTF8.self)
  }

  private func faults(of invoice: Invoice) -> [String] {
    do throws(DocumentIncomplete) {
      _ = try EInvoice(of: invoice)
      return []
    } catch {
      #expect(error.faults.allSatisfy { $0.code == .documentIncomplete })
      return error.faults.map(\.message)
    }
  }

  /// With another rate and tax of its only line.
  private func taxed(_ invoice: Invoice, _ rate: String, _ tax: String) throws -> Invoice {
    var invoice = invoice
    let amount = try #require(ExactDecimal(wire: tax))
    let money = try #require(Money(exactly: amount, currency: invoice.currency))
    invoice.lines[0].taxes[0].rate = try #require(ExactDecimal(wire: rate))
    invoice.lines[0].taxes[0].amount = money
    invoice.totalTaxAmount = money
    invoice.totalAmountWithTax = try invoice.totalAmount.adding(money)
    invoice.payable = invoice.totalAmountWithTax
    return invoice
  }

  @Test("Everything at the edges is valid by EN 16931")
  func edges() throws {
    var documents: [String: [UInt8]] = [:]
    func add(_ name: String, _ invoice: Invoice, _ fragments: String...) throws {
      let text = try text(try EInvoice(of: invoice))
      for fragment in fragments {
        #expect(text.contains(fragment), "\(name): \(fragment)\n\(text)")
      }
      documents[name] = Array(text.utf8)
    }
    let lastDay = try #require(CivilDate(iso8601: "2026-10-01"))
    try add(
      "prorated", try invoice(try schedule { $0.endDate = lastDay }),
      "<cbc:AllowanceChargeReason>1 of 31 days</cbc:AllowanceChargeReason>", ">30.00<", ">1.00<")
    try add(
      "negative price",
      try invoice(
        try schedule {
          $0.unitPrice = -31
          $0.billingPeriodAmount = -31
        }),
      #"<cbc:InvoicedQuantity unitCode="C62">-1</cbc:InvoicedQuantity>"#, ">31</cbc:PriceAmount>")
    try add(
      "exempt account",
      try invoice(
        account: { $0.isTaxExempt = true }, try schedule { $0.attributes.taxTreatmentId = "E" }),
      "<cbc:TaxExemptionReason>Medical services</cbc:TaxExemptionReason>")
    try add(
      "not taxable", try invoice(try schedule { $0.attributes.taxTreatmentId = "free" }),
      "<cbc:TaxExemptionReasonCode>VATEX-EU-132</cbc:TaxExemptionReasonCode>")
    try add(
      "no treatment", try invoice(try schedule { $0.attributes.taxTreatmentId = nil }),
      "<cbc:ID>O</cbc:ID>", "VATEX-EU-O")
    try add(
      "reverse charge", try invoice(try schedule { $0.attributes.taxTreatmentId = "AE" }),
      "VATEX-EU-AE")
    try add(
      "reverse charge of a seller without VAT identifier",
      try invoice(
        entity: {
          $0.details.vatId = nil
          $0.taxRegistrationNumber = "22/815/08150"
        }, try schedule { $0.attributes.taxTreatmentId = "AE" }),
      "<cbc:CompanyID>22/815/08150</cbc:CompanyID>", "VATEX-EU-AE")
    try add(
      "a rate that rounds to 0",
      try taxed(
        try invoice(
          try schedule {
            $0.unitPrice = 10; $0.billingPeriodAmount = 10
          }), "0.4", "0.04"),
      "<cbc:Percent>0.4</cbc:Percent>")
    try add(
      "within the Union", try invoice(try schedule { $0.attributes.taxTreatmentId = "K" }),
      "<cbc:ActualDeliveryDate>2026-10-31</cbc:ActualDeliveryDate>", "VATEX-EU-IC")
    try add(
      "three digits",
      try invoice(currency: "KWD", try schedule { $0.attributes.taxTreatmentId = "Z" }),
      #"<cbc:PayableAmount currencyID="KWD">31.00</cbc:PayableAmount>"#)
    try add(
      "control characters", try invoice(try schedule { $0.productName = "A\u{FFFE}B <&> \"C\"" }))
    #expect(try DocumentRules.findings(in: documents) == [])
  }

  @Test("A credit memo is a credit note that names its invoice, valid by EN 16931")
  func creditMemos() throws {
    var documents: [String: [UInt8]] = [:]
    for (name, treatment) in [("taxed", "S"), ("exempt", "free"), ("free", nil)] {
      var seller = try Seller()
      seller.add(
        try schedule { $0.attributes.taxTreatmentId = treatment.map { TaxTreatment.ID($0) } })
      let invoice = try #require(try seller.invoices(target: "2026-10-31").first)
      let voided = try seller.memo(
        of: VoidInvoices(invoiceIds: [invoice.id], reason: "Wrong customer"), invoice)
      let part = try seller.memo(
        of: CreateCreditMemo(
          accountId: "A", currency: invoice.currency, creditDate: invoice.invoiceDate,
          lines: [
            CreateCreditMemo.Line(
              name: "Outage", amount: 10,
              invoiceLine: CreateCreditMemo.InvoiceLineName(
                invoiceId: invoice.id, invoiceLineId: invoice.lines[0].id))
          ]), invoice)
      for (kind, memo) in [("void", voided), ("part", part)] {
        let text = try text(try EInvoice(of: memo, crediting: [invoice]))
        let number = try #require(invoice.number)
        for part in [
          "<CreditNote ", "<cac:InvoiceDocumentReference>", "<cbc:ID>\(number)</cbc:ID>",
        ] {
          #expect(text.contains(part), "\(name)-\(kind): \(text)")
        }
        documents["\(name)-\(kind)"] = Array(text.utf8)
      }
    }
    #expect(documents.count == 6)
    #expect(try DocumentRules.findings(in: documents) == [])
  }

  @Test("What is missing is named by record and member, all at once")
  func missing() throws {
    let invoice = try invoice(
      entity: {
        $0.details = SellerDetails()
        $0.address.country = "QQ"
      }, account: { $0.details = BuyerDetails() },
      try schedule { $0.attributes.taxTreatmentId = "AE" })
    let faults = faults(of: invoice)
    for start in [
      "LegalEntity L has no vatId or registrationNumber: ", "LegalEntity L has no vatId: ",
      "QQ, of LegalEntity L,", "Account A has no vatId or registrationNumber: ",
    ] {
      #expect(faults.contains { $0.hasPrefix(start) }, "\(start): \(faults)")
    }
    #expect(faults.count == 4, "\(faults)")
  }

  @Test("What EN 16931 cannot say is named by line and rule")
  func unsayable() throws {
    func expect(_ invoice: Invoice, _ rules: String...) {
      let found = faults(of: invoice)
      #expect(found.count == rules.count, "\(found)")
      for rule in rules { #expect(found.contains { $0.hasSuffix("(\(rule))") }, "\(found)") }
    }
    expect(try invoice(try schedule { $0.unitOfMeasure = "licenses" }), "BR-CL-23")
    var taxes = try invoice(try schedule())
    taxes.lines[0].taxes.append(taxes.lines[0].taxes[0])
    expect(taxes, "BR-CO-04", "BR-CO-17")
    expect(
      try invoice(
        try schedule(), try schedule { $0 = $0.called("S2", treatment: nil) }), "BR-O-11")
    let third = try invoice(
      currency: "KWD",
      try schedule {
        $0.attributes.taxTreatmentId = "Z"
        $0.unitPrice = ExactDecimal(wire: "31.001") ?? 0
        $0.billingPeriodAmount = $0.unitPrice
      })
    #expect(faults(of: third).contains { $0.hasPrefix("Line 1 (Support): 31.001 KWD needs") })
    expect(
      try invoice(
        account: { $0.isTaxExempt = true }, try schedule()), "BR-E-10")
    let reasonless = faults(
      of: try invoice(account: { $0.isTaxExempt = true }, try schedule()))
    #expect(
      reasonless.first?.contains("lines 1. Account A is tax-exempt.") ?? false, "\(reasonless)")
  }

  @Test("What a record lacks is said whatever is wrong with the lines, and these share a sentence")
  func manyLines() throws {
    var invoice = try invoice(
      entity: { $0.details = SellerDetails() }, account: { $0.details = BuyerDetails() },
      try schedule { $0.unitOfMeasure = "licenses" })
    invoice.lines = Array(repeating: invoice.lines[0], count: 260)
    for index in invoice.lines.indices where index >= 150 {
      invoice.lines[index].unitOfMeasure = "unit \(index)"
    }
    invoice.lines[199].unitOfMeasure = "licenses"
    let faults = faults(of: invoice)
    #expect(faults.count == 2 + BoundedFaults.listedErrors + 1)
    #expect(
      faults[0].hasPrefix("LegalEntity L has no vatId or registrationNumber: ")
        && faults[1].hasPrefix("LegalEntity L has no vatId: "), "\(faults.prefix(2))")
    #expect(faults[2].hasPrefix("Lines 1–150, 200: licenses is no code"), "\(faults[2])")
    #expect(faults[3].hasPrefix("Line 151 (Support): unit 150 is no code"), "\(faults[3])")
    let error = #expect(throws: DocumentIncomplete.self) { try EInvoice(of: invoice) }
    #expect(
      error?.faults.prefix(3).map(\.pointer) == ["/vatId", "/vatId", "/lines/0/unitOfMeasure"])
  }

  @Test("An issuer's VAT identifier that is none is not written, nor a tax that its rate forbids")
  func forbidden() throws {
    var ingested = try invoice(entity: { $0.details.vatId = nil }, try schedule())
    ingested.ingested = IngestedDetails(
      documentType: .invoice, uniqueIdentifier: nil, referenceEntity: nil,
      prepaidAmount: .zero(ingested.currency), payableRounding: .zero(ingested.currency),
      seller: DocumentSeller(id: "1", vatId: "811907980"))
    let found = faults(of: ingested)
    #expect(found.count == 1 && found[0].contains("811907980"), "\(found)")
    #expect(found[0].hasSuffix("(BR-CO-09)"))
    // 0.4 % of 310 is 1.24: not far from the tax, which does not round to 0.
    let whole = try invoice(
      try schedule {
        $0.unitPrice = 310
        $0.billingPeriodAmount = 310
      })
    #expect(faults(of: try taxed(whole, "0.4", "1.24")).map { $0.suffix(10) } == ["(BR-CO-17)"])
    #expect(faults(of: try taxed(whole, "0.5", "1.55")) == [])
  }

  @Test("A credit note over several invoices says of each line's tax what its own invoice says")
  func severalInvoices() throws {
    let taxed = try invoice(try schedule())
    for (account, treatment, fragment) in [
      (false, "free", "<cbc:TaxExemptionReasonCode>VATEX-EU-132</cbc:TaxExemptionReasonCode>"),
      (true, "E", "<cbc:TaxExemptionReason>Medical services</cbc:TaxExemptionReason>"),
    ] {
      var seller = try Seller(account: { $0.isTaxExempt = account })
      for _ in 0..<3 {
        seller.add(try schedule { $0.attributes.taxTreatmentId = TaxTreatment.ID(treatment) })
      }
      let exempt = try #require(try seller.invoices(target: "2026-10-31").first)
      #expect(exempt.id != taxed.id)
      let memo = try seller.memo(
        of: CreateCreditMemo(
          accountId: "A", currency: exempt.currency, creditDate: exempt.invoiceDate,
          lines: [
            CreateCreditMemo.Line(
              name: "Outage", amount: 10,
              invoiceLine: CreateCreditMemo.InvoiceLineName(
                invoiceId: exempt.id, invoiceLineId: exempt.lines[0].id))
          ]), exempt)
      let document = try EInvoice(of: memo, crediting: [taxed, exempt])
      #expect(try text(document).contains(fragment))
      #expect(try DocumentRules.findings(in: [treatment: try #require(document.ubl())]) == [])
      // Of invoices from before, with what the records say now.
      var earlier = exempt
      earlier.document = nil
      let standIn = earlier.documentStandIn(
        try #require(seller.facts.accounts["A"]), seller.facts)
      #expect(standIn == exempt.document)
      for (invoices, standIns) in [
        ([taxed, earlier], [earlier.id: standIn]), ([earlier], [earlier.id: standIn]),
      ] {
        let text = try text(
          try EInvoice(of: memo, crediting: invoices, standIns: standIns))
        #expect(text.contains(fragment))
      }
    }
  }

  @Test("A draft has no document, nor has a memo that credits no invoice")
  func noDocument() throws {
    var seller = try Seller()
    seller.add(try schedule())
    let draft = try #require(try seller.invoices(target: "2026-10-31", action: .draft).first)
    #expect(faults(of: draft).contains { $0.hasSuffix("(BR-02)") })
    let memo = try seller.memo(
      of: CreateCreditMemo(
        accountId: "A", currency: draft.currency, creditDate: draft.invoiceDate,
        lines: [CreateCreditMemo.Line(name: "Goodwill", amount: 10)]), nil)
    let error = #expect(throws: DocumentIncomplete.self) {
      try EInvoice(of: memo, crediting: [])
    }
    #expect(error?.faults.map(\.pointer) == ["/invoiceId"])
  }

  @Test("An upsert refuses what has no form that a document could take")
  func forms() throws {
    var entity = LegalEntity(
      id: "L", name: "L", address: Address(street: "", city: "B", postalCode: "", country: "DE"))
    entity.details.vatId = "811907980"
    entity.details.iban = "DE89370400440532013001"
    entity.details.electronicAddress = ElectronicAddress(scheme: "9999", id: "1")
    #expect(entity.fieldFaults.map(\.field) == ["electronicAddress", "vatId", "iban"])
    var account = Account(
      id: "A", name: "A", currency: try #require(Currency(code: "EUR")),
      billingAddress: entity.address)
    account.details.vatId = "EL123456789"
    #expect(account.fieldFaults == [])
    var treatment = TaxTreatment(id: "T", name: "T", isTaxable: false)
    treatment.exemptionReasonCode = "because"
    #expect(treatment.fieldFaults.map(\.field) == ["exemptionReasonCode"])
  }

  @Test("A record that changes later changes no document")
  func snapshot() throws {
    var seller = try Seller()
    seller.add(try schedule())
    let draft = try #require(try seller.invoices(target: "2026-10-31", action: .draft).first)
    var entity = try #require(seller.facts.legalEntities["L"])
    entity.name = "Northlight SE"
    entity.details.vatId = "DE136695976"
    seller.add(.legalEntity(entity))
    let posted = try seller.post(draft)
    // All of the seller is of the same day.
    #expect(posted.document?.seller.vatId == "DE136695976")
    #expect(posted.seller?.name == "Northlight SE" && draft.seller?.name != posted.seller?.name)
    #expect(posted.document?.buyer.buyerReference == "Buyer 7")
    let other = DocumentSnapshot(seller: SellerDetails(), buyer: BuyerDetails())
    #expect(
      try EInvoice(of: posted, standIn: other).ubl() == EInvoice(of: posted).ubl())
  }
}

extension BillingSchedule {
  fileprivate func called(_ id: BillingSchedule.ID, treatment: TaxTreatment.ID?) -> BillingSchedule
  {
    var schedule = BillingSchedule(
      id: id, accountId: accountId, productName: productName, billingMethod: billingMethod,
      billingTermUnit: billingTermUnit, startDate: startDate, quantity: quantity,
      unitPrice: unitPrice, billingPeriodAmount: billingPeriodAmount)
    schedule.attributes.taxTreatmentId = treatment
    return schedule
  }
}

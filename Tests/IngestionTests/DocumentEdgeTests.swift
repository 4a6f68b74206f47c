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
    let posted = try seller.post(draft)
    #expect(posted.document?.seller.vatId == "DE811907980")
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

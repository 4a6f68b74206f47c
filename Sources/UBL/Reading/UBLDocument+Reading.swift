import Billing
import Messages

extension UBLDocument {
  /// Reads an invoice or a credit note of UBL 2.1, or a Cross Industry Invoice; one in an envelope as well.
  ///
  /// - Throws: everything that keeps it from being ingested. Texts for people never do: see ``warnings``.
  package init(reading bytes: [UInt8]) throws(UBLRefusal) {
    var root: XMLElement
    do throws(UBLError) {
      root = try XMLElementReader.read(bytes)
    } catch {
      throw UBLRefusal(faults: [error])
    }
    if root.vocabulary == .envelope {
      guard let document = root.enveloped else {
        throw UBLRefusal(faults: [.envelope(children: root.children.count)])
      }
      root = document
    }
    if root.vocabulary == .crossIndustry, root.name == "CrossIndustryInvoice" {
      let currency = root.text(
        "SupplyChainTradeTransaction/ApplicableHeaderTradeSettlement/InvoiceCurrencyCode")
      var reading = UBLReading(currency: currency)
      self.init(crossIndustry: root, &reading)
      if let refusal = reading.refusal(of: self) { throw refusal }
      warnings = reading.warnings
      return
    }
    let isInvoice = root.vocabulary == .invoice && root.name == "Invoice"
    let isCreditNote = root.vocabulary == .creditNote && root.name == "CreditNote"
    guard isInvoice || isCreditNote else {
      throw UBLRefusal(faults: [.notUBL(root: String(root.name.prefix(100)))])
    }
    var reading = UBLReading(currency: root.text("DocumentCurrencyCode"))
    self.init(root, isCreditNote: isCreditNote, &reading)
    if let refusal = reading.refusal(of: self) { throw refusal }
    warnings = reading.warnings
  }

  private init(_ root: XMLElement, isCreditNote: Bool, _ reading: inout UBLReading) {
    let number = reading.required(root.text("ID"), "ID", isCounted: false)
    let issueDate = reading.required(
      root.date("IssueDate"), "IssueDate", standIn: "2000-01-01", isCounted: false)
    let code = reading.typeCode(of: root, isCreditNote: isCreditNote)
    let currency = reading.required(reading.currency, "DocumentCurrencyCode")
    let notes = root.all("Note").compactMap(\.trimmedText)
    let note = reading.text(
      notes.isEmpty ? nil : notes.joined(separator: " "), room: IngestedText.description,
      at: "Note")
    let seller = reading.required(
      Self.seller(of: root), "AccountingSupplierParty/Party with an identifier or a name",
      isCounted: false)
    let place = "AccountingCustomerParty/Party"
    let buyer = root.at(place)
    let name = reading.text(
      buyer?.text("PartyLegalEntity/RegistrationName") ?? buyer?.text("PartyName/Name"),
      room: IngestedText.contactName, at: "\(place)/PartyLegalEntity/RegistrationName")
    let email = reading.email(
      buyer?.text("Contact/ElectronicMail"), at: "\(place)/Contact/ElectronicMail")
    let buyerAddress = reading.address(
      buyer?.first("PostalAddress"), at: "\(place)/PostalAddress")
    let delivery = "Delivery/DeliveryLocation/Address"
    let deliveryAddress = reading.address(root.at(delivery), at: delivery)
    let adjustments = reading.adjustments(of: root, in: "AllowanceCharge")
    let taxTotal = reading.taxTotal(of: root)
    var breakdown: [TaxSubtotal] = []
    for element in taxTotal?.all("TaxSubtotal") ?? [] {
      breakdown.append(reading.taxSubtotal(element))
    }
    let totals = reading.totals(of: root, taxTotal)
    let thirdParty = reading.thirdPartyAmounts(of: root, totals)
    var lines: [Line] = []
    for (index, element) in root.all(isCreditNote ? "CreditNoteLine" : "InvoiceLine").enumerated() {
      lines.append(reading.line(element, number: index + 1))
    }
    if lines.isEmpty { reading.refuse(.missing(isCreditNote ? "CreditNoteLine" : "InvoiceLine")) }
    self.init(
      isCreditNote: isCreditNote || DocumentTypeCode.creditNotes.contains(code), number: number,
      issueDate: issueDate,
      dueDate: root.date("DueDate")
        ?? root.all("PaymentMeans").lazy.compactMap { $0.date("PaymentDueDate") }.first,
      currency: currency, note: note, seller: seller,
      buyerIdentifier: buyer?.text("PartyIdentification/ID"), buyerName: name, buyerEmail: email,
      buyerAddress: buyerAddress, deliveryAddress: deliveryAddress, lines: lines,
      allowances: adjustments.allowances, charges: adjustments.charges, taxBreakdown: breakdown,
      totals: totals)
    let sellerPlace = "AccountingSupplierParty/Party"
    let supplier = root.at(sellerPlace)
    sellerName = reading.text(
      supplier?.text("PartyLegalEntity/RegistrationName") ?? supplier?.text("PartyName/Name"),
      room: IngestedText.contactName, at: "\(sellerPlace)/PartyLegalEntity/RegistrationName")
    sellerVAT = supplier?.all("PartyTaxScheme").first { $0.text("TaxScheme/ID") == "VAT" }?
      .text("CompanyID")
    purchaseOrderNumber = reading.text(
      "OrderReference/ID", of: root, room: IngestedText.number, in: "")
    thirdPartyAmounts = thirdParty
    period = Period(root.first("InvoicePeriod"))
    terms = reading.terms(of: root, isCreditNote: isCreditNote)
    // UBL demands a number where there is the seller's only.
    if purchaseOrderNumber == "NA", terms[.salesOrderReference] != nil { purchaseOrderNumber = nil }
    spread(
      reading.exemptions(
        of: taxTotal?.all("TaxSubtotal").compactMap { $0.first("TaxCategory") } ?? [],
        category: "ID", reason: "TaxExemptionReason", code: "TaxExemptionReasonCode",
        at: "TaxTotal/TaxSubtotal/TaxCategory"))
  }

  private static func seller(of root: XMLElement) -> String? {
    guard let party = root.at("AccountingSupplierParty/Party") else { return nil }
    let schemes = party.all("PartyTaxScheme")
    let vat = schemes.first { $0.text("TaxScheme/ID") == "VAT" } ?? schemes.first
    return vat?.text("CompanyID") ?? party.text("PartyLegalEntity/CompanyID")
      ?? party.text("PartyLegalEntity/RegistrationName") ?? party.text("PartyName/Name")
  }
}

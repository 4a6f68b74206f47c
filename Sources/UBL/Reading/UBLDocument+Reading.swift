extension UBLDocument {
  /// The codes of UNCL1001 for credit notes, which an Invoice may bear too (EN 16931, BT-3).
  private static let creditNoteCodes: Set<String> = ["81", "83", "381", "396", "532"]

  /// Reads a UBL 2.1 invoice or credit note.
  package init(reading bytes: [UInt8]) throws(UBLError) {
    let root = try XMLElementReader.read(bytes)
    let isInvoice = root.vocabulary == .invoice && root.name == "Invoice"
    let isCreditNote = root.vocabulary == .creditNote && root.name == "CreditNote"
    guard isInvoice || isCreditNote else { throw .notUBL(root: root.name) }
    let reading = UBLReading(
      currency: try UBLReading.required(root.text("DocumentCurrencyCode"), "DocumentCurrencyCode"))
    var lines: [Line] = []
    for (index, element) in root.all(isCreditNote ? "CreditNoteLine" : "InvoiceLine").enumerated() {
      lines.append(try reading.line(element, number: index + 1))
    }
    let adjustments = try reading.adjustments(of: root, in: "AllowanceCharge")
    let taxTotal = reading.taxTotal(of: root)
    var breakdown: [TaxSubtotal] = []
    for element in taxTotal?.all("TaxSubtotal") ?? [] {
      breakdown.append(try reading.taxSubtotal(element))
    }
    let code = root.text("InvoiceTypeCode") ?? ""
    let buyer = root.at("AccountingCustomerParty/Party")
    let notes = root.all("Note").compactMap(\.trimmedText)
    self.init(
      isCreditNote: isCreditNote || Self.creditNoteCodes.contains(code),
      number: try UBLReading.required(root.text("ID"), "ID"),
      issueDate: try UBLReading.required(root.date("IssueDate"), "IssueDate"),
      dueDate: root.date("DueDate")
        ?? root.all("PaymentMeans").lazy
        .compactMap { $0.date("PaymentDueDate") }.first,
      currency: reading.currency, note: notes.isEmpty ? nil : notes.joined(separator: " "),
      seller: try UBLReading.required(
        Self.seller(of: root), "AccountingSupplierParty/Party with an identifier or a name"),
      buyerIdentifier: buyer?.text("PartyIdentification/ID"),
      buyerName: buyer?.text("PartyLegalEntity/RegistrationName") ?? buyer?.text("PartyName/Name"),
      buyerEmail: buyer?.text("Contact/ElectronicMail"),
      buyerAddress: buyer?.first("PostalAddress").flatMap { Address($0) },
      deliveryAddress: root.at("Delivery/DeliveryLocation/Address").flatMap { Address($0) },
      lines: lines, allowances: adjustments.allowances, charges: adjustments.charges,
      taxBreakdown: breakdown, totals: try reading.totals(of: root, taxTotal))
  }

  private static func seller(of root: XMLElement) -> String? {
    guard let party = root.at("AccountingSupplierParty/Party") else { return nil }
    let schemes = party.all("PartyTaxScheme")
    let vat = schemes.first { $0.text("TaxScheme/ID") == "VAT" } ?? schemes.first
    return vat?.text("CompanyID") ?? party.text("PartyLegalEntity/CompanyID")
      ?? party.text("PartyLegalEntity/RegistrationName") ?? party.text("PartyName/Name")
  }
}

extension UBLDocument.Address {
  /// nil without a country and a city: the account's address then stands.
  fileprivate init?(_ element: XMLElement) {
    guard let city = element.text("CityName"),
      let country = element.text("Country/IdentificationCode")
    else { return nil }
    let street = ["StreetName", "AdditionalStreetName", "AddressLine/Line"]
      .compactMap { element.text($0) }
    self.init(
      street: street.joined(separator: ", "), city: city,
      postalCode: element.text("PostalZone") ?? "", state: element.text("CountrySubentity"),
      country: country)
  }
}

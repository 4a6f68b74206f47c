extension UBLDocument {
  private static let namespace = "urn:oasis:names:specification:ubl:schema:xsd:"

  /// Reads a UBL 2.1 invoice or credit note.
  package init(reading bytes: [UInt8]) throws(UBLError) {
    let root = try XMLElementReader.read(bytes)
    guard root.name == "Invoice" || root.name == "CreditNote",
      root.namespace == "\(Self.namespace)\(root.name)-2"
    else { throw .notUBL(root: root.name) }
    let isCreditNote = root.name == "CreditNote"
    let lineName = isCreditNote ? "CreditNoteLine" : "InvoiceLine"
    let currency = try Self.required("DocumentCurrencyCode", of: root)
    var lines: [Line] = []
    for element in root.all(lineName) { lines.append(try Line(element)) }
    let adjustments = try Self.adjustments(of: root)
    let taxTotal = Self.taxTotal(of: root, in: currency)
    var breakdown: [TaxSubtotal] = []
    for element in taxTotal?.all("TaxSubtotal") ?? [] {
      breakdown.append(try TaxSubtotal(element))
    }
    let buyer = root.at("AccountingCustomerParty/Party")
    self.init(
      isCreditNote: isCreditNote, number: try Self.required("ID", of: root),
      issueDate: try Self.required("IssueDate", of: root),
      dueDate: root.text("DueDate") ?? root.text("PaymentMeans/PaymentDueDate"),
      currency: currency, note: root.text("Note"), seller: Self.seller(of: root),
      buyerIdentifier: buyer?.text("PartyIdentification/ID"),
      buyerName: buyer?.text("PartyLegalEntity/RegistrationName") ?? buyer?.text("PartyName/Name"),
      buyerEmail: buyer?.text("Contact/ElectronicMail"),
      buyerAddress: buyer?.first("PostalAddress").flatMap { Address($0) },
      deliveryAddress: root.at("Delivery/DeliveryLocation/Address").flatMap { Address($0) },
      lines: lines, allowances: adjustments.allowances, charges: adjustments.charges,
      taxBreakdown: breakdown, totals: Totals(root, tax: taxTotal?.text("TaxAmount")))
  }

  /// A document may state its tax in the accounting currency too: that one is not the invoice's.
  private static func taxTotal(of root: XMLElement, in currency: String) -> XMLElement? {
    let totals = root.all("TaxTotal")
    return totals.first { $0.first("TaxAmount")?.attributes["currencyID"] == currency }
      ?? totals.first
  }

  private static func seller(of root: XMLElement) -> String? {
    guard let party = root.at("AccountingSupplierParty/Party") else { return nil }
    return party.text("PartyTaxScheme/CompanyID") ?? party.text("PartyLegalEntity/CompanyID")
      ?? party.text("PartyLegalEntity/RegistrationName") ?? party.text("PartyName/Name")
  }

  fileprivate static func required(
    _ path: String, of element: XMLElement
  ) throws(UBLError) -> String {
    guard let text = element.text(path) else { throw .missing("\(element.name)/\(path)") }
    return text
  }

  fileprivate static func adjustments(
    of element: XMLElement
  ) throws(UBLError) -> (allowances: [Adjustment], charges: [Adjustment]) {
    var result: (allowances: [Adjustment], charges: [Adjustment]) = ([], [])
    for item in element.all("AllowanceCharge") {
      let adjustment = Adjustment(
        amount: try required("Amount", of: item), reason: item.text("AllowanceChargeReason"),
        taxCategory: item.text("TaxCategory/ID"), taxRate: item.text("TaxCategory/Percent"))
      if item.text("ChargeIndicator") == "true" {
        result.charges.append(adjustment)
      } else {
        result.allowances.append(adjustment)
      }
    }
    return result
  }
}

extension UBLDocument.Line {
  fileprivate init(_ element: XMLElement) throws(UBLError) {
    let quantity = element.first("InvoicedQuantity") ?? element.first("CreditedQuantity")
    let adjustments = try UBLDocument.adjustments(of: element)
    let category = element.at("Item/ClassifiedTaxCategory")
    self.init(
      id: element.text("ID"), name: try UBLDocument.required("Item/Name", of: element),
      startDate: element.text("InvoicePeriod/StartDate"),
      endDate: element.text("InvoicePeriod/EndDate"), quantity: quantity?.trimmedText ?? "1",
      unitOfMeasure: quantity?.attributes["unitCode"],
      unitPrice: try UBLDocument.required("Price/PriceAmount", of: element),
      priceBaseQuantity: element.text("Price/BaseQuantity"),
      allowances: adjustments.allowances, charges: adjustments.charges,
      chargeAmount: try UBLDocument.required("LineExtensionAmount", of: element),
      taxCategory: category?.text("ID"), taxRate: category?.text("Percent"))
  }
}

extension UBLDocument.TaxSubtotal {
  fileprivate init(_ element: XMLElement) throws(UBLError) {
    self.init(
      category: try UBLDocument.required("TaxCategory/ID", of: element),
      rate: element.text("TaxCategory/Percent"), taxableAmount: element.text("TaxableAmount"),
      taxAmount: try UBLDocument.required("TaxAmount", of: element))
  }
}

extension UBLDocument.Totals {
  fileprivate init(_ root: XMLElement, tax: String?) {
    let totals = root.first("LegalMonetaryTotal")
    self.init(
      lines: totals?.text("LineExtensionAmount"),
      allowances: totals?.text("AllowanceTotalAmount"),
      charges: totals?.text("ChargeTotalAmount"),
      taxExclusive: totals?.text("TaxExclusiveAmount"), tax: tax,
      taxInclusive: totals?.text("TaxInclusiveAmount"), prepaid: totals?.text("PrepaidAmount"),
      rounding: totals?.text("PayableRoundingAmount"), payable: totals?.text("PayableAmount"))
  }
}

extension UBLDocument.Address {
  /// nil without a country and a city: the account's address then stands.
  fileprivate init?(_ element: XMLElement) {
    guard let city = element.text("CityName"),
      let country = element.text("Country/IdentificationCode")
    else { return nil }
    self.init(
      street: element.text("StreetName") ?? "", city: city,
      postalCode: element.text("PostalZone") ?? "", state: element.text("CountrySubentity"),
      country: country)
  }
}

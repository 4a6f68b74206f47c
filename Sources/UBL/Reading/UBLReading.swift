/// Takes the parts of a document whose amounts are in its currency out of their elements.
struct UBLReading {
  /// BT-5.
  let currency: String

  static func required(_ text: String?, _ place: String) throws(UBLError) -> String {
    guard let text else { throw .missing(place) }
    return text
  }

  /// The amount at a path; nil when there is none.
  ///
  /// - Throws: when it names another currency: to take it as one of the document's would make another
  ///   amount of it.
  private func amount(
    _ path: String, of element: XMLElement, in place: String
  ) throws(UBLError) -> String? {
    guard let found = element.at(path), let text = found.trimmedText else { return nil }
    if let stated = found.attributes["currencyID"], stated != currency {
      throw .otherCurrency("\(place)/\(path)", stated: stated, document: currency)
    }
    return text
  }

  private func requiredAmount(
    _ path: String, of element: XMLElement, in place: String
  ) throws(UBLError) -> String {
    try Self.required(try amount(path, of: element, in: place), "\(place)/\(path)")
  }

  /// A line; `number` counts from 1 and is for messages: its own identifier may be missing.
  func line(_ element: XMLElement, number: Int) throws(UBLError) -> UBLDocument.Line {
    let place = "\(element.name) \(number)"
    let quantity = element.first("InvoicedQuantity") ?? element.first("CreditedQuantity")
    let adjustments = try adjustments(of: element, in: "\(place)/AllowanceCharge")
    let category = element.at("Item/ClassifiedTaxCategory")
    return UBLDocument.Line(
      id: element.text("ID"),
      name: try Self.required(element.text("Item/Name"), "\(place)/Item/Name"),
      startDate: element.date("InvoicePeriod/StartDate"),
      endDate: element.date("InvoicePeriod/EndDate"), quantity: quantity?.trimmedText ?? "1",
      unitOfMeasure: quantity?.attributes["unitCode"],
      unitPrice: try requiredAmount("Price/PriceAmount", of: element, in: place),
      priceBaseQuantity: element.text("Price/BaseQuantity"),
      allowances: adjustments.allowances, charges: adjustments.charges,
      chargeAmount: try requiredAmount("LineExtensionAmount", of: element, in: place),
      taxCategory: category?.text("ID"), taxRate: category?.text("Percent"))
  }

  func adjustments(
    of element: XMLElement, in place: String
  ) throws(UBLError) -> (
    allowances: [UBLDocument.Adjustment], charges: [UBLDocument.Adjustment]
  ) {
    var result: (allowances: [UBLDocument.Adjustment], charges: [UBLDocument.Adjustment]) = ([], [])
    for item in element.all("AllowanceCharge") {
      let adjustment = UBLDocument.Adjustment(
        amount: try requiredAmount("Amount", of: item, in: place),
        reason: item.text("AllowanceChargeReason"), taxCategory: item.text("TaxCategory/ID"),
        taxRate: item.text("TaxCategory/Percent"))
      // A boolean of XML; which of the two it is must be said.
      switch try Self.required(item.text("ChargeIndicator"), "\(place)/ChargeIndicator") {
      case "true", "1": result.charges.append(adjustment)
      case "false", "0": result.allowances.append(adjustment)
      default: throw .missing("\(place)/ChargeIndicator that is true or false")
      }
    }
    return result
  }

  /// A document may state its tax in the accounting currency too: that one is not the invoice's.
  func taxTotal(of root: XMLElement) -> XMLElement? {
    let totals = root.all("TaxTotal")
    return totals.first { $0.first("TaxAmount")?.attributes["currencyID"] == currency }
      ?? totals.first
  }

  func taxSubtotal(_ element: XMLElement) throws(UBLError) -> UBLDocument.TaxSubtotal {
    let place = "TaxTotal/TaxSubtotal"
    return UBLDocument.TaxSubtotal(
      category: try Self.required(
        element.text("TaxCategory/ID"), "\(place)/TaxCategory/ID"),
      rate: element.text("TaxCategory/Percent") ?? element.text("Percent"),
      taxableAmount: try amount("TaxableAmount", of: element, in: place),
      taxAmount: try requiredAmount("TaxAmount", of: element, in: place))
  }

  func totals(
    of root: XMLElement, _ taxTotal: XMLElement?
  ) throws(UBLError) -> UBLDocument.Totals {
    let place = "LegalMonetaryTotal"
    var tax: String?
    if let taxTotal { tax = try amount("TaxAmount", of: taxTotal, in: "TaxTotal") }
    guard let totals = root.first(place) else { throw .missing(place) }
    return UBLDocument.Totals(
      lines: try amount("LineExtensionAmount", of: totals, in: place),
      allowances: try amount("AllowanceTotalAmount", of: totals, in: place),
      charges: try amount("ChargeTotalAmount", of: totals, in: place),
      taxExclusive: try amount("TaxExclusiveAmount", of: totals, in: place), tax: tax,
      taxInclusive: try amount("TaxInclusiveAmount", of: totals, in: place),
      prepaid: try amount("PrepaidAmount", of: totals, in: place),
      rounding: try amount("PayableRoundingAmount", of: totals, in: place),
      payable: try amount("PayableAmount", of: totals, in: place))
  }
}

import Messages
import Monetary

extension UBLReading {
  /// A line; `number` counts from 1 and is for messages: its own identifier may be missing.
  mutating func line(
    _ element: XMLElement, number: Int
  ) -> UBLDocument.Line {
    let place = "\(element.name) \(number)"
    let quantityName = element.name == "CreditNoteLine" ? "CreditedQuantity" : "InvoicedQuantity"
    let quantity = element.first("InvoicedQuantity") ?? element.first("CreditedQuantity")
    let adjustments = adjustments(of: element, in: "\(place)/AllowanceCharge")
    let category = element.at("Item/ClassifiedTaxCategory")
    // The description is the longer word for the same thing.
    let name =
      text("Item/Name", of: element, room: IngestedText.lineName, in: place)
      ?? text("Item/Description", of: element, room: IngestedText.lineName, in: place)
    let period = UBLDocument.Period(element.first("InvoicePeriod"))
    var line = UBLDocument.Line(
      id: text("ID", of: element, room: IngestedText.label, in: place),
      name: required(name, "\(place)/Item/Name", isCounted: false),
      startDate: period.startDate, endDate: period.endDate,
      quantity: required(quantity?.trimmedText, "\(place)/\(quantityName)", isCounted: false),
      unitOfMeasure: quantity?.attributes["unitCode"],
      unitPrice: requiredAmount("Price/PriceAmount", of: element, in: place),
      priceBaseQuantity: element.text("Price/BaseQuantity"),
      allowances: adjustments.allowances, charges: adjustments.charges,
      chargeAmount: requiredAmount("LineExtensionAmount", of: element, in: place),
      taxCategory: category?.text("ID"), taxRate: category?.text("Percent"))
    line.terms = terms(ofLine: element, in: place)
    return line
  }

  mutating func adjustments(
    of element: XMLElement, in place: String
  ) -> (allowances: [UBLDocument.Adjustment], charges: [UBLDocument.Adjustment]) {
    var result: (allowances: [UBLDocument.Adjustment], charges: [UBLDocument.Adjustment]) = ([], [])
    for item in element.all("AllowanceCharge") {
      let adjustment = UBLDocument.Adjustment(
        amount: requiredAmount("Amount", of: item, in: place),
        reason: text("AllowanceChargeReason", of: item, room: IngestedText.reason, in: place),
        taxCategory: item.text("TaxCategory/ID"), taxRate: item.text("TaxCategory/Percent"))
      // A boolean of XML; which of the two it is must be said.
      switch required(item.text("ChargeIndicator"), "\(place)/ChargeIndicator", standIn: "") {
      case "true", "1": result.charges.append(adjustment)
      case "false", "0": result.allowances.append(adjustment)
      case "": continue
      default: refuse(.missing("\(place)/ChargeIndicator that is true or false"))
      }
    }
    return result
  }

  /// The total that is the document's: in its currency, for a document may state its tax in the accounting
  /// currency too; and with subtotals, for it may state the bare amount once more, before or behind.
  func taxTotal(of root: XMLElement) -> XMLElement? {
    let totals = root.all("TaxTotal")
    let own = totals.filter { total in
      // A total without its amount may still have the subtotals, in which everything is.
      let amount = total.first("TaxAmount") ?? total.first("TaxSubtotal")?.first("TaxAmount")
      guard let stated = amount?.attributes["currencyID"], let currency else {
        return amount?.trimmedText != nil
      }
      return stated == currency
    }
    return own.first { $0.first("TaxSubtotal") != nil } ?? own.first
      ?? totals.first { $0.first("TaxAmount") != nil }
  }

  mutating func taxSubtotal(_ element: XMLElement) -> UBLDocument.TaxSubtotal {
    let place = "TaxTotal/TaxSubtotal"
    return UBLDocument.TaxSubtotal(
      category: required(element.text("TaxCategory/ID"), "\(place)/TaxCategory/ID", standIn: "S"),
      rate: element.text("TaxCategory/Percent") ?? element.text("Percent"),
      taxableAmount: amount("TaxableAmount", of: element, in: place),
      taxAmount: requiredAmount("TaxAmount", of: element, in: place))
  }

  mutating func totals(
    of root: XMLElement, _ taxTotal: XMLElement?
  ) -> UBLDocument.Totals {
    let place = "LegalMonetaryTotal"
    let tax = taxTotal.flatMap { amount("TaxAmount", of: $0, in: "TaxTotal") }
    guard let totals = root.first(place) else {
      refuse(.missing(place))
      return UBLDocument.Totals()
    }
    return UBLDocument.Totals(
      lines: amount("LineExtensionAmount", of: totals, in: place),
      allowances: amount("AllowanceTotalAmount", of: totals, in: place),
      charges: amount("ChargeTotalAmount", of: totals, in: place),
      taxExclusive: amount("TaxExclusiveAmount", of: totals, in: place), tax: tax,
      taxInclusive: amount("TaxInclusiveAmount", of: totals, in: place),
      prepaid: amount("PrepaidAmount", of: totals, in: place),
      rounding: amount("PayableRoundingAmount", of: totals, in: place),
      payable: amount("PayableAmount", of: totals, in: place))
  }

  /// What is payable beside the document's own amounts. UBL has one element for payments made before and
  /// for what is collected for others; which of the two they are the payable amount says, which counts the
  /// latter only.
  mutating func thirdPartyAmounts(
    of root: XMLElement, _ totals: UBLDocument.Totals
  ) -> [UBLDocument.ThirdPartyAmount] {
    var items: [UBLDocument.ThirdPartyAmount] = []
    for (index, element) in root.all("PrepaidPayment").enumerated() {
      let place = "PrepaidPayment \(index + 1)"
      guard let amount = amount("PaidAmount", of: element, in: place) else { continue }
      let description =
        text("InstructionID", of: element, room: IngestedText.reason, in: place)
        ?? text("ID", of: element, room: IngestedText.reason, in: place)
      items.append(UBLDocument.ThirdPartyAmount(amount: amount, description: description))
    }
    return totals.arePayable(items.map(\.amount)) ? items : []
  }

  /// An address as it is, whole; nil when there is none. Without a country it cannot be kept, which is said.
  mutating func address(_ element: XMLElement?, at place: String) -> UBLDocument.Address? {
    guard let element else { return nil }
    let street = [element.text("StreetName"), element.text("BuildingNumber")]
      .compactMap(\.self).joined(separator: " ")
    let names = [
      "AdditionalStreetName", "BuildingName", "BlockName", "Floor", "Room", "CitySubdivisionName",
    ]
    let lines = element.all("AddressLine").compactMap { $0.text("Line") }
    let parts =
      (street.isEmpty ? [] : [street]) + names.compactMap { element.text($0) } + lines
      + [element.text("Postbox")].compactMap(\.self)
    let city = text("CityName", of: element, room: IngestedText.city, in: place)
    let postalCode = text("PostalZone", of: element, room: IngestedText.postalCode, in: place)
    let state = text("CountrySubentity", of: element, room: IngestedText.state, in: place)
    return address(
      lines: parts, city: city, postalCode: postalCode, state: state,
      country: element.text("Country/IdentificationCode"), at: place)
  }

  /// `lines`: street and further lines, which become one text.
  mutating func address(
    lines parts: [String], city: String?, postalCode: String?, state: String?, country: String?,
    at place: String
  ) -> UBLDocument.Address? {
    let isEmpty = parts.isEmpty && city == nil && postalCode == nil && state == nil
    guard let country else {
      if !isEmpty {
        warn(
          .dropped, at: place, "The address has no country and was left out; the account's stands.")
      }
      return nil
    }
    let whole = text(
      parts.isEmpty ? nil : parts.joined(separator: ", "), room: IngestedText.street,
      at: "\(place)/StreetName")
    return UBLDocument.Address(
      street: whole, city: city, postalCode: postalCode, state: state, country: country)
  }
}

extension UBLDocument.Period {
  init(_ element: XMLElement?) {
    self.init(startDate: element?.date("StartDate"), endDate: element?.date("EndDate"))
  }
}

extension UBLDocument.Totals {
  /// Whether the payable amount counts these beside what follows from the other totals. They are payments
  /// made before when it does without them, or when they are the prepaid amount that is stated; else the
  /// document means them to be payable, be their sum right or not: then the worker says what is wrong with it.
  fileprivate func arePayable(_ amounts: [String]) -> Bool {
    func decimal(_ text: String?) -> ExactDecimal? { text.flatMap { ExactDecimal(wire: $0) } }
    guard !amounts.isEmpty, let payable = decimal(payable), var sum = decimal(taxInclusive) else {
      return false
    }
    do throws(MonetaryError) {
      sum = try sum.subtracting(decimal(prepaid) ?? 0).adding(decimal(rounding) ?? 0)
      guard sum != payable else { return false }
      var paid: ExactDecimal = 0
      for amount in amounts {
        guard let amount = decimal(amount) else { return true }
        paid = try paid.adding(amount)
      }
      return try sum.adding(paid) == payable || paid != decimal(prepaid)
    } catch {
      return false
    }
  }
}

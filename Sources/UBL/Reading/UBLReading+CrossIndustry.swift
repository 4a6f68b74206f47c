import Messages

/// The amounts of a Cross Industry Invoice.
extension UBLReading {
  mutating func crossIndustryTypeCode(_ head: XMLElement?) -> String {
    checked(
      typeCode: required(
        head?.text("TypeCode"), "ExchangedDocument/TypeCode", standIn: "", isCounted: false))
  }

  mutating func crossIndustryLines(_ trade: XMLElement?) -> [UBLDocument.Line] {
    var lines: [UBLDocument.Line] = []
    let name = "IncludedSupplyChainTradeLineItem"
    for (index, element) in (trade?.all(name) ?? []).enumerated() {
      let status = element.text("AssociatedDocumentLineDocument/LineStatusReasonCode")
      // Of Factur-X's profile EXTENDED: a heading or a remark, whose amount the lines below it have.
      guard status == nil || status == "DETAIL" else {
        warn(
          .dropped, at: "\(name) \(index + 1)",
          "It is a line for information, which is not counted, and was left out.")
        continue
      }
      lines.append(crossIndustryLine(element, number: index + 1))
    }
    if lines.isEmpty {
      refuse(.missing("\(name), which of Factur-X the profiles from BASIC on have"))
    }
    return lines
  }

  private mutating func crossIndustryLine(
    _ element: XMLElement, number: Int
  ) -> UBLDocument.Line {
    let place = "IncludedSupplyChainTradeLineItem \(number)"
    let product = element.first("SpecifiedTradeProduct")
    let agreement = element.first("SpecifiedLineTradeAgreement")
    let settlement = element.first("SpecifiedLineTradeSettlement")
    let quantity = element.at("SpecifiedLineTradeDelivery/BilledQuantity")
    let adjustments = crossIndustryAdjustments(of: settlement, in: place)
    let tax = settlement?.first("ApplicableTradeTax")
    let name = text(
      product?.text("Name") ?? product?.text("Description"), room: IngestedText.lineName,
      at: "\(place)/SpecifiedTradeProduct/Name")
    let period = UBLDocument.Period(crossIndustry: settlement?.first("BillingSpecifiedPeriod"))
    let net = agreement?.first("NetPriceProductTradePrice")
    let amount = settlement?.first("SpecifiedTradeSettlementLineMonetarySummation")
    var line = UBLDocument.Line(
      id: text(
        element.text("AssociatedDocumentLineDocument/LineID"), room: IngestedText.label,
        at: "\(place)/LineID"),
      name: required(name, "\(place)/SpecifiedTradeProduct/Name", isCounted: false),
      startDate: period.startDate, endDate: period.endDate,
      quantity: required(quantity?.trimmedText, "\(place)/BilledQuantity", isCounted: false),
      unitOfMeasure: quantity?.attributes["unitCode"],
      unitPrice: requiredAmount("ChargeAmount", of: net, in: "\(place)/NetPriceProductTradePrice"),
      priceBaseQuantity: net?.text("BasisQuantity")
        ?? agreement?.text("GrossPriceProductTradePrice/BasisQuantity"),
      allowances: adjustments.allowances, charges: adjustments.charges,
      chargeAmount: requiredAmount("LineTotalAmount", of: amount, in: place),
      taxCategory: tax?.text("CategoryCode"), taxRate: tax?.text("RateApplicablePercent"))
    line.terms = crossIndustryTerms(
      ofLine: element, hasName: product?.text("Name") != nil, in: place)
    return line
  }

  private mutating func requiredAmount(
    _ path: String, of element: XMLElement?, in place: String
  ) -> String {
    guard let element else { return required(nil, "\(place)/\(path)") }
    return requiredAmount(path, of: element, in: place)
  }

  mutating func crossIndustryAdjustments(
    of element: XMLElement?, in place: String
  ) -> (allowances: [UBLDocument.Adjustment], charges: [UBLDocument.Adjustment]) {
    var result: (allowances: [UBLDocument.Adjustment], charges: [UBLDocument.Adjustment]) = ([], [])
    let name = "\(place)/SpecifiedTradeAllowanceCharge"
    for item in element?.all("SpecifiedTradeAllowanceCharge") ?? [] {
      let adjustment = UBLDocument.Adjustment(
        amount: requiredAmount("ActualAmount", of: item, in: name),
        reason: text("Reason", of: item, room: IngestedText.reason, in: name),
        taxCategory: item.text("CategoryTradeTax/CategoryCode"),
        taxRate: item.text("CategoryTradeTax/RateApplicablePercent"))
      switch required(
        item.text("ChargeIndicator/Indicator"), "\(name)/ChargeIndicator", standIn: "")
      {
      case "true", "1": result.charges.append(adjustment)
      case "false", "0": result.allowances.append(adjustment)
      case "": continue
      default: refuse(.missing("\(name)/ChargeIndicator that is true or false"))
      }
    }
    // Of Factur-X's profile EXTENDED: charges of their own kind.
    for item in element?.all("SpecifiedLogisticsServiceCharge") ?? [] {
      let name = "\(place)/SpecifiedLogisticsServiceCharge"
      result.charges.append(
        UBLDocument.Adjustment(
          amount: requiredAmount("AppliedAmount", of: item, in: name),
          reason: text("Description", of: item, room: IngestedText.reason, in: name),
          taxCategory: item.text("AppliedTradeTax/CategoryCode"),
          taxRate: item.text("AppliedTradeTax/RateApplicablePercent")))
    }
    return result
  }

  mutating func crossIndustryBreakdown(_ settlement: XMLElement?) -> [UBLDocument.TaxSubtotal] {
    var breakdown: [UBLDocument.TaxSubtotal] = []
    let place = "ApplicableTradeTax"
    for element in settlement?.all(place) ?? [] {
      breakdown.append(
        UBLDocument.TaxSubtotal(
          category: required(element.text("CategoryCode"), "\(place)/CategoryCode", standIn: "S"),
          rate: element.text("RateApplicablePercent"),
          taxableAmount: amount("BasisAmount", of: element, in: place),
          taxAmount: requiredAmount("CalculatedAmount", of: element, in: place)))
    }
    return breakdown
  }

  mutating func crossIndustryTotals(_ settlement: XMLElement?) -> UBLDocument.Totals {
    let place = "SpecifiedTradeSettlementHeaderMonetarySummation"
    guard let totals = settlement?.first(place) else {
      refuse(.missing(place))
      return UBLDocument.Totals()
    }
    return UBLDocument.Totals(
      lines: amount("LineTotalAmount", of: totals, in: place),
      allowances: amount("AllowanceTotalAmount", of: totals, in: place),
      charges: amount("ChargeTotalAmount", of: totals, in: place),
      taxExclusive: amount("TaxBasisTotalAmount", of: totals, in: place),
      tax: crossIndustryTax(of: totals)?.trimmedText,
      taxInclusive: amount("GrandTotalAmount", of: totals, in: place),
      prepaid: amount("TotalPrepaidAmount", of: totals, in: place),
      rounding: amount("RoundingAmount", of: totals, in: place),
      payable: amount("DuePayableAmount", of: totals, in: place))
  }

  /// The total that is the document's: it may state its tax in the accounting currency as well.
  private func crossIndustryTax(of totals: XMLElement) -> XMLElement? {
    let all = totals.all("TaxTotalAmount")
    return all.first { $0.attributes["currencyID"] == currency }
      ?? all.first { $0.attributes["currencyID"] == nil }
  }
}

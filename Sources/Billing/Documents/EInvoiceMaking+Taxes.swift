import Monetary

/// The tax of each line, and the breakdown.
extension EInvoiceMaking {
  /// Which categories of UNCL5305 a document may have (BR-CL-17); split payment (B) is Italy's own.
  private static let known: Set<String> = ["S", "Z", "E", "AE", "K", "G", "O", "L", "M"]
  /// Those with a tax amount.
  private static let taxed: Set<String> = ["S", "L", "M"]
  /// Those whose reason follows from the category.
  private static let ownReason = [
    "AE": "VATEX-EU-AE", "K": "VATEX-EU-IC", "G": "VATEX-EU-G", "O": "VATEX-EU-O",
  ]

  /// What a line is taxed by; what cannot be said of it was reported by ``taxes()``.
  func category(ofLine index: Int) -> EInvoice.TaxCategory {
    let key = key(ofLine: index)
    return EInvoice.TaxCategory(
      code: key.category, rate: key.category == "O" ? nil : key.percent.description)
  }

  private func key(ofLine index: Int) -> TaxKey { invoice.documentTax(ofLine: index, snapshot) }

  /// BG-23, in the order in which lines meet the taxes.
  mutating func taxes() -> [EInvoice.TaxSubtotal] {
    var keys: [TaxKey] = []
    var sums: [TaxKey: TaxSums] = [:]
    var untaxed: [Int] = []
    for index in invoice.lines.indices {
      let line = invoice.lines[index]
      let key = key(ofLine: index)
      check(line, key, at: index + 1)
      if key.category == "O" { untaxed.append(index + 1) }
      if sums[key] == nil { keys.append(key) }
      var sum = sums[key] ?? TaxSums()
      sum.taxable += line.amount.minorUnits
      for record in line.taxes { sum.tax += record.amount.minorUnits }
      sums[key] = sum
    }
    if !untaxed.isEmpty, keys.contains(where: { $0.category != "O" }) {
      for position in untaxed {
        unsayable(
          position, "taxes", "BR-O-11",
          "Not subject to VAT (O), beside lines that are: a tax treatment with a tax category is needed, such as Z or E."
        )
      }
    }
    var subtotals: [EInvoice.TaxSubtotal] = []
    for key in keys {
      if let sum = sums[key] { subtotals.append(subtotal(key, sum)) }
    }
    return subtotals
  }

  private struct TaxSums {
    var taxable: Int128 = 0
    var tax: Int128 = 0
  }

  private mutating func check(_ line: InvoiceLine, _ key: TaxKey, at position: Int) {
    if line.taxes.count > 1 {
      unsayable(
        position, "taxes", "BR-CO-04",
        "There are \(line.taxes.count) taxes, and a line of EN 16931 has one.")
    }
    if !Self.known.contains(key.category) {
      unsayable(
        position, "taxes", "BR-CL-17",
        "\(key.category) is no tax category that a document may have.")
    }
    if !Self.taxed.contains(key.category), key.percent != 0 {
      unsayable(
        position, "taxes", "BR-\(Self.rule(of: key.category))-05",
        "The rate is \(key.percent) %, and the category \(key.category) has none.")
    }
    if key.category == "S", key.percent == 0 {
      unsayable(
        position, "taxes", "BR-S-05",
        "The rate is 0 %, and the standard category (S) has one above: zero-rated is Z.")
    }
  }

  private mutating func subtotal(_ key: TaxKey, _ sum: TaxSums) -> EInvoice.TaxSubtotal {
    let currency = invoice.currency
    let taxable = try? Money(minorUnits: sum.taxable, currency: currency)
    let tax = try? Money(minorUnits: sum.tax, currency: currency)
    guard let taxable, let tax else {
      unsayable("taxes", "BR-CO-14", "The taxes are beyond 18 digits before the point.")
      return EInvoice.TaxSubtotal(
        tax: EInvoice.TaxCategory(code: key.category), taxableAmount: "0", taxAmount: "0")
    }
    checkAmount(key, taxable, tax)
    let exemption = exemption(of: key.category)
    return EInvoice.TaxSubtotal(
      tax: EInvoice.TaxCategory(
        code: key.category, rate: key.category == "O" ? nil : key.percent.description),
      taxableAmount: text(taxable, "taxes"), taxAmount: text(tax, "taxes"),
      exemptionReason: exemption.reason, exemptionReasonCode: exemption.code)
  }

  /// Half a percent: what is less rounds to 0.
  private static let leastRoundedRate = ExactDecimal(coefficient: 5, scale: 1) ?? 0

  /// Within one unit of the currency, as the rule has it; where the rate rounds to 0, the tax does as well.
  private mutating func checkAmount(_ key: TaxKey, _ taxable: Money, _ tax: Money) {
    let unit = (0..<invoice.currency.minorUnitDigits).reduce(Int128(1)) { value, _ in value * 10 }
    let due: Int128 = (try? taxable.percentage(key.percent))?.minorUnits ?? 0
    let difference =
      (tax.minorUnits < 0 ? -tax.minorUnits : tax.minorUnits) - (due < 0 ? -due : due)
    var isWithin = difference < unit && -difference < unit
    if key.percent == 0 {
      isWithin = tax.isZero
    } else if key.percent < Self.leastRoundedRate {
      isWithin = isWithin && tax.minorUnits * 2 < unit && tax.minorUnits * -2 < unit
    }
    guard !isWithin else { return }
    unsayable(
      "taxes", "BR-CO-17",
      "The tax \(key.text) is \(tax), which is not \(key.percent) % of \(taxable).")
  }

  private mutating func exemption(of category: String) -> DocumentSnapshot.Exemption {
    guard !Self.taxed.contains(category), category != "Z" else {
      return DocumentSnapshot.Exemption()
    }
    var exemption = snapshot.taxes.exemptions[category] ?? DocumentSnapshot.Exemption()
    if exemption.reason == nil, exemption.code == nil { exemption.code = Self.ownReason[category] }
    if exemption.reason == nil, exemption.code == nil {
      let exempt = invoice.lines.indices.filter { key(ofLine: $0).category == category }
      let account =
        snapshot.taxes.untaxed == "E" ? " Account \(invoice.accountId) is tax-exempt." : ""
      unsayable(
        "taxes", "BR-E-10",
        "Exempt from VAT (E), and without a reason: lines \(LinePositions(exempt.map { $0 + 1 })).\(account) "
          + "Give them a TaxTreatment with exemptionReason or exemptionReasonCode: documents keep what it says when "
          + "an invoice is posted.")
    }
    return exemption
  }
}

extension Invoice {
  /// The tax that a line bears, its first where there are several; of a line without tax its category.
  func documentTax(ofLine index: Int, _ snapshot: DocumentSnapshot) -> TaxKey {
    let line = lines[index]
    if let record = line.taxes.first {
      return TaxKey(category: record.category, percent: record.rate)
    }
    let stated = line.ingested?.taxCategory
    return TaxKey(
      category: snapshot.taxes.categories[index + 1] ?? stated ?? snapshot.taxes.untaxed,
      percent: 0)
  }
}

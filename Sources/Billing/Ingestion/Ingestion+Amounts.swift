import Monetary

extension Ingestion {
  /// Everything that is charged, in the order of the stored lines: lines, allowances, charges. nil
  /// when an amount is not exact for the currency.
  mutating func charges(in currency: Currency) -> [IngestedCharge]? {
    var charges: [IngestedCharge] = []
    charges.reserveCapacity(
      invoice.lines.count + invoice.allowances.count + invoice.charges.count)
    var isComplete = true
    for (index, line) in invoice.lines.enumerated() {
      let place: IngestedCharge.Place = debitMemo == nil ? .line(index) : .memoLine(index)
      if let charge = charge(line, at: place, in: currency) {
        charges.append(charge)
      } else {
        isComplete = false
      }
    }
    for (index, item) in invoice.allowances.enumerated() {
      if let charge = charge(item, at: .allowance(index), in: currency, sign: -1) {
        charges.append(charge)
      } else {
        isComplete = false
      }
    }
    for (index, item) in invoice.charges.enumerated() {
      if let charge = charge(item, at: .charge(index), in: currency, sign: 1) {
        charges.append(charge)
      } else {
        isComplete = false
      }
    }
    return isComplete ? charges : nil
  }

  private mutating func charge(
    _ line: IncomingLine, at place: IngestedCharge.Place, in currency: Currency
  ) -> IngestedCharge? {
    let amount = faults.money(line.chargeAmount, currency, at: place.field("chargeAmount"))
    var isComplete = amount != nil
    for (number, item) in line.allowances.enumerated()
    where faults.money(item.amount, currency, at: "\(place)/allowances/\(number)/amount") == nil {
      isComplete = false
    }
    for (number, item) in line.charges.enumerated()
    where faults.money(item.amount, currency, at: "\(place)/charges/\(number)/amount") == nil {
      isComplete = false
    }
    for (number, tax) in line.taxes.enumerated()
    where faults.money(tax.amount, currency, at: "\(place)/taxes/\(number)/amount") == nil {
      isTaxUnclear = true
    }
    guard isComplete, let amount else { return nil }
    if line.priceBaseQuantity > 0 { compare(line, with: amount, at: place) }
    return IngestedCharge(
      place: place, amount: amount, status: status(of: line), basis: basis(of: line),
      address: account?.taxAddress(
        shipping: line.shippingAddressId.flatMap { addresses[$0] },
        billing: line.billingAddressId.flatMap { addresses[$0] }),
      given: line.taxes)
  }

  /// The amount is taken as given; a warning says when it does not follow from the rest of the
  /// line (``LineFormula``).
  private mutating func compare(
    _ line: IncomingLine, with amount: Money, at place: IngestedCharge.Place
  ) {
    let expected: Money?
    do throws(MonetaryError) {
      expected = try LineFormula(
        quantity: line.quantity, unitPrice: line.unitPrice,
        priceBaseQuantity: line.priceBaseQuantity, charges: line.charges,
        allowances: line.allowances
      ).quotient().rounded(to: amount.currency)
    } catch {
      expected = nil
    }
    guard expected != amount else { return }
    var source: RecordReference?
    if let debitMemo { source = RecordReference(.debitMemo, debitMemo.id) }
    let computed =
      if let expected { expected.decimalText } else { "more than 18 digits before the point" }
    faults.warn(
      .lineAmountMismatch, at: place.description,
      "\(place.subject)chargeAmount is \(amount.decimalText), but quantity × unitPrice ÷ priceBaseQuantity + "
        + "charges − allowances makes \(computed). The amount given holds.", source: source)
  }

  private func basis(of line: IncomingLine) -> IngestedCharge.TaxBasis {
    if let category = line.taxCategory {
      return .stated(TaxKey(category: category, percent: line.taxRate ?? 0))
    }
    guard let id = line.taxTreatmentId ?? facts.defaultTaxTreatments.min() else { return .unstated }
    // Amounts given without a word on the treatment are not measured by the default one, which
    // decides the tax all the same where they are calculated again.
    if line.taxTreatmentId == nil, !line.taxes.isEmpty, !shouldCalculateTax {
      return .unstated
    }
    guard let treatment = facts.taxTreatments[id] else { return .unstated }
    return treatment.isTaxable ? .treatment(treatment) : .notTaxable
  }

  private mutating func charge(
    _ item: DocumentAdjustment, at place: IngestedCharge.Place, in currency: Currency, sign: Int
  ) -> IngestedCharge? {
    guard let amount = faults.money(item.amount, currency, at: "\(place)/amount") else {
      return nil
    }
    return IngestedCharge(
      place: place, amount: sign < 0 ? amount.negated : amount,
      status: taxCalculationStatus,
      basis: .stated(TaxKey(category: item.taxCategory, percent: item.taxRate)), address: nil,
      given: [])
  }

  /// The document's own amounts, each nil when it is not exact.
  mutating func settlement(
    in currency: Currency
  ) -> (prepaid: Money?, payableRounding: Money?, thirdParty: Money?) {
    (
      faults.money(invoice.prepaidAmount, currency, at: "/invoice/prepaidAmount"),
      faults.money(invoice.payableRounding, currency, at: "/invoice/payableRounding"),
      thirdParty(in: currency)
    )
  }

  /// What is collected for others, in all.
  private mutating func thirdParty(in currency: Currency) -> Money? {
    var sum: Money? = .zero(currency)
    for (index, item) in invoice.thirdPartyAmounts.enumerated() {
      let pointer = "/invoice/thirdPartyAmounts/\(index)/amount"
      guard let amount = faults.money(item.amount, currency, at: pointer), let before = sum else {
        sum = nil
        continue
      }
      do throws(MonetaryError) {
        sum = try before.adding(amount)
      } catch {
        faults.overflow(at: pointer)
        sum = nil
      }
    }
    return sum
  }

  /// What the charges add up to before tax.
  struct DocumentAmounts {
    var lines: Money
    var allowances: Money
    var charges: Money
    var taxExclusive: Money
  }

  /// nil when a sum is beyond the bound.
  mutating func documentAmounts(
    of all: [IngestedCharge], in currency: Currency
  ) -> DocumentAmounts? {
    let zero = Money.zero(currency)
    var amounts = DocumentAmounts(
      lines: zero, allowances: zero, charges: zero, taxExclusive: zero)
    do throws(MonetaryError) {
      for charge in all {
        amounts.taxExclusive = try amounts.taxExclusive.adding(charge.amount)
        switch charge.place {
        case .line, .memoLine: amounts.lines = try amounts.lines.adding(charge.amount)
        case .allowance: amounts.allowances = try amounts.allowances.subtracting(charge.amount)
        case .charge: amounts.charges = try amounts.charges.adding(charge.amount)
        }
      }
      return amounts
    } catch {
      faults.overflow(at: "/invoice/lines")
      return nil
    }
  }
}

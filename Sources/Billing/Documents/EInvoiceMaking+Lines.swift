import CivilTime
import Monetary

/// Lines, and allowances and charges on the document.
extension EInvoiceMaking {
  mutating func lines() -> [EInvoice.Line] {
    var lines: [EInvoice.Line] = []
    for index in invoice.lines.indices where invoice.lines[index].type == .charge {
      lines.append(line(at: index))
    }
    if lines.isEmpty {
      unsayable("lines", "BR-16", "A document has a line, and the invoice has none that charges.")
    }
    return lines
  }

  mutating func adjustments() -> [EInvoice.Adjustment] {
    var adjustments: [EInvoice.Adjustment] = []
    let lastAllowance = lastAllowance
    for index in invoice.lines.indices where invoice.lines[index].type == .adjustment {
      let line = invoice.lines[index]
      let amount = line.amount.isNegative ? line.amount.negated : line.amount
      adjustments.append(
        EInvoice.Adjustment(
          isCharge: isCharge(at: index, lastAllowance: lastAllowance),
          amount: text(amount, line: index + 1, "amount"), reason: line.name,
          tax: category(ofLine: index)))
    }
    return adjustments
  }

  /// The last line that is an allowance of an amount; nil without one.
  var lastAllowance: Int? {
    invoice.lines.lastIndex { $0.type == .adjustment && $0.amount.isNegative }
  }

  /// Whether an adjustment is a charge. One of 0.00 is an allowance where another follows: charges stand behind allowances.
  func isCharge(at index: Int, lastAllowance: Int?) -> Bool {
    let amount = invoice.lines[index].amount
    return amount.isZero ? lastAllowance.map { index > $0 } ?? true : !amount.isNegative
  }

  private mutating func line(at index: Int) -> EInvoice.Line {
    let line = invoice.lines[index]
    let position = index + 1
    let unit = line.unitOfMeasure ?? UnitCode.one
    if !UnitCode.isKnown(unit) {
      unsayable(
        position, "unitOfMeasure", "BR-CL-23",
        "\(unit) is no code of UNECE Recommendation 20: C62 is a piece, HUR an hour, MON a month.")
    }
    // A price is never negative (BR-27): its sign goes to the quantity.
    let isNegative = line.unitPrice < 0
    let quantity = isNegative ? Self.negated(line.quantity) : line.quantity
    let price = isNegative ? Self.negated(line.unitPrice) : line.unitPrice
    let base = line.ingested?.priceBaseQuantity ?? 1
    return EInvoice.Line(
      id: line.id, name: line.name, quantity: quantity.description, unitCode: unit,
      amount: text(line.amount, line: position, "amount"), startDate: line.startDate,
      endDate: line.endDate,
      adjustments: adjustments(of: line, position, quantity, price, base),
      price: price.description, priceBaseQuantity: base == 1 ? nil : base.description,
      tax: category(ofLine: index), terms: terms(ofLine: line, at: position))
  }

  /// Those of the line, and one for what quantity × price differs by from what was billed.
  private mutating func adjustments(
    of line: InvoiceLine, _ position: Int, _ quantity: ExactDecimal, _ price: ExactDecimal,
    _ base: ExactDecimal
  ) -> [EInvoice.Adjustment] {
    var adjustments: [EInvoice.Adjustment] = []
    let allowances = line.ingested?.allowances ?? []
    let charges = line.ingested?.charges ?? []
    for item in allowances {
      adjustments.append(adjustment(item, isCharge: false, position))
    }
    for item in charges { adjustments.append(adjustment(item, isCharge: true, position)) }
    let formula = LineFormula(
      quantity: quantity, unitPrice: price, priceBaseQuantity: base, charges: charges,
      allowances: allowances)
    let difference: Money
    do throws(MonetaryError) {
      difference = try line.amount.subtracting(
        try formula.quotient().rounded(to: invoice.currency))
    } catch {
      unsayable(
        position, "quantity", "BR-24", "Quantity times price is beyond 18 digits before the point.")
      return adjustments
    }
    guard !difference.isZero else { return adjustments }
    let amount = difference.isNegative ? difference.negated : difference
    adjustments.append(
      EInvoice.Adjustment(
        isCharge: !difference.isNegative, amount: text(amount, line: position, "amount"),
        reason: line.differenceReason, tax: nil))
    return adjustments
  }

  private mutating func adjustment(
    _ item: AmountWithReason, isCharge: Bool, _ position: Int
  ) -> EInvoice.Adjustment {
    let name = isCharge ? "Charge" : "Allowance"
    let amount = Money(exactly: item.amount, currency: invoice.currency)
    return EInvoice.Adjustment(
      isCharge: isCharge,
      amount: text(amount ?? .zero(invoice.currency), line: position, name.lowercased() + "s"),
      reason: item.reason ?? name, tax: nil)
  }

  private static func negated(_ number: ExactDecimal) -> ExactDecimal {
    ExactDecimal(coefficient: -number.coefficient, scale: Int(number.scale)) ?? 0
  }
}

extension InvoiceLine {
  /// Why the line is not quantity × price, as its calculation has it.
  fileprivate var differenceReason: String {
    guard let calculation else {
      return usage == nil ? "Difference to the amount billed" : "Price by usage"
    }
    switch calculation.kind {
    case .prorated:
      guard let days = calculation.days, let whole = calculation.ofDays else {
        return "Part of a period"
      }
      return "\(days) of \(whole) days"
    case .completesTotal: return "Completes the total amount"
    case .usage: return "Price by usage"
    case .lateUsage: return "Late usage"
    case .oneTime: return "One-time amount"
    }
  }
}

import CivilTime
import Monetary

/// What a line says of how its amount came about, taken down where the amount is made.
extension PeriodCharges {
  /// nil where the charge is simply the full period's amount: then there is nothing to say, and nothing is done.
  ///
  /// `billed`, of a line that completes its schedule: what was billed before.
  func calculation(
    of charge: Money, for period: UnbilledPeriod, completing billed: Money? = nil
  ) -> LineCalculation? {
    if let billed, let total, charge != amount || period.isPartial {
      let isByDays = period.isPartial && arePartialPeriodsProrated
      return LineCalculation(
        kind: .completesTotal, fullPeriod: isOneTime ? nil : period.full,
        days: isByDays ? period.part.days : nil,
        ofDays: isByDays ? period.daysInFullPeriod : nil, basisAmount: amount, totalAmount: total,
        billedBefore: billed)
    }
    if isOneTime { return LineCalculation(kind: .oneTime, basisAmount: amount) }
    guard period.isPartial else { return nil }
    let whole = period.daysInFullPeriod
    switch period.before {
    case .lines where !arePartialPeriodsProrated:
      return LineCalculation(
        kind: .completesTotal, fullPeriod: period.full, totalAmount: amount,
        billedBefore: chargedOfPeriod)
    case .nothing where !arePartialPeriodsProrated:
      return LineCalculation(
        kind: .prorated, fullPeriod: period.full, days: whole, ofDays: whole, basisAmount: amount)
    case .nothing, .lines, .countsAsBilled:
      return LineCalculation(
        kind: .prorated, fullPeriod: period.full, days: period.part.days, ofDays: whole,
        basisAmount: amount)
    }
  }
}

extension LineCalculation {
  /// Of what was used in a period.
  static func usage(_ usage: LineUsage) -> LineCalculation {
    LineCalculation(
      kind: .usage,
      tierSteps: usage.price.mode == nil ? [] : steps(of: usage.overageQuantity, by: usage.price),
      includedQuantity: usage.includedQuantity)
  }

  static func lateUsage(_ charge: LateUsage.Charge) -> LineCalculation {
    LineCalculation(
      kind: .lateUsage, tierSteps: steps(of: charge.overageOfPeriod, by: charge.usage.price),
      includedQuantity: charge.includedInPeriod, totalAmount: charge.total,
      billedBefore: charge.billedBefore)
  }

  /// Of the rest of a period, charged in full before, that is invoiced again: what the line charged whose place it takes.
  static func replacing(_ amount: Money, of period: UnbilledPeriod) -> LineCalculation? {
    period.isPartial
      ? LineCalculation(kind: .completesTotal, fullPeriod: period.full, totalAmount: amount) : nil
  }

  /// None where a step is beyond an amount though their sum is not: what explains an invoice must not keep it from being made.
  private static func steps(of quantity: ExactDecimal, by price: UsagePrice) -> [TierStep] {
    var steps: [TierStep] = []
    do throws(MonetaryError) {
      try price.forEachPart(of: quantity) { part throws(MonetaryError) in
        var amount = ExactSum()
        try part.add(to: &amount)
        steps.append(
          TierStep(
            from: part.from, upTo: part.upTo, quantity: part.quantity, unitPrice: part.unitPrice,
            flatFee: part.flatFee, amount: try amount.decimal()))
      }
      return steps
    } catch {
      return []
    }
  }
}

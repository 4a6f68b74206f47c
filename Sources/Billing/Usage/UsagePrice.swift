package import Monetary

/// What a quantity that was used costs: a rate, or tiers.
package struct UsagePrice: Hashable, Sendable {
  /// The rate, where there are no tiers.
  package let unitPrice: ExactDecimal
  /// nil: no tiers.
  package let mode: TierMode?
  /// Ascending; the last has no end.
  package let tiers: [UsageTier]

  package init(unitPrice: ExactDecimal, mode: TierMode?, tiers: [UsageTier]) {
    self.unitPrice = unitPrice
    self.mode = mode
    self.tiers = tiers
  }

  /// The charge for a quantity, rounded once; zero for none, whatever flat fees there are.
  ///
  /// - Throws: `overflow` beyond the bounds of an amount.
  package func charge(
    for quantity: ExactDecimal, in currency: Currency
  ) throws(MonetaryError) -> Money {
    guard quantity > 0 else { return .zero(currency) }
    var sum = ExactSum()
    switch mode {
    case nil: try sum.add(quantity, times: unitPrice)
    case .graduated: try addGraduated(quantity, to: &sum)
    case .volume: try addVolume(quantity, to: &sum)
    }
    return try sum.rounded(to: currency)
  }

  private func addGraduated(
    _ quantity: ExactDecimal, to sum: inout ExactSum
  ) throws(MonetaryError) {
    var from: ExactDecimal = 0
    for tier in tiers where from < quantity {
      var to = quantity
      if let upTo = tier.upTo, upTo < quantity { to = upTo }
      try sum.add(to.subtracting(from), times: tier.unitPrice)
      if let fee = tier.flatFee { try sum.add(fee) }
      from = to
    }
  }

  private func addVolume(
    _ quantity: ExactDecimal, to sum: inout ExactSum
  ) throws(MonetaryError) {
    for tier in tiers {
      if let upTo = tier.upTo, upTo < quantity { continue }
      try sum.add(quantity, times: tier.unitPrice)
      if let fee = tier.flatFee { try sum.add(fee) }
      return
    }
  }
}

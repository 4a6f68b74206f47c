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
    var sum = ExactSum()
    try forEachPart(of: quantity) { part throws(MonetaryError) in try part.add(to: &sum) }
    return try sum.rounded(to: currency)
  }

  /// Hands over what a quantity is made of, in order: for each tier it reaches what is priced by that tier, for a rate all of
  /// it. Nothing for no quantity.
  package func forEachPart(
    of quantity: ExactDecimal, _ body: (Part) throws(MonetaryError) -> Void
  ) throws(MonetaryError) {
    guard quantity > 0 else { return }
    switch mode {
    case nil:
      try body(Part(from: 0, upTo: nil, quantity: quantity, unitPrice: unitPrice, flatFee: nil))
    case .graduated:
      var from: ExactDecimal = 0
      for tier in tiers where from < quantity {
        var to = quantity
        if let upTo = tier.upTo, upTo < quantity { to = upTo }
        try body(Part(tier, from: from, quantity: to.subtracting(from)))
        from = to
      }
    case .volume:
      var from: ExactDecimal = 0
      for tier in tiers {
        if let upTo = tier.upTo, upTo < quantity {
          from = upTo
          continue
        }
        return try body(Part(tier, from: from, quantity: quantity))
      }
    }
  }

  /// A quantity with the tier that prices it.
  package struct Part: Hashable, Sendable {
    /// Where the tier begins.
    package let from: ExactDecimal
    /// Where it ends, inclusive; nil where it has no end.
    package let upTo: ExactDecimal?
    package let quantity: ExactDecimal
    package let unitPrice: ExactDecimal
    package let flatFee: ExactDecimal?

    init(
      from: ExactDecimal, upTo: ExactDecimal?, quantity: ExactDecimal, unitPrice: ExactDecimal,
      flatFee: ExactDecimal?
    ) {
      self.from = from
      self.upTo = upTo
      self.quantity = quantity
      self.unitPrice = unitPrice
      self.flatFee = flatFee
    }

    init(_ tier: UsageTier, from: ExactDecimal, quantity: ExactDecimal) {
      self.init(
        from: from, upTo: tier.upTo, quantity: quantity, unitPrice: tier.unitPrice,
        flatFee: tier.flatFee)
    }

    /// Adds its price.
    package func add(to sum: inout ExactSum) throws(MonetaryError) {
      try sum.add(quantity, times: unitPrice)
      if let flatFee { try sum.add(flatFee) }
    }
  }
}

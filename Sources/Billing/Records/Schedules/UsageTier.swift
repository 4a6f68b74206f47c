package import Monetary

/// A range of quantities with its price.
package struct UsageTier: Hashable, Sendable {
  /// The last quantity of the tier, inclusive; nil: the last tier, without end.
  package let upTo: ExactDecimal?
  package let unitPrice: ExactDecimal
  /// Charged once when the tier is reached, never for no usage.
  package let flatFee: ExactDecimal?

  package init(upTo: ExactDecimal?, unitPrice: ExactDecimal, flatFee: ExactDecimal? = nil) {
    self.upTo = upTo
    self.unitPrice = unitPrice
    self.flatFee = flatFee
  }
}

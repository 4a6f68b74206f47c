package import Monetary

/// What a usage line says besides its amount, which is the charge for the overage.
package struct LineUsage: Hashable, Sendable {
  package let consumedQuantity: ExactDecimal
  /// Free of charge.
  package let includedQuantity: ExactDecimal
  /// What is charged: consumed less included, never negative.
  package let overageQuantity: ExactDecimal
  package let price: UsagePrice

  package init(
    consumedQuantity: ExactDecimal,
    includedQuantity: ExactDecimal,
    overageQuantity: ExactDecimal,
    price: UsagePrice
  ) {
    self.consumedQuantity = consumedQuantity
    self.includedQuantity = includedQuantity
    self.overageQuantity = overageQuantity
    self.price = price
  }
}

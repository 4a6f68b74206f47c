package import Monetary

/// An allowance or charge of a line, within its amount already.
package struct AmountWithReason: Hashable, Sendable {
  package let amount: ExactDecimal
  package let reason: String?

  package init(amount: ExactDecimal, reason: String? = nil) {
    self.amount = amount
    self.reason = reason
  }
}

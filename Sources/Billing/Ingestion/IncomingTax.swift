package import Monetary

/// A tax amount that a line brings with it.
package struct IncomingTax: Hashable, Sendable {
  package var name: String?
  package var code: String?
  /// Percent; left out, the line's.
  package var rate: ExactDecimal?
  package var amount: ExactDecimal

  package init(
    name: String? = nil, code: String? = nil, rate: ExactDecimal? = nil, amount: ExactDecimal
  ) {
    self.name = name
    self.code = code
    self.rate = rate
    self.amount = amount
  }
}

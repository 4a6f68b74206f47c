package import Monetary

/// What a document states for one category and rate (EN 16931, BG-23).
package struct TaxSubtotal: Hashable, Sendable {
  package var category: String
  /// Percent; left out on the wire it is 0.
  package var rate: ExactDecimal
  package var taxableAmount: ExactDecimal?
  package var taxAmount: ExactDecimal

  package init(
    category: String, rate: ExactDecimal = 0, taxableAmount: ExactDecimal? = nil,
    taxAmount: ExactDecimal
  ) {
    self.category = category
    self.rate = rate
    self.taxableAmount = taxableAmount
    self.taxAmount = taxAmount
  }
}

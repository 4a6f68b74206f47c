package import Monetary

/// The totals a document states. Each one stated must agree with what its lines add up to.
package struct StatedTotals: Hashable, Sendable {
  package var lines: ExactDecimal?
  package var allowances: ExactDecimal?
  package var charges: ExactDecimal?
  package var taxExclusive: ExactDecimal?
  package var tax: ExactDecimal?
  package var taxInclusive: ExactDecimal?
  package var payable: ExactDecimal?

  package init(
    lines: ExactDecimal? = nil, allowances: ExactDecimal? = nil, charges: ExactDecimal? = nil,
    taxExclusive: ExactDecimal? = nil, tax: ExactDecimal? = nil,
    taxInclusive: ExactDecimal? = nil, payable: ExactDecimal? = nil
  ) {
    self.lines = lines
    self.allowances = allowances
    self.charges = charges
    self.taxExclusive = taxExclusive
    self.tax = tax
    self.taxInclusive = taxInclusive
    self.payable = payable
  }
}

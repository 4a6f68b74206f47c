package import Monetary

/// A line's share of one tax of the document.
package struct InvoiceLineTax: Hashable, Sendable {
  package var name: String
  /// The tax code by which the rate was found.
  package var code: String
  /// UNCL5305.
  package var category: String
  /// Percent.
  package var rate: ExactDecimal
  package var amount: Money

  package init(
    name: String,
    code: String,
    category: String,
    rate: ExactDecimal,
    amount: Money
  ) {
    self.name = name
    self.code = code
    self.category = category
    self.rate = rate
    self.amount = amount
  }
}

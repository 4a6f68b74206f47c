package import Monetary

/// Collected for somebody else with the invoice, such as a toll: no part of what is taxed, and payable.
package struct ThirdPartyAmount: Hashable, Sendable {
  package var amount: ExactDecimal
  package var description: String?

  package init(amount: ExactDecimal, description: String? = nil) {
    self.amount = amount
    self.description = description
  }
}

package import Monetary

/// An allowance or charge on the whole document. It is stored as a line, so that its tax has a
/// place (<doc:Ingestion>).
package struct DocumentAdjustment: Hashable, Sendable {
  /// As written: an allowance of 10.00 takes 10.00 away.
  package var amount: ExactDecimal
  package var reason: String?
  package var taxCategory: String
  /// Percent; left out on the wire it is 0.
  package var taxRate: ExactDecimal
  /// BT-120 and BT-121 of its category.
  package var exemptionReason: String?
  package var exemptionReasonCode: String?

  package init(
    amount: ExactDecimal, reason: String? = nil, taxCategory: String, taxRate: ExactDecimal = 0
  ) {
    self.amount = amount
    self.reason = reason
    self.taxCategory = taxCategory
    self.taxRate = taxRate
  }
}

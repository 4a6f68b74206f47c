package import CivilTime
package import Monetary

/// Records money that went out again: `payment.refund.v1` (<doc:Lifecycle#Refund>).
package struct RecordRefund: Request {
  package let refundId: Refund.ID
  package let source: LedgerSource
  /// More than 0.
  package let amount: ExactDecimal
  package let refundDate: CivilDate
  package let reference: String?
  /// What of the source's applications is freed first.
  package let takeBack: [RequestedApplication]

  package init(
    refundId: Refund.ID, source: LedgerSource, amount: ExactDecimal, refundDate: CivilDate,
    reference: String? = nil, takeBack: [RequestedApplication] = []
  ) {
    self.refundId = refundId
    self.source = source
    self.amount = amount
    self.refundDate = refundDate
    self.reference = reference
    self.takeBack = takeBack
  }
}

package import CivilTime
package import Monetary

/// Records that money of a payment never came or was taken back: `payment.reverse.v1` (<doc:Lifecycle#Reversal>).
package struct ReversePayment: Request {
  package let reversalId: Reversal.ID
  package let paymentId: Payment.ID
  /// nil: all that is not refunded or reversed.
  package let amount: ExactDecimal?
  package let reversalDate: CivilDate
  package let reason: Reversal.Reason

  package init(
    reversalId: Reversal.ID, paymentId: Payment.ID, amount: ExactDecimal? = nil,
    reversalDate: CivilDate, reason: Reversal.Reason
  ) {
    self.reversalId = reversalId
    self.paymentId = paymentId
    self.amount = amount
    self.reversalDate = reversalDate
    self.reason = reason
  }
}

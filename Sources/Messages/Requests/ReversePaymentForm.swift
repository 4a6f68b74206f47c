import Billing
import Monetary

/// `payment.reverse.v1`.
struct ReversePaymentForm: RequestForm {
  func read(_ fields: inout ObjectReader) -> ReversePayment? {
    let id = fields.required(
      "reversalId", IdentifierForm<Reversal>(),
      "The reversal's identifier, chosen by the sender; the same reversal is recorded once.")
    let paymentId = fields.required(
      "paymentId", IdentifierForm<Payment>(), "The payment that did not come, or was taken back.")
    let amount = fields.optional(
      "amount", .positiveDecimal,
      "How much of it; without it all that is not refunded or reversed.")
    let reversalDate = fields.required("reversalDate", .date, "The day of the bank's statement.")
    let reason = fields.required(
      "reason", ChoiceForm<Reversal.Reason>(), "Why the money is gone.")
    guard let id, let paymentId, let reversalDate, let reason else { return nil }
    return ReversePayment(
      reversalId: id, paymentId: paymentId, amount: amount, reversalDate: reversalDate,
      reason: reason)
  }
}

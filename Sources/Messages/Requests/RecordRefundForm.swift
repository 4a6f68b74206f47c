import Billing
import Monetary

/// `payment.refund.v1`.
struct RecordRefundForm: RequestForm {
  func read(_ fields: inout ObjectReader) -> RecordRefund? {
    let id = fields.required(
      "refundId", IdentifierForm<Refund>(),
      "The refund's identifier, chosen by the sender; the same refund is recorded once.")
    let isOne = fields.exclusive(["paymentId", "creditMemoId"])
    let paymentId = fields.optional(
      "paymentId", IdentifierForm<Payment>(), "The payment of which money is given back.")
    let memoId = fields.optional(
      "creditMemoId", IdentifierForm<CreditMemo>(), "The credit memo that is paid out.")
    let amount = fields.required("amount", .positiveDecimal, "How much, in its currency.")
    let refundDate = fields.required("refundDate", .date, "The day on which it went out.")
    let reference = fields.optional(
      "reference", .name, "What the bank or the provider calls it.")
    let takeBack = fields.optional(
      "takeBack", RequestedApplicationForm.list("invoices"),
      "How much of what is applied to which invoices is taken back for it first.")
    let source: LedgerSource? =
      paymentId.map { .payment($0) } ?? memoId.map { .creditMemo($0) }
    guard isOne, let id, let source, let amount, let refundDate else { return nil }
    return RecordRefund(
      refundId: id, source: source, amount: amount, refundDate: refundDate, reference: reference,
      takeBack: takeBack ?? [])
  }
}

import Billing
import JSON
import Monetary

/// `payment.record.v1`.
struct RecordPaymentForm: RequestForm {
  func read(_ fields: inout ObjectReader) -> RecordPayment? {
    let payment = fields.required("payment", PaymentForm(), "What was paid.")
    let settlement = fields.settlement(mayBeAbsent: true)
    let effectiveDate = fields.effectiveDate(
      "The day from which the applications count; without it today.")
    return payment.map {
      RecordPayment(payment: $0, settlement: settlement, effectiveDate: effectiveDate)
    }
  }

  private struct PaymentForm: ObjectForm {
    func read(_ fields: inout ObjectReader) -> RecordPayment.IncomingPayment? {
      let id = fields.required(
        "paymentId", IdentifierForm<Payment>(),
        "The payment's identifier, chosen by the sender; the same payment is recorded once.")
      let accountId = fields.required("accountId", IdentifierForm<Account>(), "Who paid.")
      let currency = fields.required(
        "currency", KnownCurrencyForm(),
        "In which currency; it settles invoices of the same one only.")
      let amount = fields.required("amount", .positiveDecimal, "How much.")
      let receivedDate = fields.required("receivedDate", .date, "The day on which it came in.")
      let method = fields.optional(
        "method", .text(maximum: 64), "How it was paid, BankTransfer for example.")
      let reference = fields.optional(
        "reference", .name, "What the bank or the provider calls it.")
      let savedMethodId = fields.optional(
        "savedPaymentMethodId", .opaqueIdentifier, "The saved payment method that was charged.")
      guard let id, let accountId, let currency, let amount, let receivedDate else { return nil }
      return RecordPayment.IncomingPayment(
        id: id, accountId: accountId, currency: currency, amount: amount,
        receivedDate: receivedDate, method: method, reference: reference,
        savedPaymentMethodId: savedMethodId)
    }
  }
}

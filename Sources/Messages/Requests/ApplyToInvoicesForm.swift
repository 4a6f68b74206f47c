import Billing

/// `payment.apply.v1`.
struct ApplyPaymentForm: RequestForm {
  func read(_ fields: inout ObjectReader) -> ApplyToInvoices? {
    let id = fields.required(
      "paymentId", IdentifierForm<Payment>(), "The payment that is applied.")
    return fields.application(of: id.map { .payment($0) })
  }
}

/// `credit-memo.apply.v1`.
struct ApplyCreditMemoForm: RequestForm {
  func read(_ fields: inout ObjectReader) -> ApplyToInvoices? {
    let id = fields.required(
      "creditMemoId", IdentifierForm<CreditMemo>(), "The credit memo that is applied.")
    return fields.application(of: id.map { .creditMemo($0) })
  }
}

extension ObjectReader {
  fileprivate mutating func application(of source: LedgerSource?) -> ApplyToInvoices? {
    let settlement = settlement(mayBeAbsent: false)
    let effectiveDate = effectiveDate("The day from which it counts; without it today.")
    guard let source, let settlement else { return nil }
    return ApplyToInvoices(source: source, settlement: settlement, effectiveDate: effectiveDate)
  }
}

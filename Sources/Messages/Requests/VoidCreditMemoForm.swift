import Billing

/// `credit-memo.void.v1`.
struct VoidCreditMemoForm: RequestForm {
  func read(_ fields: inout ObjectReader) -> VoidCreditMemo? {
    let id = fields.required(
      "creditMemoId", IdentifierForm<CreditMemo>(), "The credit memo, by its identifier.")
    let unapplies =
      fields.optional(
        "unapply", .flag,
        "Whether its applications are taken back first, which opens their invoices (without it false)."
      ) ?? false
    let reason = fields.optional(
      "reason", .text(maximum: 255), "Why, for people; kept with the memo.")
    return id.map { VoidCreditMemo(creditMemoId: $0, unapplies: unapplies, reason: reason) }
  }
}

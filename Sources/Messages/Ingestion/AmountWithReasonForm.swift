import Billing

/// An allowance or charge of a line.
struct AmountWithReasonForm: ObjectForm {
  func read(_ fields: inout ObjectReader) -> AmountWithReason? {
    let amount = fields.required("amount", .decimal, "The amount, as the document states it.")
    let reason = fields.optional(
      "reason", .text(maximum: IngestedText.reason), "Why it is given or charged.")
    guard let amount else { return nil }
    return AmountWithReason(amount: amount, reason: reason)
  }
}

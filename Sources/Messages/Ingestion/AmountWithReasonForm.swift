import Billing

/// An allowance or charge of a line.
struct AmountWithReasonForm: ObjectForm {
  func readMembers(_ fields: inout ObjectReader) -> AmountWithReason? {
    let amount = fields.required("amount", .decimal)
    let reason = fields.optional("reason", .text(maximum: IngestedText.reason))
    guard let amount else { return nil }
    return AmountWithReason(amount: amount, reason: reason)
  }
}

import Billing

/// An amount collected for somebody else.
struct ThirdPartyAmountForm: ObjectForm {
  func read(_ fields: inout ObjectReader) -> ThirdPartyAmount? {
    let amount = fields.required("amount", .decimal, "The amount that is collected.")
    let description = fields.optional(
      "description", .text(maximum: IngestedText.reason), "For whom or for what it is collected.")
    return amount.map { ThirdPartyAmount(amount: $0, description: description) }
  }
}

import Billing

/// An amount collected for somebody else.
struct ThirdPartyAmountForm: ObjectForm {
  func readMembers(_ fields: inout ObjectReader) -> ThirdPartyAmount? {
    let amount = fields.required("amount", .decimal)
    let description = fields.optional("description", .text(maximum: IngestedText.reason))
    return amount.map { ThirdPartyAmount(amount: $0, description: description) }
  }
}

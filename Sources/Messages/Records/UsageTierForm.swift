import Billing

/// `{upTo?, unitPrice, flatFee?}`.
struct UsageTierForm: ObjectForm {
  func read(_ fields: inout ObjectReader) -> UsageTier? {
    let upTo = fields.optional(
      "upTo", .decimal, "The quantity up to which the tier goes; without it, all the rest.")
    let unitPrice = fields.required("unitPrice", .decimal, "The price of one unit in the tier.")
    let flatFee = fields.optional(
      "flatFee", .decimal, "What is charged once when the tier is reached.")
    guard let unitPrice else { return nil }
    return UsageTier(upTo: upTo, unitPrice: unitPrice, flatFee: flatFee)
  }
}

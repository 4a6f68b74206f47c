import Billing

/// `{upTo?, unitPrice, flatFee?}`.
struct UsageTierForm: ObjectForm {
  func readMembers(_ fields: inout ObjectReader) -> UsageTier? {
    let upTo = fields.optional("upTo", .decimal)
    let unitPrice = fields.required("unitPrice", .decimal)
    let flatFee = fields.optional("flatFee", .decimal)
    guard let unitPrice else { return nil }
    return UsageTier(upTo: upTo, unitPrice: unitPrice, flatFee: flatFee)
  }
}

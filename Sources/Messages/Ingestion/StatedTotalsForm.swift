import Billing

/// The totals that a document states, each optional.
struct StatedTotalsForm: ObjectForm {
  func readMembers(_ fields: inout ObjectReader) -> StatedTotals? {
    StatedTotals(
      lines: fields.optional("lines", .decimal),
      allowances: fields.optional("allowances", .decimal),
      charges: fields.optional("charges", .decimal),
      taxExclusive: fields.optional("taxExclusive", .decimal),
      tax: fields.optional("tax", .decimal),
      taxInclusive: fields.optional("taxInclusive", .decimal),
      payable: fields.optional("payable", .decimal))
  }
}

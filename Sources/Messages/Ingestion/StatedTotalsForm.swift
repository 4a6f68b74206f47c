import Billing

/// The totals that a document states, each optional. One that is given must agree with the lines.
struct StatedTotalsForm: ObjectForm {
  func read(_ fields: inout ObjectReader) -> StatedTotals? {
    StatedTotals(
      lines: fields.optional("lines", .decimal, "The sum of the lines' amounts."),
      allowances: fields.optional(
        "allowances", .decimal, "The sum of the allowances on the document."),
      charges: fields.optional("charges", .decimal, "The sum of the charges on the document."),
      taxExclusive: fields.optional("taxExclusive", .decimal, "The total without tax."),
      tax: fields.optional("tax", .decimal, "The total tax."),
      taxInclusive: fields.optional("taxInclusive", .decimal, "The total with tax."),
      payable: fields.optional(
        "payable", .decimal, "What is to be paid, after what was prepaid and rounding."))
  }
}

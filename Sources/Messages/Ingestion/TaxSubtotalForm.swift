import Billing
import Monetary

/// What a document states for one category and rate.
struct TaxSubtotalForm: ObjectForm {
  func read(_ fields: inout ObjectReader) -> TaxSubtotal? {
    let category = fields.required(
      "category", .taxCategory, "The tax category of UNCL5305, S for example.")
    let rate = fields.optional("rate", .decimal, "The rate in percent (without it 0).")
    let taxable = fields.optional(
      "taxableAmount", .decimal, "The amount that is taxed at it, without the tax.")
    let tax = fields.required("taxAmount", .decimal, "The tax.")
    guard let category, let tax else { return nil }
    return TaxSubtotal(
      category: category, rate: rate ?? 0, taxableAmount: taxable, taxAmount: tax)
  }
}

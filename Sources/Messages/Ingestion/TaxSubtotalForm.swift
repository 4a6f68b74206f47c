import Billing
import Monetary

/// What a document states for one category and rate.
struct TaxSubtotalForm: ObjectForm {
  func readMembers(_ fields: inout ObjectReader) -> TaxSubtotal? {
    let category = fields.required("category", .taxCategory)
    let rate = fields.optional("rate", .decimal)
    let taxable = fields.optional("taxableAmount", .decimal)
    let tax = fields.required("taxAmount", .decimal)
    guard let category, let tax else { return nil }
    return TaxSubtotal(
      category: category, rate: rate ?? 0, taxableAmount: taxable, taxAmount: tax)
  }
}

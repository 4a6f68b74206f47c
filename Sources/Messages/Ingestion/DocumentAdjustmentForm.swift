import Billing
import Monetary

/// An allowance or charge on the document.
struct DocumentAdjustmentForm: ObjectForm {
  func readMembers(_ fields: inout ObjectReader) -> DocumentAdjustment? {
    let amount = fields.required("amount", .decimal)
    let reason = fields.optional("reason", .text(maximum: IngestedText.reason))
    let category = fields.required("taxCategory", .taxCategory)
    let rate = fields.optional("taxRate", .decimal)
    guard let amount, let category else { return nil }
    return DocumentAdjustment(
      amount: amount, reason: reason, taxCategory: category, taxRate: rate ?? 0)
  }
}

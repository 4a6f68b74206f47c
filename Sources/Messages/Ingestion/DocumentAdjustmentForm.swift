import Billing
import Monetary

/// An allowance or charge on the document.
struct DocumentAdjustmentForm: ObjectForm {
  func read(_ fields: inout ObjectReader) -> DocumentAdjustment? {
    let amount = fields.required("amount", .decimal, "The amount, as the document states it.")
    let reason = fields.optional(
      "reason", .text(maximum: IngestedText.reason), "Why it is given or charged.")
    let category = fields.required(
      "taxCategory", .taxCategory, "Its tax category of UNCL5305, S for example.")
    let rate = fields.optional("taxRate", .decimal, "Its tax rate in percent (without it 0).")
    let exemption = fields.optional(
      "exemptionReason", .text(maximum: LineTerm.exemptionReason.room),
      LineTerm.exemptionReason.sentence)
    let code = fields.optional(
      "exemptionReasonCode", .text(maximum: LineTerm.exemptionReasonCode.room),
      LineTerm.exemptionReasonCode.sentence)
    guard let amount, let category else { return nil }
    var adjustment = DocumentAdjustment(
      amount: amount, reason: reason, taxCategory: category, taxRate: rate ?? 0)
    adjustment.exemptionReason = exemption
    adjustment.exemptionReasonCode = code
    return adjustment
  }
}

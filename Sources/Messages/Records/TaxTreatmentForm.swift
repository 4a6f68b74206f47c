import Billing

/// Of a TaxTreatment.
struct TaxTreatmentForm: RecordFieldsForm {
  let id: String

  func read(_ fields: inout ObjectReader) -> TaxTreatment? {
    let name = fields.required("name", .name, "What the treatment is called.")
    let isTaxable = fields.required("isTaxable", .flag, "Whether tax is charged at all.")
    let taxCode = fields.optional(
      "taxCode", .text(maximum: 64),
      "The code by which the rate is found; a taxable treatment needs it.")
    let taxCategory = fields.optional(
      "taxCategory", .taxCategory, "The category of UNCL5305 for documents (without it S).")
    let isDefault =
      fields.optional(
        "isDefault", .flag,
        "Whether the treatment holds where nothing names another; it does for one at most.")
      ?? false
    let reason = fields.optional(
      "exemptionReason", .text(maximum: 255), "Why no tax is charged, in words, for documents.")
    let reasonCode = fields.optional(
      "exemptionReasonCode", .text(maximum: 64), "The same as a code of the list VATEX.")
    let revision = fields.revision()
    guard let name, let isTaxable else { return nil }
    var treatment = TaxTreatment(
      id: RecordID(id), name: name, isTaxable: isTaxable, taxCode: taxCode,
      taxCategory: taxCategory, isDefault: isDefault, revision: revision)
    treatment.exemptionReason = reason
    treatment.exemptionReasonCode = reasonCode
    return treatment
  }
}

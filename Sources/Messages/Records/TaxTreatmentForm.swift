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
    let revision = fields.revision()
    guard let name, let isTaxable else { return nil }
    return TaxTreatment(
      id: RecordID(id), name: name, isTaxable: isTaxable, taxCode: taxCode,
      taxCategory: taxCategory, isDefault: isDefault, revision: revision)
  }
}

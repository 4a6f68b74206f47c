import Billing

/// The fields of a TaxTreatment.
enum TaxTreatmentFields {
  static func read(_ id: TaxTreatment.ID, _ fields: inout ObjectReader) -> TaxTreatment? {
    let name = fields.required("name", .name)
    let isTaxable = fields.required("isTaxable", .flag)
    let taxCode = fields.optional("taxCode", .text(maximum: 64))
    let taxCategory = fields.optional("taxCategory", .taxCategory)
    let isDefault = fields.optional("isDefault", .flag) ?? false
    let revision = fields.optional("revision", .revision)
    guard let name, let isTaxable else { return nil }
    return TaxTreatment(
      id: id, name: name, isTaxable: isTaxable, taxCode: taxCode, taxCategory: taxCategory,
      isDefault: isDefault, revision: revision)
  }
}

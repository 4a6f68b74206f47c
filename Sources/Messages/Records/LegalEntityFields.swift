import Billing

/// The fields of a LegalEntity.
enum LegalEntityFields {
  static func read(_ id: LegalEntity.ID, _ fields: inout ObjectReader) -> LegalEntity? {
    let name = fields.required("name", .name)
    let address = fields.required("address", AddressForm())
    let registration = fields.optional("taxRegistrationNumber", .text(maximum: 64))
    let isDefault = fields.optional("isDefault", .flag) ?? false
    let revision = fields.optional("revision", .revision)
    guard let name, let address else { return nil }
    return LegalEntity(
      id: id, name: name, address: address, taxRegistrationNumber: registration,
      isDefault: isDefault, revision: revision)
  }
}

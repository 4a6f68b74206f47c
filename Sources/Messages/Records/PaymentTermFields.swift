import Billing

/// The fields of a PaymentTerm.
enum PaymentTermFields {
  static func read(_ id: PaymentTerm.ID, _ fields: inout ObjectReader) -> PaymentTerm? {
    let name = fields.required("name", .name)
    let kind = fields.required("kind", ChoiceForm<PaymentTerm.Kind>())
    let days = fields.required("days", .count)
    let isDefault = fields.optional("isDefault", .flag) ?? false
    let revision = fields.optional("revision", .revision)
    guard let name, let kind, let days else { return nil }
    return PaymentTerm(
      id: id, name: name, kind: kind, days: days, isDefault: isDefault, revision: revision)
  }
}

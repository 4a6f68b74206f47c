import Billing

/// The fields of a PaymentTerm.
enum PaymentTermFields {
  /// Ten years: a longer term is a slip of the pen.
  private static let days = 0...3_660

  static func read(_ id: PaymentTerm.ID, _ fields: inout ObjectReader) -> PaymentTerm? {
    let name = fields.required("name", .name)
    let kind = fields.required("kind", ChoiceForm<PaymentTerm.Kind>())
    let days = fields.required("days", .integer(days))
    let isDefault = fields.optional("isDefault", .flag) ?? false
    let revision = fields.optional("revision", .revision)
    guard let name, let kind, let days else { return nil }
    return PaymentTerm(
      id: id, name: name, kind: kind, days: days, isDefault: isDefault, revision: revision)
  }
}

import Billing

/// Of a PaymentTerm.
struct PaymentTermForm: RecordFieldsForm {
  let id: String

  func read(_ fields: inout ObjectReader) -> PaymentTerm? {
    let name = fields.required("name", .name, "What the term is called on invoices.")
    let kind = fields.required(
      "kind", ChoiceForm<PaymentTerm.Kind>(),
      "Whether the days count from the invoice date or from the end of its month.")
    let days = fields.required(
      "days", .count(within: PaymentTerm.dayBounds), "After how many days payment is due.")
    let isDefault =
      fields.optional(
        "isDefault", .flag,
        "Whether the term holds where nothing names another; it does for one at most.")
      ?? false
    let revision = fields.revision()
    guard let name, let kind, let days else { return nil }
    return PaymentTerm(
      id: RecordID(id), name: name, kind: kind, days: days, isDefault: isDefault,
      revision: revision)
  }
}

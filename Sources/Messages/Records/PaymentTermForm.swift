import Billing
import Monetary

/// Of a PaymentTerm: due once, or in instalments.
struct PaymentTermForm: RecordFieldsForm {
  let id: String

  func read(_ fields: inout ObjectReader) -> PaymentTerm? {
    let name = fields.required("name", .name, "What the term is called on invoices.")
    let isOne = fields.exclusive(["kind", "instalments"])
    let kind = fields.optional(
      "kind", ChoiceForm<PaymentTerm.Kind>(),
      "Whether the days count from the invoice date or from the end of its month.")
    let days = fields.optional(
      "days", .count(within: PaymentTerm.dayBounds),
      "After how many days payment is due; it goes with kind.")
    let instalments = fields.optional(
      "instalments",
      ListForm(
        element: InstalmentForm(), limit: PaymentTerm.mostInstalments, things: "instalments"),
      "The parts in which it is due, in order of due date.")
    let isDefault =
      fields.optional(
        "isDefault", .flag,
        "Whether the term holds where nothing names another; it does for one at most.")
      ?? false
    let revision = fields.revision()
    if isOne { refuseUnpaired(fields) }
    guard isOne, let name else { return nil }
    if let instalments {
      return PaymentTerm(
        id: RecordID(id), name: name, instalments: instalments, isDefault: isDefault,
        revision: revision)
    }
    guard let kind, let days else { return nil }
    return PaymentTerm(
      id: RecordID(id), name: name, kind: kind, days: days, isDefault: isDefault,
      revision: revision)
  }

  /// Days belong to a kind; each instalment has its own.
  private func refuseUnpaired(_ fields: ObjectReader) {
    if fields.isGiven("instalments"), fields.isGiven("days") {
      fields.refuse("days", "goes with kind; each instalment has days of its own")
    } else if fields.isGiven("kind"), !fields.isGiven("days") {
      fields.refuse("days", "must be given with kind")
    }
  }

  private struct InstalmentForm: ObjectForm {
    func read(_ fields: inout ObjectReader) -> PaymentTerm.Instalment? {
      let weight = fields.required(
        "weight", .positiveDecimal, "Its share of the whole, in proportion to the others' weights.")
      let kind = fields.required(
        "kind", ChoiceForm<PaymentTerm.Kind>(),
        "Whether its days count from the invoice date or from the end of its month.")
      let days = fields.required(
        "days", .count(within: PaymentTerm.dayBounds), "After how many days it is due.")
      guard let weight, let kind, let days else { return nil }
      return PaymentTerm.Instalment(weight: weight, kind: kind, days: days)
    }
  }
}

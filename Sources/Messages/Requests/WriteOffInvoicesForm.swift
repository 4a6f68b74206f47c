import Billing

/// `invoice.write-off.v1`.
struct WriteOffInvoicesForm: RequestForm {
  func read(_ fields: inout ObjectReader) -> WriteOffInvoices? {
    let items = fields.required(
      "invoices",
      DistinctListForm(
        list: ListForm(
          element: ItemForm(), limit: WriteOffInvoices.namedInvoices, things: "invoices"),
        keyName: "invoiceId", key: \.invoiceId, thing: { _ in "invoice" }),
      "The posted invoices; each is written off or refused by itself.")
    let effectiveDate = fields.effectiveDate("The day from which it counts; without it today.")
    let version = fields.expectedVersion(named: items?.count)
    return items.map {
      WriteOffInvoices(items: $0, effectiveDate: effectiveDate, expectedVersion: version)
    }
  }

  private struct ItemForm: ObjectForm {
    func read(_ fields: inout ObjectReader) -> WriteOffInvoices.Item? {
      let id = fields.required("invoiceId", IdentifierForm<Invoice>(), "The invoice.")
      let reasonCode = fields.required(
        "reasonCode", .text(maximum: 64), "Why, as a code of the sender's.")
      let reason = fields.optional("reason", .text(maximum: 255), "Why, for people.")
      let amount = fields.optional(
        "amount", .positiveDecimal, "How much of its balance; without it all of it.")
      guard let id, let reasonCode else { return nil }
      return WriteOffInvoices.Item(
        invoiceId: id, reasonCode: reasonCode, reason: reason, amount: amount)
    }
  }
}

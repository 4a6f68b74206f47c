import Billing

/// `invoice.cancel.v1`.
struct CancelInvoicesForm: RequestForm {
  func read(_ fields: inout ObjectReader) -> CancelInvoices? {
    let ids = fields.required(
      "invoiceIds", InvoiceIdentifiers.form(limit: CancelInvoices.namedInvoices),
      "The drafts, by their identifiers; each is canceled or refused by itself.")
    let reason = fields.optional(
      "reason", .text(maximum: 255), "Why, for people; kept with each invoice.")
    let version = fields.expectedVersion(named: ids?.count)
    return ids.map { CancelInvoices(invoiceIds: $0, reason: reason, expectedVersion: version) }
  }
}

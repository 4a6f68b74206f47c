import Billing

/// `invoice.void.v1`.
struct VoidInvoicesForm: RequestForm {
  func read(_ fields: inout ObjectReader) -> VoidInvoices? {
    let ids = fields.required(
      "invoiceIds", InvoiceIdentifiers.form(limit: VoidInvoices.namedInvoices),
      "The posted invoices, by their identifiers; each is voided or refused by itself.")
    let reasonCode = fields.optional(
      "reasonCode", .text(maximum: 64), "Why, as a code of the sender's; the memo has it too.")
    let reason = fields.optional(
      "reason", .text(maximum: 255), "Why, for people; kept with each invoice and its memo.")
    let version = fields.expectedVersion(named: ids?.count)
    return ids.map {
      VoidInvoices(
        invoiceIds: $0, reasonCode: reasonCode, reason: reason, expectedVersion: version)
    }
  }
}

import Billing

/// `invoice.post.v1`.
struct PostInvoicesForm: RequestForm {
  func read(_ fields: inout ObjectReader) -> PostInvoices? {
    let ids = fields.required(
      "invoiceIds", InvoiceIdentifiers.form(limit: PostInvoices.namedInvoices),
      "The drafts, by their identifiers; each is posted or refused by itself.")
    let version = fields.expectedVersion(named: ids?.count)
    return ids.map { PostInvoices(invoiceIds: $0, expectedVersion: version) }
  }
}

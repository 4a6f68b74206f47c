/// Takes drafts back: they stay, Canceled, and what they billed is open again (<doc:Lifecycle#Canceling-a-draft>).
package struct CancelInvoices: Request {
  /// Invoices that one request may name.
  package static let namedInvoices = 200

  /// Without repeats, in the request's order.
  package let invoiceIds: [Invoice.ID]
  /// Why, as a person wrote it; kept with each invoice.
  package let reason: String?
  /// Of the one invoice named; another version is refused.
  package let expectedVersion: Int64?

  package init(invoiceIds: [Invoice.ID], reason: String? = nil, expectedVersion: Int64? = nil) {
    self.invoiceIds = invoiceIds
    self.reason = reason
    self.expectedVersion = expectedVersion
  }
}

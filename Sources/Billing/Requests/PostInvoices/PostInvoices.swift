/// Makes drafts final: their tax is calculated by the rates in force, they get their number and are owed from now on
/// (<doc:Lifecycle#Posting>).
package struct PostInvoices: Request {
  /// Invoices that one request may name.
  package static let namedInvoices = 200

  /// Without repeats, in the request's order.
  package let invoiceIds: [Invoice.ID]
  /// Of the one invoice named; another version is refused.
  package let expectedVersion: Int64?

  package init(invoiceIds: [Invoice.ID], expectedVersion: Int64? = nil) {
    self.invoiceIds = invoiceIds
    self.expectedVersion = expectedVersion
  }
}

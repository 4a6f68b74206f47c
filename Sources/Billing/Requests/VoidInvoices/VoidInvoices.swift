/// Takes posted invoices back: each by a credit memo that mirrors it, and what it billed is open again
/// (<doc:Lifecycle#Voiding>).
package struct VoidInvoices: Request {
  /// Invoices that one request may name.
  package static let namedInvoices = 200

  /// Without repeats, in the request's order.
  package let invoiceIds: [Invoice.ID]
  package let reasonCode: String?
  package let reason: String?
  /// Of the one invoice named; another version is refused.
  package let expectedVersion: Int64?

  package init(
    invoiceIds: [Invoice.ID], reasonCode: String? = nil, reason: String? = nil,
    expectedVersion: Int64? = nil
  ) {
    self.invoiceIds = invoiceIds
    self.reasonCode = reasonCode
    self.reason = reason
    self.expectedVersion = expectedVersion
  }
}

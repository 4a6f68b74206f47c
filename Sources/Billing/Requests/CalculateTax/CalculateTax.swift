/// `invoice.calculate-tax.v1`: estimate the tax of a stored draft again.
package struct CalculateTax: Request {
  package let invoiceId: Invoice.ID
  /// Another version is refused.
  package let expectedVersion: Int64?

  package init(invoiceId: Invoice.ID, expectedVersion: Int64? = nil) {
    self.invoiceId = invoiceId
    self.expectedVersion = expectedVersion
  }
}

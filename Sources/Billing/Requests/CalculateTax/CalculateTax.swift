/// `invoice.calculate-tax.v1`: estimate the tax of a stored draft again.
package struct CalculateTax: Request {
  package let invoiceId: Invoice.ID

  package init(invoiceId: Invoice.ID) {
    self.invoiceId = invoiceId
  }
}

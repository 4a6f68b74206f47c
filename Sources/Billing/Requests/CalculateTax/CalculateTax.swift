/// Asks for the estimated tax of a stored draft.
package struct CalculateTax: Request {
  package let invoiceId: Invoice.ID

  package init(invoiceId: Invoice.ID) {
    self.invoiceId = invoiceId
  }
}

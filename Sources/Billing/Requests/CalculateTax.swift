/// Asks for the estimated tax of a stored draft.
package struct CalculateTax: Hashable, Sendable {
  package let invoiceId: Invoice.ID

  package init(invoiceId: Invoice.ID) {
    self.invoiceId = invoiceId
  }
}

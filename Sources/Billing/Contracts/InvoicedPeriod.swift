/// A period of a schedule that a live invoice holds.
package struct InvoicedPeriod: Hashable, Sendable {
  package let invoiceId: Invoice.ID
  package let line: InvoiceLine

  package init(invoiceId: Invoice.ID, line: InvoiceLine) {
    self.invoiceId = invoiceId
    self.line = line
  }
}

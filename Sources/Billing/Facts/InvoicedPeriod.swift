/// A period of a schedule that a live invoice holds.
package struct InvoicedPeriod: Hashable, Sendable {
  package let invoiceId: Invoice.ID
  /// nil: a draft, or posted by the batch that is being planned.
  package let invoiceNumber: String?
  package let line: InvoiceLine

  package init(invoiceId: Invoice.ID, invoiceNumber: String? = nil, line: InvoiceLine) {
    self.invoiceId = invoiceId
    self.invoiceNumber = invoiceNumber
    self.line = line
  }
}

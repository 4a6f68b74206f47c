/// A task that is to be requested for an invoice of the decision.
package struct RequestedTask: Hashable, Sendable {
  package let task: PostInvoicingTask
  package let invoiceId: Invoice.ID

  package init(task: PostInvoicingTask, invoiceId: Invoice.ID) {
    self.task = task
    self.invoiceId = invoiceId
  }
}

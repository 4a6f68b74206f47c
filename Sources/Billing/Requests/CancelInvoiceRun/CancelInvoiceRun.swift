/// Ends a Running run; what it has made stays, unless its drafts are to be canceled (<doc:InvoiceRuns#Cancel>).
package struct CancelInvoiceRun: Request {
  package let invoiceRunId: InvoiceRun.ID
  package let cancelsDrafts: Bool

  package init(invoiceRunId: InvoiceRun.ID, cancelsDrafts: Bool = false) {
    self.invoiceRunId = invoiceRunId
    self.cancelsDrafts = cancelsDrafts
  }

  package var phase: PlanningPhase { .runs }

  package var runToCancel: InvoiceRun.ID? { invoiceRunId }
}

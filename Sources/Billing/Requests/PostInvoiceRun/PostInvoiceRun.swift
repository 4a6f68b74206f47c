/// Posts the drafts of a run that has ended (<doc:InvoiceRuns#Post>).
package struct PostInvoiceRun: Request {
  package let invoiceRunId: InvoiceRun.ID

  package init(invoiceRunId: InvoiceRun.ID) {
    self.invoiceRunId = invoiceRunId
  }

  package var phase: PlanningPhase { .runs }
}

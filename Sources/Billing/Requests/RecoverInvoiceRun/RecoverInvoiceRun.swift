/// Makes the schedules that a run put in Error ready again (<doc:InvoiceRuns#Recover>).
package struct RecoverInvoiceRun: Request {
  package let invoiceRunId: InvoiceRun.ID
  /// Whether a run over the accounts with errors begins when that is done.
  package let retries: Bool

  package init(invoiceRunId: InvoiceRun.ID, retries: Bool = false) {
    self.invoiceRunId = invoiceRunId
    self.retries = retries
  }

  package var phase: PlanningPhase { .runs }
}

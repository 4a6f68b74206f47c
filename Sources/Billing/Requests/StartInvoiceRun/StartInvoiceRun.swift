/// Begins an invoice run, or the preview of one (<doc:InvoiceRuns>).
package struct StartInvoiceRun: Request {
  /// nil: one that follows from the request.
  package let invoiceRunId: InvoiceRun.ID?
  package let terms: RunTerms
  package let criteria: RunCriteria
  package let then: RunContinuation
  package let isPreview: Bool
  /// Where the request names the records of its criteria, as JSON pointers; one that is not here is pointed at by its list.
  package let pointers: [RecordReference: String]

  package init(
    invoiceRunId: InvoiceRun.ID?, terms: RunTerms, criteria: RunCriteria = RunCriteria(),
    then: RunContinuation = RunContinuation(), isPreview: Bool = false,
    pointers: [RecordReference: String] = [:]
  ) {
    self.invoiceRunId = invoiceRunId
    self.terms = terms
    self.criteria = criteria
    self.then = then
    self.isPreview = isPreview
    self.pointers = pointers
  }

  package var phase: PlanningPhase { .runs }
}

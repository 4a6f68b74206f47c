/// What is to be done about a request: a value. Nothing has happened yet; the caller applies it to the working
/// set, stores it in the transaction that claimed the request, and tells the users.
///
/// A refusal is a decision like any other: it is committed and notified.
package struct Decision: Hashable, Sendable {
  package var outcome: Outcome
  /// In order of grouping key; invoice numbers are given in this order.
  package var invoices: [InvoiceResult]
  /// In order of schedule identifier.
  package var skipped: [SkippedSchedule]
  package var errors: [Fault]
  package var warnings: [Fault]
  package var errorLogs: [ErrorLogEntry]
  /// Numbers of stored logs that the warnings tell of.
  package var openErrorLogs: [String] = []
  /// Stored invoices that changed, whole.
  package var changedInvoices: [Invoice]
  /// Records as they shall be stored, whole.
  package var records: [Record]
  /// Schedules that stay as they are but for their progress; none of them is among the records.
  package var progress: [ScheduleProgress] = []
  /// The answer of `invoice.preview.v1`; nil for every other request.
  package var previews: [Invoice]?
  /// A result for each contract; nil for requests that name none.
  package var contractResults: [ContractResult]?
  /// In the order of the invoices.
  package var tasks: [RequestedTask] = []
  package var reinvoiced: [Reinvoicing] = []
  /// What numbers each posted invoice, where it is not the built-in policy.
  package var sequencePolicies: [Invoice.ID: SequencePolicy] = [:]

  package init(
    outcome: Outcome,
    invoices: [InvoiceResult] = [],
    skipped: [SkippedSchedule] = [],
    errors: [Fault] = [],
    warnings: [Fault] = [],
    errorLogs: [ErrorLogEntry] = [],
    changedInvoices: [Invoice] = [],
    records: [Record] = []
  ) {
    self.outcome = outcome
    self.invoices = invoices
    self.skipped = skipped
    self.errors = errors
    self.warnings = warnings
    self.errorLogs = errorLogs
    self.changedInvoices = changedInvoices
    self.records = records
  }
}

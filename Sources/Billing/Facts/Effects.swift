/// What a decision changes in the store, by aggregate.
package struct Effects: Hashable, Sendable {
  /// Records as they are to be stored, whole.
  package var records: [Record]
  /// Schedules that stay as they are but for their progress; none of them is among the records.
  package var progress: [ScheduleProgress]
  package var invoices: InvoiceEffects
  package var ledger: LedgerEffects
  package var runs = RunEffects()
  package var emails = EmailEffects()
  package var tasks = TaskEffects()
  package var taxes = TaxEffects()

  package init(
    records: [Record] = [],
    progress: [ScheduleProgress] = [],
    invoices: InvoiceEffects = InvoiceEffects(),
    ledger: LedgerEffects = LedgerEffects()
  ) {
    self.records = records
    self.progress = progress
    self.invoices = invoices
    self.ledger = ledger
  }

  package var isEmpty: Bool {
    records.isEmpty && progress.isEmpty && invoices.isEmpty && ledger.isEmpty && runs.isEmpty
      && emails.isEmpty && tasks.isEmpty && taxes.isEmpty
  }
}

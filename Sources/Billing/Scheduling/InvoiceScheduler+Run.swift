package import CivilTime

extension InvoiceScheduler {
  /// The run of an occurrence, with the dates that <doc:Schedulers#Dates-of-a-run> gives it, however late it begins.
  func run(
    _ id: InvoiceRun.ID, on runDate: CivilDate, scheduledFor: UTCInstant, at now: UTCInstant
  ) -> InvoiceRun {
    let dates = dates(of: runDate)
    var run = InvoiceRun(
      id: id, kind: .generate, runDate: runDate,
      terms: RunTerms(
        targetDate: dates.target, isTargetDateInclusive: isTargetDateInclusive,
        invoiceDate: dates.invoice, action: action,
        allowsZeroAmountInvoices: allowsZeroAmountInvoices),
      criteria: criteria, then: then, startedAt: now)
    run.schedulerId = self.id
    run.scheduledFor = scheduledFor
    return run
  }

  /// Target date and invoice date of the run of a day.
  package func dates(of runDate: CivilDate) -> (target: CivilDate, invoice: CivilDate) {
    let target = targetDate ?? runDate.adding(days: targetDateOffset)
    let invoice =
      invoiceDate
      ?? (isInvoiceDateFromRunDate ? runDate : target).adding(days: invoiceDateOffset)
    return (target, invoice)
  }
}

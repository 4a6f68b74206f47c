/// What a completion says besides the outcome and the faults.
package struct Answer: Hashable, Sendable {
  /// In order of grouping key.
  package var invoices: [InvoiceResult]
  /// In order of schedule identifier.
  package var skipped: [SkippedSchedule]
  /// The answer of `invoice.preview.v1`; nil for every other request.
  package var previews: [Invoice]?
  /// A result for each contract; nil for requests that name none.
  package var contractResults: [ContractResult]?
  /// The answer of `billing-schedule.recover.v1`, in the request's order; empty for every other request.
  package var schedules: [RecoveredSchedule]
  /// The run that a request began, canceled or recovers; nil for every other request.
  package var invoiceRun: InvoiceRun?
  /// What was queued, in the request's order.
  package var emails: [EmailDelivery] = []
  /// What was asked for, in the request's order.
  package var tasks: [InvoiceTask] = []

  package init(
    invoices: [InvoiceResult] = [],
    skipped: [SkippedSchedule] = [],
    previews: [Invoice]? = nil,
    contractResults: [ContractResult]? = nil,
    schedules: [RecoveredSchedule] = []
  ) {
    self.invoices = invoices
    self.skipped = skipped
    self.previews = previews
    self.contractResults = contractResults
    self.schedules = schedules
  }
}

extension Answer {
  /// How a request ends that does or refuses each of its invoices by itself.
  var outcome: Outcome {
    var isAnyDone = false
    var isAnyRefused = false
    for result in invoices {
      switch result {
      case .made, .existing: isAnyDone = true
      case .failed, .refused: isAnyRefused = true
      }
    }
    return !isAnyRefused ? .succeeded : isAnyDone ? .partiallySucceeded : .failed
  }
}

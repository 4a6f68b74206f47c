extension GenerateInvoices {
  /// The log of a schedule's fault, on the list of the account or order of the request; for a list
  /// of schedules, of the schedule's account (<doc:ErrorLog>).
  func errorLog(
    _ category: ErrorLogCategory, _ code: ErrorCode, _ message: String,
    for schedule: BillingSchedule
  ) -> ErrorLogEntry {
    ErrorLogEntry(
      category: category, code: code, message: message,
      primaryRecord: primaryRecord(for: schedule.accountId),
      relatedRecord: RecordReference(.billingSchedule, schedule.id),
      accountId: schedule.accountId)
  }

  func primaryRecord(for accountId: Account.ID) -> RecordReference {
    switch selector {
    case .account(let id): RecordReference(.account, id)
    case .order(let id): RecordReference(.order, id)
    case .billingSchedules, .billingContracts: RecordReference(.account, accountId)
    }
  }
}

extension SchedulePointers {
  init(_ selector: GenerateInvoices.Selector) {
    switch selector {
    case .billingSchedules(let ids): self.init(ids)
    case .account, .order, .billingContracts: self.init([])
    }
  }
}

import CivilTime

extension RecordChecks {
  /// The record with what the worker keeps of it. Usage that no period will ever take is refused: stored, it would be
  /// lost without a word.
  mutating func check(_ given: UsageRecord) -> UsageRecord {
    var record = given
    let stored = incoming.facts.usageRecords[given.id]
    record.invoiceId = stored?.invoiceId
    if let stored, let invoiceId = stored.invoiceId {
      if !stored.tellsTheSame(as: given) {
        refuse(
          .recordAlreadyBilled, "id",
          "Usage record \(given.id) is on invoice \(invoiceId) and cannot change any more. Record the "
            + "difference under another identifier.")
      }
      return record
    }
    guard
      case .billingSchedule(let schedule) =
        incoming[RecordReference(.billingSchedule, given.billingScheduleId)]
    else { return record }
    check(given, isOf: schedule)
    return record
  }

  private mutating func check(_ given: UsageRecord, isOf schedule: BillingSchedule) {
    guard schedule.billingMethod == .usage else {
      refuse(
        .usageNotBilled, "billingScheduleId",
        "Billing schedule \(schedule.id) has billingMethod \(schedule.billingMethod.rawValue), which bills no "
          + "usage. Name a schedule with billingMethod Usage.")
      return
    }
    let end = [schedule.endDate?.adding(days: 1), schedule.cancellationDate].compactMap { $0 }.min()
    guard schedule.startDate <= given.usageDate, end.map({ given.usageDate < $0 }) ?? true else {
      refuse(
        .usageNotBilled, "usageDate",
        "Billing schedule \(schedule.id) does not bill usage of \(given.usageDate): that day is outside its "
          + "dates. Correct usageDate, or the schedule's dates.")
      return
    }
    if schedule.progress?.status == .completelyBilled {
      refuse(
        .usageNotBilled, "billingScheduleId",
        "Billing schedule \(schedule.id) is completely billed, so no invoice would bring this usage. Extend its "
          + "endDate, or record the usage under another schedule.")
    }
  }
}

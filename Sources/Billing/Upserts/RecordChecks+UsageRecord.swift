import CivilTime

extension RecordChecks {
  /// The record with what the worker keeps of it. Usage that no period will ever take is refused: stored, it would be
  /// lost without a word.
  mutating func check(_ given: UsageRecord) -> UsageRecord {
    var record = given
    let stored = incoming.facts.usageRecords[given.id]
    record.invoiceId = stored?.invoiceId
    if let stored, let invoiceId = stored.invoiceId {
      if !stored.reportsTheSame(as: given) {
        refuse(
          .recordAlreadyBilled, "id",
          "Usage record \(given.id) is on invoice \(invoiceId) and cannot change any more. Record the "
            + "difference under another identifier.")
      }
      return record
    }
    guard
      case .billingSchedule(var schedule) =
        incoming[RecordReference(.billingSchedule, given.billingScheduleId)]
    else { return record }
    // Days that count as billed stay so, whatever the request says of the schedule.
    if let stored = incoming.facts.schedules[schedule.id] {
      schedule.billedThroughDate = stored.billedThroughDate
    }
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
    if let through = schedule.billedThroughDate, given.usageDate <= through {
      refuse(
        .usageNotBilled, "usageDate",
        "Billing schedule \(schedule.id) counts as billed through \(through), so usage of \(given.usageDate) is not "
          + "billed again. Correct usageDate, or leave the record out.")
      return
    }
  }

  /// Usage that is stored must keep a period that bills it (<doc:Usage#Late-usage>: a late record comes
  /// with the next invoice): a schedule that ends before that would lose it without a word.
  mutating func checkUsageLeft(by given: BillingSchedule) {
    let unbilled = incoming.facts.unbilledUsage(of: given.id)
    guard !unbilled.isEmpty else { return }
    let end = [given.endDate?.adding(days: 1), given.cancellationDate].compactMap { $0 }.min()
    let isLost = given.billingMethod != .usage
    let lost = unbilled.filter { usage in
      isLost || usage.usageDate < given.startDate || end.map { $0 <= usage.usageDate } ?? false
    }
    guard let first = lost.first else { return }
    let field =
      given.billingMethod != .usage
      ? "billingMethod"
      : first.usageDate < given.startDate
        ? "startDate" : end == given.cancellationDate ? "cancellationDate" : "endDate"
    refuse(
      .usageNotBilled, field,
      "Usage record \(first.id) of \(first.usageDate)"
        + (lost.count > 1 ? " and \(lost.count - 1) more are" : " is")
        + " not on an invoice, and no period of billing schedule \(given.id) would bill it any more. "
        + "Invoice it first, correct the usage, or choose another \(field).")
  }
}

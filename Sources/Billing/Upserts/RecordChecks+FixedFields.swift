import CivilTime

extension RecordChecks {
  /// <doc:Schedules>: accepted only when the record is first made.
  mutating func checkBilledThrough(_ given: BillingSchedule, stored: BillingSchedule) {
    guard let date = given.billedThroughDate, date != stored.billedThroughDate else { return }
    refuse(
      .recordAlreadyBilled, "billedThroughDate",
      "billedThroughDate is taken only when the schedule is first made"
        + (stored.billedThroughDate.map { ", which said \($0)" } ?? "") + ". Leave it out.")
  }

  /// <doc:Schedules#What-may-change>: what the periods billed so far were
  /// computed from must stay, or the next would not join on to them.
  mutating func checkFixedFields(_ given: BillingSchedule, stored: BillingSchedule) {
    let changed: [(field: String, isChanged: Bool)] = [
      ("accountId", given.accountId != stored.accountId),
      ("billingMethod", given.billingMethod != stored.billingMethod),
      ("billingType", given.billingType != stored.billingType),
      ("billingTerm", given.billingTerm != stored.billingTerm),
      ("billingTermUnit", given.billingTermUnit != stored.billingTermUnit),
      ("startDate", given.startDate != stored.startDate),
      ("periodBoundary", given.periodBoundary != stored.periodBoundary),
      ("milestoneDate", given.milestoneDate != stored.milestoneDate),
      ("anchorDate", given.anchorDate != stored.anchorDate),
      ("billDayOfMonth", given.billDayOfMonth != stored.billDayOfMonth),
    ]
    for (field, isChanged) in changed where isChanged {
      refuse(
        .recordAlreadyBilled, field,
        "\(field) cannot change any more: billing schedule \(given.id) is on an invoice. Cancel "
          + "it with cancellationDate and send a new schedule.")
    }
    if let end = given.endDate, let progress = stored.progress {
      let lastBilled = progress.nextChargeFromDate.adding(days: -1)
      if end < lastBilled {
        refuse(
          .recordAlreadyBilled, "endDate",
          "endDate \(end) is before \(lastBilled), the last day billed. Choose that day or a later "
            + "one; use cancellationDate to bill no more.")
      }
    }
  }
}

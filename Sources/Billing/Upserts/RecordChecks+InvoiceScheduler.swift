import CivilTime

extension RecordChecks {
  /// The scheduler with its next occurrence, and what is settled with it (<doc:Schedulers#Changes>).
  mutating func check(_ given: InvoiceScheduler) -> InvoiceScheduler {
    let stored = incoming.facts.records.schedulers[given.id]
    if stored.map(given.hasSameContent) != true { checkContent(of: given) }
    let stateKnown = incoming.facts.runs.schedulerStates[given.id] ?? SchedulerState()
    let turn = given.upserted(
      over: StoredScheduler(
        stored,
        holidays: stored?.holidayCalendarId.flatMap {
          incoming.facts.records.holidayCalendars[$0]
        },
        state: stateKnown),
      holidays: given.holidayCalendarId.flatMap(calendar), in: scheduling)
    self.turn = turn
    return turn.scheduler
  }

  private func calendar(_ id: HolidayCalendar.ID) -> HolidayCalendar? {
    guard case .holidayCalendar(let calendar) = incoming[RecordReference(.holidayCalendar, id)]
    else { return nil }
    return calendar
  }

  private mutating func checkContent(of given: InvoiceScheduler) {
    if scheduling.zones.date(at: scheduling.now, in: given.timeZone) == nil {
      refuse(
        .timeZoneUnknown, "timeZone",
        "The time zone \(given.timeZone) is not known. Give a name of the IANA database, as "
          + "Europe/Oslo; if it is one, the zone data of the worker's system (tzdata) are older.")
    }
    let criteria = given.criteria
    checkAccounts(criteria.accountIds ?? [], "accountIds")
    checkAccounts(criteria.excludedAccountIds, "excludeAccountIds")
  }

  /// None of them is locked for it: accounts are never deleted.
  private mutating func checkAccounts(_ ids: Set<Account.ID>, _ field: String) {
    let existing = incoming.facts.runs.existingAccounts
    let unknown = ids.filter { id in
      !existing.contains(id) && !incoming.holds(RecordReference(.account, id))
    }.sorted()
    guard let first = unknown.first else { return }
    let others = unknown.count > 1 ? ", nor do \(unknown.count - 1) more of those named" : ""
    refuse(
      .recordReferenceNotFound, "criteria/\(field)",
      "Account \(first) does not exist\(others). Send it before or in the same request, or correct "
        + "the identifier.")
  }
}

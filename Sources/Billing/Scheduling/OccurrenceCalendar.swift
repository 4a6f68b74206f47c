package import CivilTime

/// When a scheduler has occurrences (<doc:Schedulers#Occurrences>): its rule, the business days and the zone together.
struct OccurrenceCalendar {
  let scheduler: InvoiceScheduler
  let businessDays: BusinessDays
  let zones: any TimeZoneRules

  typealias Occurrence = InvoiceScheduler.NextOccurrence

  init(of scheduler: InvoiceScheduler, _ holidays: HolidayCalendar?, _ zones: any TimeZoneRules) {
    self.scheduler = scheduler
    businessDays = BusinessDays(of: scheduler, holidays)
    self.zones = zones
  }

  /// The first days on or after a date that have an occurrence: of the rule, and where that is moved to. `endDate` bounds the
  /// rule's day alone.
  func days(onOrAfter date: CivilDate) -> (rule: CivilDate, local: CivilDate)? {
    let from = businessDays.firstDay(movedTo: date)
    guard let day = scheduler.rule.firstDay(onOrAfter: from, from: scheduler.startDate),
      day <= min(scheduler.endDate ?? .latest, .latest)
    else { return nil }
    return (day, businessDays.first(onOrAfter: day))
  }

  func instant(of date: CivilDate) -> UTCInstant? {
    zones.instant(of: date, minute: scheduler.minuteOfDay, in: scheduler.timeZone)
  }

  /// The first occurrence after an instant whose date has no outcome; nil where there is none, or the zone is not known.
  func first(after instant: UTCInstant, leavingOut settled: Set<CivilDate> = []) -> Occurrence? {
    guard var date = zones.date(at: instant, in: scheduler.timeZone) else { return nil }
    while let days = days(onOrAfter: date) {
      guard let begin = self.instant(of: days.local) else { return nil }
      if begin > instant, !settled.contains(days.local) {
        return Occurrence(ruleDate: days.rule, localDate: days.local, instant: begin)
      }
      date = days.local.adding(days: 1)
    }
    return nil
  }

  /// The occurrence after another, which may be past too. Days that were moved to the same one are one with it. Where the zone is
  /// not known, as far behind as its date is: it is looked up again when it is due.
  func next(after last: Occurrence) -> Occurrence? {
    guard let days = days(onOrAfter: last.localDate.adding(days: 1)) else { return nil }
    let distance = Int64(last.localDate.days(until: days.local)) * 86_400_000_000
    return Occurrence(
      ruleDate: days.rule, localDate: days.local,
      instant: instant(of: days.local) ?? last.instant.adding(microseconds: distance))
  }

  /// An occurrence that was computed long ago, as calendar and zone have it now. Neither brings it forward: what has been shown as
  /// its time may be past.
  func reviewed(_ known: Occurrence) -> Occurrence {
    var occurrence = known
    occurrence.localDate = max(known.localDate, businessDays.first(onOrAfter: known.ruleDate))
    if let instant = instant(of: occurrence.localDate) {
      occurrence.instant = max(known.instant, instant)
    }
    return occurrence
  }
}

extension InvoiceScheduler {
  /// The next occurrences after an instant, at most so many: what `schedulers list` shows. None where the zone is not known.
  package func occurrences(
    after instant: UTCInstant, count: Int, holidays: HolidayCalendar?, zones: any TimeZoneRules
  ) -> [NextOccurrence] {
    let calendar = OccurrenceCalendar(of: self, holidays, zones)
    var occurrences: [NextOccurrence] = []
    var next = calendar.first(after: instant)
    while let occurrence = next, occurrences.count < count {
      occurrences.append(occurrence)
      next = calendar.next(after: occurrence)
    }
    return occurrences
  }
}

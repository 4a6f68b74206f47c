import CivilTime

/// The days on which a scheduler's runs may begin (<doc:Schedulers#Business-days>).
struct BusinessDays {
  private let weekend: Set<Weekday>
  private let holidays: Set<CivilDate>

  /// Without a calendar every Saturday and Sunday is free, and nothing else.
  init(of scheduler: InvoiceScheduler, _ calendar: HolidayCalendar?) {
    guard scheduler.excludesNonBusinessDays else {
      weekend = []
      holidays = []
      return
    }
    let free = calendar?.weekend ?? [.saturday, .sunday]
    // A calendar without a business day is refused when it is sent; if one were here, no day could be found.
    weekend = free.count < Weekday.allCases.count ? free : []
    holidays = calendar?.dates ?? []
  }

  func contains(_ date: CivilDate) -> Bool {
    !weekend.contains(date.weekday) && !holidays.contains(date)
  }

  /// The date, or the next business day. Ends: every week has a day that is no weekend, and the holidays are limited.
  func first(onOrAfter date: CivilDate) -> CivilDate {
    var date = date
    while !contains(date), date < .latest { date = date.adding(days: 1) }
    return date
  }

  /// The first of the days that are moved to this date or a later one: the day after the last business day before it.
  func firstDay(movedTo date: CivilDate) -> CivilDate {
    var first = date
    while first > .earliest, !contains(first.adding(days: -1)) { first = first.adding(days: -1) }
    return first
  }
}

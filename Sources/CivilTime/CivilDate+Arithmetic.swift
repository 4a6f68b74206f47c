extension CivilDate {
  /// The date this number of days later (earlier when negative).
  package func adding(days: Int) -> CivilDate {
    let (sum, overflow) = Int(daysSince1970).addingReportingOverflow(days)
    return CivilDate(days: overflow ? (days < 0 ? .min : .max) : sum)
  }

  /// The number of days of the interval `[self, end)`; negative when `end` is earlier.
  package func days(until end: CivilDate) -> Int {
    Int(end.daysSince1970) - Int(daysSince1970)
  }

  package var firstOfMonth: CivilDate {
    CivilDate(days: Int(daysSince1970) - day + 1)
  }

  package var lastOfMonth: CivilDate {
    let (year, month, day) = components
    return CivilDate(
      days: Int(daysSince1970) - day + GregorianCalendar.daysInMonth(month, ofYear: year))
  }

  /// The day `dayOfMonth` of the month that lies `months` after this date's month, clipped to that
  /// month's last day (and to 1 from below).
  ///
  /// The day is given each time and never taken from an earlier, clipped result: 31 January,
  /// 28 February, 31 March (<doc:Schedules#Periods>).
  package func adding(months: Int, dayOfMonth: Int) -> CivilDate {
    let (year, month, _) = components
    // More months than a date's range has lead to its end whatever their number.
    let reach = 200_000_000
    let index = year * 12 + (month - 1) + max(-reach, min(months, reach))
    let newYear = index.flooredQuotient(by: 12)
    let newMonth = index - newYear * 12 + 1
    let length = GregorianCalendar.daysInMonth(newMonth, ofYear: newYear)
    return CivilDate(
      days: GregorianCalendar.days(
        year: newYear, month: newMonth, day: max(1, min(dayOfMonth, length))))
  }
}

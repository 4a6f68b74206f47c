package import CivilTime

extension OccurrenceRule {
  /// The first day of the rule on or after a date, business days or not; nil where there is none. No day of the rule is before the
  /// scheduler's `start`, which of Once is the day itself.
  package func firstDay(onOrAfter date: CivilDate, from start: CivilDate) -> CivilDate? {
    let date = max(date, start)
    switch self {
    case .once: return date == start ? start : nil
    case .daily: return date
    case .weekly(let weekday): return date.first(weekday)
    case .monthlyDay, .monthlyFromEnd, .monthlyNth:
      let ofThisMonth = day(inMonthOf: date)
      return ofThisMonth >= date
        ? ofThisMonth : day(inMonthOf: date.adding(months: 1, dayOfMonth: 1))
    }
  }

  /// The day of a monthly rule in the month that holds a date; of the other rules that date.
  private func day(inMonthOf date: CivilDate) -> CivilDate {
    switch self {
    case .once, .daily, .weekly: date
    case .monthlyDay(let day): date.adding(months: 0, dayOfMonth: day)
    case .monthlyFromEnd(let days): date.lastOfMonth.adding(days: -days)
    case .monthlyNth(let nth, let weekday):
      switch nth {
      case .first: date.firstOfMonth.first(weekday)
      case .second: date.firstOfMonth.first(weekday).adding(days: 7)
      case .third: date.firstOfMonth.first(weekday).adding(days: 14)
      case .fourth: date.firstOfMonth.first(weekday).adding(days: 21)
      case .last: date.lastOfMonth.adding(days: -6).first(weekday)
      }
    }
  }
}

extension CivilDate {
  package var weekday: Weekday {
    switch dayOfWeek {
    case 1: .monday
    case 2: .tuesday
    case 3: .wednesday
    case 4: .thursday
    case 5: .friday
    case 6: .saturday
    default: .sunday
    }
  }

  /// The first such weekday on or after this date.
  func first(_ weekday: Weekday) -> CivilDate {
    adding(days: (weekday.number - dayOfWeek + 7) % 7)
  }
}

extension Weekday {
  /// As in ``CivilTime/CivilDate/dayOfWeek``: 1 = Monday … 7 = Sunday.
  fileprivate var number: Int {
    switch self {
    case .monday: 1
    case .tuesday: 2
    case .wednesday: 3
    case .thursday: 4
    case .friday: 5
    case .saturday: 6
    case .sunday: 7
    }
  }
}

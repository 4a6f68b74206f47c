/// Day numbers and year-month-day in the proleptic Gregorian calendar.
///
/// Years are counted from March here: the leap day is then the last day of its year, and a day's
/// place in the year follows from the month alone, without a table and without branches.
enum GregorianCalendar {
  /// The calendar repeats exactly every 400 years.
  private static let daysPerEra = 146_097
  /// From 0000-03-01, where an era begins, to 1970-01-01.
  private static let daysFromEraZeroTo1970 = 719_468

  static func days(year: Int, month: Int, day: Int) -> Int {
    let marchYear = month > 2 ? year : year - 1
    let era = marchYear.flooredQuotient(by: 400)
    let yearOfEra = marchYear - era * 400
    let monthFromMarch = (month + 9) % 12
    let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * daysPerEra + dayOfEra - daysFromEraZeroTo1970
  }

  static func components(days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + daysFromEraZeroTo1970
    let era = shifted.flooredQuotient(by: daysPerEra)
    let dayOfEra = shifted - era * daysPerEra
    // Taking out the leap days passed so far (one in 4 years, none in 100, one in 400) makes every
    // year 365 days long.
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let marchYear = era * 400 + yearOfEra
    return (month > 2 ? marchYear : marchYear + 1, month, day)
  }

  static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  /// `month` is 1…12.
  static func daysInMonth(_ month: Int, ofYear year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

import CivilTime
import TestSupport
import Testing

@Suite("Civil dates")
struct CivilDateTests {
  private func date(_ text: String) throws -> CivilDate {
    try #require(CivilDate(iso8601: text), "\(text) is a date")
  }

  private func check(_ walk: DayWalk) -> Bool {
    let date = CivilDate(daysSince1970: walk.number)
    return date.components == (walk.year, walk.month, walk.day)
      && CivilDate(year: walk.year, month: walk.month, day: walk.day) == date
      && date.dayOfWeek == walk.dayOfWeek && date.daysInMonth == walk.lengthOfMonth
      && CivilDate(iso8601: date.description) == date
      && date.firstOfMonth.daysSince1970 == walk.number - Int32(walk.day) + 1
      && date.lastOfMonth.daysSince1970 == walk.number + Int32(walk.lengthOfMonth - walk.day)
  }

  @Test("Every day of the wire's range is what a walk from day to day says")
  func walk() {
    var walk = DayWalk()
    while walk.number <= CivilDate.latest.daysSince1970 {
      if !check(walk) { Issue.record("\(walk)") }
      walk.forward()
    }
    walk = DayWalk()
    while walk.number >= CivilDate.earliest.daysSince1970 {
      if !check(walk) { Issue.record("\(walk)") }
      walk.backward()
    }
  }

  /// As a person would write it: sign, digits, zeros in front.
  private func plainly(_ year: Int, _ month: Int, _ day: Int) -> String {
    func padded(_ number: Int, _ width: Int) -> String {
      let digits = "\(number)"
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    return (year < 0 ? "-" : "") + padded(abs(year), 4) + "-" + padded(month, 2) + "-"
      + padded(day, 2)
  }

  @Test("Every day of the wire's range is written as a person would")
  func text() {
    var walk = DayWalk()
    while walk.number > CivilDate.earliest.daysSince1970 { walk.backward() }
    while walk.number <= CivilDate.latest.daysSince1970 {
      let written = CivilDate(daysSince1970: walk.number).description
      if written != plainly(walk.year, walk.month, walk.day) { Issue.record("\(walk): \(written)") }
      walk.forward()
    }
  }

  @Test("Each month's ends are written alike in years of any width, before 0 too")
  func textOfAnyYear() throws {
    let years = [
      -1_000_000, -10_000, -9_999, -1_000, -999, -100, -4, -1, 0, 1, 4, 9, 10, 99, 100, 400, 999,
      1_000, 1_899, 1_900,
      2_000, 2_100, 2_400, 9_996, 9_999, 10_000, 10_001, 99_999, 1_000_000,
    ]
    for year in years {
      for month in 1...12 {
        let first = try #require(CivilDate(year: year, month: month, day: 1))
        #expect(first.description == plainly(year, month, 1))
        #expect(first.lastOfMonth.description == plainly(year, month, first.daysInMonth))
      }
    }
    #expect(CivilDate(daysSince1970: .min).description == "-5877641-06-23")
    #expect(CivilDate(daysSince1970: .max).description == "5881580-07-11")
  }

  @Test("The wire's bounds")
  func bounds() {
    #expect(CivilDate.earliest.description == "1900-01-01")
    #expect(CivilDate.latest.description == "2199-12-31")
  }

  @Test(
    "Only YYYY-MM-DD of an existing day is read",
    arguments: [
      "", "2026-1-01", "2026-01-1", "26-01-01", "2026-13-01", "2026-00-10", "2026-01-00",
      "2026-02-29", "1900-02-29", "2100-02-29", "2026-04-31", "2026/01/01", "2026-01-01 ",
      " 2026-01-01", "+026-01-01", "2026-01-+1", "2026-01-01T", "20260101", "２０２６-01-01",
      "2026-01-0a", "-2026-01-1",
    ])
  func refused(text: String) {
    #expect(CivilDate(iso8601: text) == nil)
  }

  @Test("Leap days", arguments: ["2000-02-29", "2024-02-29", "2028-02-29"])
  func leapDays(text: String) throws {
    #expect(try date(text).description == text)
  }

  @Test("A substring is read like a string")
  func substring() throws {
    #expect(CivilDate(iso8601: "x2026-11-20".dropFirst()) == (try date("2026-11-20")))
  }

  @Test(
    "Months are counted from the anchor, then the day is clipped",
    arguments: [
      ("2026-01-31", 1, 31, "2026-02-28"), ("2026-01-31", 2, 31, "2026-03-31"),
      ("2026-02-28", 1, 31, "2026-03-31"), ("2028-02-29", 12, 29, "2029-02-28"),
      ("2028-02-29", 48, 29, "2032-02-29"), ("2026-03-15", -1, 31, "2026-02-28"),
      ("2026-01-10", -1, 10, "2025-12-10"), ("2026-12-31", 2, 31, "2027-02-28"),
      ("2026-06-15", 0, 1, "2026-06-01"), ("2026-06-15", 0, 0, "2026-06-01"),
      ("2026-06-15", -24_320, 15, "-0001-10-15"),
      // KB-add_terms-001 of the published vectors.
      ("2016-04-08", 1, 8, "2016-05-08"),
    ])
  func months(from: String, months: Int, day: Int, expected: String) throws {
    #expect(try date(from).adding(months: months, dayOfMonth: day).description == expected)
  }

  @Test("Month arithmetic agrees with a count of single months")
  func monthsByCounting() {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<2_000 {
      let start = CivilDate(daysSince1970: Int32.random(in: -25_000...80_000, using: &generator))
      let months = Int.random(in: -500...500, using: &generator)
      let day = Int.random(in: 1...31, using: &generator)
      var first = start.firstOfMonth
      for _ in 0..<abs(months) {
        first = months > 0 ? first.adding(days: first.daysInMonth) : first.adding(days: -1)
        first = first.firstOfMonth
      }
      let expected = first.adding(days: min(day, first.daysInMonth) - 1)
      #expect(start.adding(months: months, dayOfMonth: day) == expected)
    }
  }

  @Test("A million months from the bounds, and far more, is no trap")
  func farAway() {
    for start in [CivilDate.earliest, .latest] {
      #expect(start.adding(months: 1_000_000, dayOfMonth: 31).year > 85_000)
      #expect(start.adding(months: -1_000_000, dayOfMonth: 31).year < -81_000)
      for count in [Int.max, .min] {
        let end = CivilDate(daysSince1970: count > 0 ? .max : .min)
        #expect(start.adding(months: count, dayOfMonth: 31) == end)
        #expect(start.adding(days: count) == end)
      }
    }
  }

  /// `calendar_days` of the published vectors (FX-001, -003, -005, -008, -009), whose instants
  /// stand for the local dates; and KB-add_terms-009.
  @Test(
    "Days between dates",
    arguments: [
      ("2024-05-01", "2024-05-05", 4), ("2024-11-02", "2024-11-04", 2),
      ("2024-07-30", "2024-08-02", 3), ("2024-04-06", "2024-04-08", 2),
      ("2024-08-01", "2024-08-03", 2), ("2016-04-08", "2016-04-15", 7),
      ("2026-03-01", "2026-02-01", -28), ("2026-03-01", "2026-03-01", 0),
    ])
  func days(from: String, to: String, expected: Int) throws {
    #expect(try date(from).days(until: date(to)) == expected)
    #expect(try date(from).adding(days: expected) == date(to))
  }
}

import CivilTime
import TestSupport
import Testing

@Suite("Instants")
struct UTCInstantTests {
  @Test(
    "RFC 3339 in UTC is read and written",
    arguments: [
      ("1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00.000000Z"),
      ("1969-12-31T23:59:59.999999Z", -1, "1969-12-31T23:59:59.999999Z"),
      ("2026-11-20T09:00:00.123456Z", 1_795_165_200_123_456, "2026-11-20T09:00:00.123456Z"),
      ("2026-11-20t09:00:00.5z", 1_795_165_200_500_000, "2026-11-20T09:00:00.500000Z"),
      ("2026-11-20T09:00:00.123456999Z", 1_795_165_200_123_456, "2026-11-20T09:00:00.123456Z"),
      ("2000-02-29T23:59:59Z", 951_868_799_000_000, "2000-02-29T23:59:59.000000Z"),
    ] as [(String, Int64, String)])
  func text(text: String, microseconds: Int64, written: String) throws {
    let instant = try #require(UTCInstant(rfc3339: text))
    #expect(instant.microsecondsSince1970 == microseconds)
    #expect(instant.description == written)
  }

  @Test(
    "Anything else is refused",
    arguments: [
      "", "2026-11-20", "2026-11-20T09:00:00", "2026-11-20T09:00:00+00:00", "2026-11-20T24:00:00Z",
      "2026-11-20T09:60:00Z", "2026-11-20T09:00:60Z", "2026-02-30T09:00:00Z",
      "2026-11-20 09:00:00Z", "2026-11-20T09:00:00.Z", "2026-11-20T09:00:00,5Z",
      "2026-11-20T9:00:00Z", "2026-11-20T09:00:00.1234567890Z", "2026-11-20T09-00-00Z",
      "2026-11-20T09:00:00.12a456Z",
    ])
  func refused(text: String) {
    #expect(UTCInstant(rfc3339: text) == nil)
  }

  @Test("What is written is read back, and date and seconds round towards the past")
  func roundTrip() {
    var generator = SeededGenerator(seed: 3)
    let wire = (Int64(-62_167_219_200_000_000)...253_402_300_799_999_999)
    for _ in 0..<2_000 {
      let instant = UTCInstant(microsecondsSince1970: .random(in: wire, using: &generator))
      #expect(UTCInstant(rfc3339: instant.description) == instant)
      #expect(instant.description.hasPrefix(instant.date.description))
      let rest = instant.microsecondsSince1970 - instant.secondsSince1970 * 1_000_000
      #expect((0..<1_000_000).contains(rest))
    }
  }

  @Test("Each time of day is written after its date with all its zeros, in years of any width")
  func everyTimeOfDay() throws {
    func padded(_ number: Int64, _ width: Int) -> String {
      let digits = "\(number)"
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let fractions: [Int64] = [0, 1, 9, 10, 999, 1_000, 99_999, 100_000, 500_000, 999_999]
    for year in [-10_000, -1, 0, 1, 999, 1_969, 1_970, 2_000, 2_026, 9_999, 10_000, 99_999] {
      for (month, day) in [(1, 1), (2, 28), (3, 1), (12, 31)] {
        let date = try #require(CivilDate(year: year, month: month, day: day))
        let midnight = Int64(date.daysSince1970) * 86_400
        for second in stride(from: Int64(0), to: 86_400, by: 599) {
          let fraction = fractions[Int(second) % fractions.count]
          let instant = UTCInstant(
            microsecondsSince1970: (midnight + second) * 1_000_000 + fraction)
          let time =
            "\(padded(second / 3_600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
          let written = instant.description
          if written != "\(date)T\(time).\(padded(fraction, 6))Z" { Issue.record("\(written)") }
        }
      }
    }
    #expect(
      UTCInstant(microsecondsSince1970: .min).description == "-290308-12-21T19:59:05.224192Z")
    #expect(UTCInstant(microsecondsSince1970: .max).description == "294247-01-10T04:00:54.775807Z")
  }

  @Test("Adding stops at the ends of the range")
  func adding() {
    let instant = UTCInstant(microsecondsSince1970: 5)
    #expect(instant.adding(microseconds: -6).microsecondsSince1970 == -1)
    #expect(instant.adding(microseconds: .max).microsecondsSince1970 == .max)
    #expect(
      UTCInstant(microsecondsSince1970: -5).adding(microseconds: .min).microsecondsSince1970
        == .min)
  }

  @Test("The clock is after this test was written and does not stand still")
  func now() throws {
    let start = UTCInstant.now()
    let past = try #require(UTCInstant(rfc3339: "2025-01-01T00:00:00Z"))
    #expect(start > past)
    var later = UTCInstant.now()
    for _ in 0..<10_000_000 where later == start { later = .now() }
    #expect(later > start)
  }
}

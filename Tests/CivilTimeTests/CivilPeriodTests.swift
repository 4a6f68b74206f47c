import CivilTime
import TestSupport
import Testing

@Suite("Civil periods")
struct CivilPeriodTests {
  private func day(_ number: Int32) -> CivilDate { CivilDate(daysSince1970: number) }

  @Test("An empty or reversed interval is no period")
  func empty() {
    #expect(CivilPeriod(from: day(5), to: day(5)) == nil)
    #expect(CivilPeriod(from: day(5), to: day(4)) == nil)
  }

  @Test("Its last day is the inclusive end date")
  func lastDay() throws {
    let first = try #require(CivilDate(iso8601: "2026-11-01"))
    let end = try #require(CivilDate(iso8601: "2026-12-01"))
    let november = try #require(CivilPeriod(from: first, to: end))
    #expect(november.days == 30)
    #expect(november.lastDay.description == "2026-11-30")
    #expect(november.description == "[2026-11-01, 2026-12-01)")
  }

  @Test("Membership and intersection agree with the sets of days")
  func sets() throws {
    var generator = SeededGenerator(seed: 2)
    for _ in 0..<2_000 {
      let numbers = (0..<4).map { _ in Int32.random(in: 0...12, using: &generator) }
      guard let left = CivilPeriod(from: day(numbers[0]), to: day(numbers[1])),
        let right = CivilPeriod(from: day(numbers[2]), to: day(numbers[3]))
      else { continue }
      let common = Set(numbers[0]..<numbers[1]).intersection(numbers[2]..<numbers[3])
      let intersection = left.intersection(right)
      #expect(intersection?.from == common.min().map(day))
      #expect(intersection?.lastDay == common.max().map(day))
      #expect(intersection?.days ?? 0 == common.count)
      for number in Int32(-1)...13 {
        #expect(left.contains(day(number)) == (numbers[0]..<numbers[1]).contains(number))
      }
    }
  }
}

package import CivilTime
package import Monetary

/// What has been billed of a usage schedule: the periods on live lines, and how much was used on each day.
package struct BilledUsage: Hashable, Sendable {
  /// By their first day.
  private var periods: [CivilDate: Line] = [:]
  private var quantities: [CivilDate: ExactDecimal] = [:]

  private struct Line: Hashable {
    var period: CivilPeriod
    var reissue: Int
    var lateUsage: Int
  }

  package init() {}

  /// Adds a live line. Of a period that was invoiced again the last line says which days it has.
  package mutating func insert(period: CivilPeriod, reissue: Int, lateUsage: Int) {
    var line =
      periods[period.from] ?? Line(period: period, reissue: reissue, lateUsage: lateUsage)
    if lateUsage == 0, reissue >= line.reissue {
      line.period = period
      line.reissue = reissue
    }
    line.lateUsage = max(line.lateUsage, lateUsage)
    periods[period.from] = line
  }

  /// Adds usage that is on a live invoice.
  ///
  /// - Throws: `overflow` beyond the bounds of an amount.
  package mutating func insert(
    quantity: ExactDecimal, on day: CivilDate
  ) throws(MonetaryError) {
    if let known = quantities[day] {
      quantities[day] = try known.adding(quantity)
    } else {
      quantities[day] = quantity
    }
  }

  /// How much of a period is billed.
  func quantity(in period: CivilPeriod) throws(MonetaryError) -> ExactDecimal {
    var sum: ExactDecimal = 0
    for (day, quantity) in quantities where period.contains(day) { sum = try sum.adding(quantity) }
    return sum
  }

  /// The period that was billed with a day in it, and how many lines of late usage it has; nil where none was.
  func period(holding day: CivilDate) -> (period: CivilPeriod, lateLines: Int)? {
    periods.values.first { $0.period.contains(day) }.map { ($0.period, $0.lateUsage) }
  }

  /// How many lines of late usage a period has.
  func lateLines(from day: CivilDate) -> Int { periods[day]?.lateUsage ?? 0 }
}

import Billing
import CivilTime
import Monetary

/// A slow reference: it asks of every single day whether it is billed and to which full period it
/// belongs, with boundaries found by walking and arithmetic in whole minor units.
struct DayByDayBilling {
  private let schedule: BillingSchedule
  /// Of the currency's minor unit.
  private let digits: Int

  init(_ schedule: BillingSchedule, digits: Int = 2) {
    self.schedule = schedule
    self.digits = digits
  }

  /// As ``Decision/lines`` writes them.
  func lines(dueBefore target: CivilDate) -> [String] {
    if schedule.billingTermUnit == .oneTime { return oneTime(dueBefore: target) }
    let boundaries = walkedBoundaries()
    var lines: [String] = []
    var day = schedule.startDate
    var part: [CivilDate] = []
    var period = 0
    let horizon = target.adding(days: 4_000)
    while day < horizon {
      while boundaries[period + 1] <= day {
        append(
          part, boundaries[period].days(until: boundaries[period + 1]), target,
          from: boundaries[period], &lines)
        part = []
        period += 1
      }
      if isBilled(day) { part.append(day) }
      if schedule.billingType == .advance, part.isEmpty, day >= target { break }
      if boundaries[period] >= target { break }
      day = day.adding(days: 1)
    }
    append(
      part, boundaries[period].days(until: boundaries[period + 1]), target,
      from: boundaries[period], &lines)
    return lines
  }

  private func isBilled(_ day: CivilDate) -> Bool {
    if let end = schedule.endDate, day > end { return false }
    if let cancellation = schedule.cancellationDate, day >= cancellation { return false }
    if let billed = schedule.billedThroughDate, day <= billed { return false }
    return true
  }

  private func append(
    _ part: [CivilDate], _ length: Int, _ target: CivilDate, from boundary: CivilDate,
    _ lines: inout [String]
  ) {
    guard let first = part.first, let last = part.last,
      (schedule.billingType == .advance ? first : last) < target
    else { return }
    // Beside days that count as billed a part is always prorated.
    let isBesideBilled =
      schedule.billedThroughDate.map { $0 >= schedule.startDate && first == $0.adding(days: 1) }
      ?? false
    let isBoundary = first == boundary
    let isFull =
      part.count == length
      || !schedule.arePartialPeriodsAllowed && !(isBesideBilled && !isBoundary)
    let amount = isFull ? units : rounded(units * part.count, length)
    lines.append("\(schedule.id) \(first)..\(last) \(text(amount))")
  }

  private func oneTime(dueBefore target: CivilDate) -> [String] {
    if schedule.billingMethod == .milestone, schedule.milestoneDate == nil { return [] }
    let day = schedule.milestoneDate ?? schedule.startDate
    if let cancellation = schedule.cancellationDate, day >= cancellation { return [] }
    if let billed = schedule.billedThroughDate, day <= billed { return [] }
    guard day < target else { return [] }
    // A milestone may come after the end.
    let last = max(schedule.endDate ?? day, day)
    return ["\(schedule.id) \(day)..\(last) \(text(units))"]
  }

  private var units: Int {
    var value = Int(schedule.billingPeriodAmount.coefficient)
    for _ in Int(schedule.billingPeriodAmount.scale)..<digits { value *= 10 }
    return value
  }

  private func rounded(_ dividend: Int, _ divisor: Int) -> Int {
    let magnitude = (2 * abs(dividend) + divisor) / (2 * divisor)
    return dividend < 0 ? -magnitude : magnitude
  }

  private func text(_ units: Int) -> String {
    let written = String(abs(units))
    let padded = String(repeating: "0", count: max(0, digits + 1 - written.count)) + written
    let point = digits == 0 ? "" : "."
    return (units < 0 ? "-" : "") + padded.dropLast(digits) + point + padded.suffix(digits)
  }

  /// Boundaries from the one at or before the start on, far enough for every test.
  private func walkedBoundaries() -> [CivilDate] {
    var all: [CivilDate] = []
    // An anchor may lie more than a year after the start.
    for count in -600..<5_000 {
      guard let date = boundary(count) else { continue }
      guard date < "2045-01-01" else { break }
      all.append(date)
    }
    while all.count > 1, all[1] <= schedule.startDate { all.removeFirst() }
    return all
  }

  /// Boundary k, from year and month written down again each time.
  private func boundary(_ count: Int) -> CivilDate? {
    let start = schedule.startDate
    let anchor = schedule.anchorDate ?? start
    let term = schedule.billingTerm * count
    let months: Int
    switch schedule.billingTermUnit {
    case .day: return anchor.adding(days: term)
    case .week:
      let isAligned = schedule.periodBoundary == .alignToCalendar
      return isAligned
        ? start.adding(days: 7 * term - start.dayOfWeek + 1) : anchor.adding(days: 7 * term)
    case .month: months = 1
    case .quarter: months = 3
    case .semiAnnual: months = 6
    case .year: months = 12
    case .oneTime: return nil
    }
    var first = anchor.month
    if schedule.periodBoundary == .alignToCalendar {
      while first % months != 1 % months { first -= 1 }
    }
    let index = anchor.year * 12 + first - 1 + months * term
    let day =
      switch schedule.periodBoundary {
      case .anniversary: anchor.day
      case .dayOfPeriod: schedule.billDayOfMonth ?? 0
      case .alignToCalendar, .lastDayOfPeriod: 1
      }
    // The last of these days that the month has.
    return (1...day).compactMap {
      CivilDate(year: index / 12, month: index % 12 + 1, day: $0)
    }.last
  }
}

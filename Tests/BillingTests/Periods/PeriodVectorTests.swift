import CivilTime
import Monetary
import Testing

@testable import Billing

@Suite("Published facts about periods")
struct PeriodVectorTests {
  private func date(_ text: String?) throws -> CivilDate {
    let text = try #require(text)
    return try #require(CivilDate(iso8601: text))
  }

  /// The vectors' end is exclusive, their billing day our DayOfPeriod.
  private func schedule(
    start: CivilDate, end: CivilDate?, day: Int?, unit: String?, term: Int?, mode: String?,
    id: BillingSchedule.ID = "S", price: ExactDecimal = 1
  ) throws -> BillingSchedule {
    var schedule = BillingSchedule(
      id: id, accountId: "A", productName: "P",
      billingMethod: end == nil ? .evergreen : .orderAmount,
      billingType: mode == "arrears" ? .arrears : .advance,
      billingTermUnit: unit == "day" ? .day : .month, billingTerm: try #require(term),
      startDate: start, endDate: end?.adding(days: -1), quantity: 1, unitPrice: price,
      billingPeriodAmount: price)
    if unit == "month", let day {
      schedule.periodBoundary = .dayOfPeriod
      schedule.billDayOfMonth = day
    }
    #expect(schedule.fieldFaults.isEmpty)
    return schedule
  }

  private func schedule(
    _ input: PeriodVector.Input, start: CivilDate, end: CivilDate? = nil
  ) throws -> BillingSchedule {
    try schedule(
      start: start, end: end, day: input.billing_day_of_month, unit: input.term_unit,
      term: input.term, mode: input.billing_mode)
  }

  private func due(_ schedule: BillingSchedule, by target: CivilDate) -> [UnbilledPeriod] {
    guard let periods = schedule.unbilledPeriods(from: schedule.startDate) else { return [] }
    // In advance a period is due on its first day, in arrears on the day after its last.
    let day = schedule.billingType == .advance ? target : target.adding(days: -1)
    return (0..<periods.count(dueBy: day)).compactMap { periods[$0] }
  }

  private func ratio(_ part: Int, _ whole: Int) -> String {
    var (a, b) = (part, whole)
    while b != 0 { (a, b) = (b, a % b) }
    return part == whole ? "1" : part == 0 ? "0" : "\(part / a)/\(whole / a)"
  }

  private func ratio(_ period: UnbilledPeriod) -> String {
    ratio(period.part.days, period.daysInFullPeriod)
  }

  @Test("The vectors are there")
  func present() {
    #expect(PeriodVector.all.count == 198)
  }

  @Test("What is billed by a date", arguments: PeriodVector.of("cycles_total", "billed_periods"))
  func billed(vector: PeriodVector) throws {
    let input = vector.input
    let end = try input.end.map { try date($0) }
    let start = try date(input.start)
    let expected = vector.expect.periods ?? []
    // A schedule that ends on its first day has no day: there is nothing to ask.
    guard end.map({ start < $0 }) ?? true else {
      #expect(expected.isEmpty)
      return
    }
    let periods = try due(schedule(input, start: start, end: end), by: date(input.target_date))
    #expect(periods.map { "\($0.part.from)" } == expected.map(\.from))
    #expect(periods.map { "\($0.part.to)" } == expected.map(\.to))
    for (period, expected) in zip(periods, expected) {
      if let expected = expected.ratio { #expect(ratio(period) == expected) }
    }
    if case .sum(let sum) = vector.expect.cycles {
      #expect(try periods.reduce(0) { try $0.adding(factor(of: $1)) } == ExactDecimal(wire: sum))
    }
  }

  /// The part of the full period with nine digits, half up.
  private func factor(of period: UnbilledPeriod) throws -> ExactDecimal {
    let whole = period.daysInFullPeriod
    let billionths = (2_000_000_000 * period.part.days + whole) / (2 * whole)
    return try #require(ExactDecimal(coefficient: Int128(billionths), scale: 9))
  }

  @Test("The first period", arguments: PeriodVector.of("advance_period", "first_cycle"))
  func first(vector: PeriodVector) throws {
    let start = try date(vector.input.invoice_date ?? vector.input.start)
    let periods = try schedule(vector.input, start: start).unbilledPeriods(from: start)
    let period = try #require(periods?[0])
    if let from = vector.expect.from { #expect(try period.part.from == date(from)) }
    if let to = vector.expect.to { #expect(try period.part.to == date(to)) }
    if let expected = vector.expect.ratio { #expect(ratio(period) == expected) }
  }

  @Test("The last period that has ended", arguments: PeriodVector.of("arrears_period"))
  func arrears(vector: PeriodVector) throws {
    var schedule = try schedule(vector.input, start: date(vector.input.start))
    schedule.billingType = .arrears
    let period = try #require(due(schedule, by: date(vector.input.invoice_date)).last)
    #expect(try period.part.from == date(vector.expect.from))
    #expect(try period.part.to == date(vector.expect.to))
  }

  @Test("How many periods have ended", arguments: PeriodVector.of("elapsed_cycles"))
  func elapsed(vector: PeriodVector) throws {
    var schedule = try schedule(vector.input, start: date(vector.input.start))
    schedule.billingType = .arrears
    guard case .count(let count) = vector.expect.cycles else {
      Issue.record("no count is expected")
      return
    }
    #expect(try due(schedule, by: date(vector.input.target_date)).count == count)
  }

  @Test("The period that holds a date", arguments: PeriodVector.of("period_containing"))
  func containing(vector: PeriodVector) throws {
    let start = try date(vector.input.start)
    let target = try date(vector.input.target_date)
    let periods = try schedule(vector.input, start: start).unbilledPeriods(from: start)
    let count = try #require(periods?.count(dueBy: target))
    // A date before the start lies in no period; the vectors answer with the first.
    let period = try #require(periods?[max(0, count - 1)])
    #expect(try period.part.from == date(vector.expect.from))
    #expect(try period.part.to == date(vector.expect.to))
  }

  @Test("Whole terms between dates", arguments: PeriodVector.of("whole_terms_between"))
  func wholeTerms(vector: PeriodVector) throws {
    let schedule = try schedule(vector.input, start: date(vector.input.from))
    let boundaries = PeriodBoundaries(of: schedule)
    #expect(try boundaries.index(holding: date(vector.input.to)) == vector.expect.count)
  }

  @Test("The part of a period as a ratio of days", arguments: PeriodVector.of("proration_ratio"))
  func partOfPeriod(vector: PeriodVector) throws {
    let partial = try #require(vector.input.partial)
    let full = try #require(vector.input.full)
    var schedule = try schedule(
      start: date(full.from), end: date(full.to), day: nil, unit: "month", term: 1,
      mode: "advance")
    schedule.cancellationDate = try date(partial.to)
    let period = try schedule.unbilledPeriods(from: date(partial.from))?[0]
    #expect(period.map(ratio) ?? "0" == vector.expect.ratio)
  }

  @Test("The part of a period as a factor", arguments: PeriodVector.of("proration_factor"))
  func factor(vector: PeriodVector) throws {
    let input = vector.input
    let from = try date(input.partial_from)
    let to = try date(input.partial_to)
    // A leading part runs to a boundary, a trailing one from a boundary.
    let day = input.position == "leading" ? to.day : from.day
    let schedule = try schedule(
      start: from, end: to, day: input.term_unit == "month" ? day : nil,
      unit: input.term_unit ?? "month", term: input.term ?? 1, mode: "advance")
    let expected = try #require(vector.expect.factor)
    guard let period = schedule.unbilledPeriods(from: from)?[0] else {
      #expect(expected == "0")
      return
    }
    #expect(try factor(of: period) == ExactDecimal(wire: expected))
  }

  @Test("Runs over several schedules", arguments: PeriodVector.of("invoice_run"))
  func run(vector: PeriodVector) throws {
    var world = try World()
    for (index, given) in try #require(vector.input.schedules).enumerated() {
      let price = try #require(ExactDecimal(wire: given.price))
      var record = try schedule(
        start: date(given.start), end: given.end.map { try date($0) },
        day: given.billing_day_of_month, unit: given.term_unit, term: given.term,
        mode: given.billing_mode, id: BillingSchedule.ID("S\(index)"), price: price)
      record.unitPrice = price
      world.add(.billingSchedule(record))
    }
    let decision = world.generate(target: try date(vector.input.target_date), inclusive: true)
    let lines = decision.made.flatMap(\.lines)
    if let expected = vector.expect.lines {
      #expect(lines.compactMap(\.period).map { "\($0.from)" } == expected.map(\.from))
      #expect(lines.compactMap(\.period).map { "\($0.to)" } == expected.map(\.to))
      #expect(lines.map(\.amount.decimal) == expected.map { ExactDecimal(wire: $0.amount) })
    }
    if let count = vector.expect.line_count { #expect(lines.count == count) }
    if let total = vector.expect.total {
      #expect(decision.made.map(\.totalAmount.decimal) == [ExactDecimal(wire: total)])
    }
  }
}

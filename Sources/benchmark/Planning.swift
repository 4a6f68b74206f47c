import AMQP
import Billing
import CAllocations
import CivilTime
import Monetary

/// Measures the billing core alone: lines planned in a second, in memory, on one core, and what a line allocates.
struct Planning {
  /// In all, over as many requests as the limit of lines an invoice asks for.
  let lines: Int

  private static let linesPerRequest = 10_000

  func run() throws {
    Report.line("planning \(lines) lines, taxed, posted")
    Report.line("  lines a request, overdue periods a schedule: lines/s, allocations a line")
    // The same number of lines of fewer and fewer schedules, then of fewer and fewer lines a request.
    let one = try run(linesPerRequest: Self.linesPerRequest, periodsPerSchedule: 1)
    _ = try run(linesPerRequest: Self.linesPerRequest, periodsPerSchedule: 10)
    let thousand = try run(linesPerRequest: Self.linesPerRequest, periodsPerSchedule: 1_000)
    let shorter = try run(linesPerRequest: Self.linesPerRequest / 10, periodsPerSchedule: 1)
    Report.line(
      "  a line of a schedule with 1,000 overdue periods costs",
      Figures.ratio(thousand / one), "× one of a schedule with one")
    Report.line(
      "  a line among 10,000 costs", Figures.ratio(one / shorter), "× one among 1,000")
  }

  /// - Returns: the seconds that a line takes.
  private func run(linesPerRequest: Int, periodsPerSchedule periods: Int) throws -> Double {
    let request = try Sample(schedules: linesPerRequest / periods, periods: periods)
    let rounds = max(1, lines / linesPerRequest)
    // The first is for the caches.
    var planned = try request.plan()
    planned = 0
    let allocated = allocations_of_this_thread()
    let start = MonotonicInstant.now
    for _ in 0..<rounds { planned += try request.plan() }
    let seconds = Figures.seconds(from: start)
    let allocations = allocations_of_this_thread() - allocated
    Report.line(
      "  \(linesPerRequest), \(periods):", Figures.whole(Double(planned) / seconds),
      "lines/s,", Figures.ratio(Double(allocations) / Double(planned)), "allocations a line")
    return seconds / Double(planned)
  }

  /// The facts of an account, and the request that bills it.
  private struct Sample {
    private let facts: WorkingSet
    private let request: GenerateInvoices

    init(schedules: Int, periods: Int) throws {
      guard let currency = Currency(code: "EUR"), let start = CivilDate(iso8601: "2020-01-01")
      else {
        throw ChildProcess.Failure(description: "the sample cannot be made")
      }
      var facts = WorkingSet()
      facts.insert(
        .account(
          Account(
            id: "A", name: "A", currency: currency,
            billToContact: .named(name: "A", email: nil),
            billingAddress: Address(street: "1", city: "Oslo", postalCode: "0150", country: "NO"))))
      facts.insert(
        .taxTreatment(
          TaxTreatment(id: "T", name: "T", isTaxable: true, taxCode: "std", isDefault: true)))
      facts.insert(
        .taxRate(
          TaxRate(
            id: "R", country: "NO", taxCode: "std", name: "VAT", percent: 25,
            effectiveFrom: start)))
      for number in 0..<schedules {
        facts.insert(
          .billingSchedule(
            BillingSchedule(
              id: RecordID("S\(number)"), accountId: "A", productName: "Product",
              billingMethod: .evergreen, billingTermUnit: .day, startDate: start, quantity: 1,
              unitPrice: 10, billingPeriodAmount: 10,
              progress: BillingProgress(
                status: .readyForInvoicing, nextBillingDate: start, nextChargeFromDate: start,
                billedAmount: .zero(currency), pendingAmount: nil))))
      }
      self.facts = facts
      request = GenerateInvoices(
        selector: .account("A"), targetDate: start.adding(days: periods), invoiceDate: start,
        action: .posted)
    }

    /// - Returns: the number of lines planned.
    func plan() throws -> Int {
      let context = PlanningContext(
        request: RequestKey(source: "benchmark", identifier: "r"),
        now: UTCInstant(microsecondsSince1970: 0), taxEngine: RateTableTaxEngine()
      ) { $0.joined(separator: "/") }
      let decision = request.plan(on: facts, in: context)
      guard decision.outcome == .succeeded else {
        throw ChildProcess.Failure(description: "the sample was refused: \(decision.errors)")
      }
      return decision.lineCount
    }
  }
}

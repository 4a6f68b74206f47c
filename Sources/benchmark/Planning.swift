import AMQP
import Billing
import CivilTime
import Monetary

/// Measures the billing core alone: lines planned in a second, in memory, on one core.
struct Planning {
  /// In all, over as many requests as the limit of lines an invoice asks for.
  let lines: Int

  private static let linesPerRequest = 10_000

  func run() throws {
    Report.line("planning \(lines) lines, \(Self.linesPerRequest) a request, taxed, posted")
    for periods in [1, 10, 1_000] { try run(periodsPerSchedule: periods) }
  }

  private func run(periodsPerSchedule periods: Int) throws {
    let request = try Sample(schedules: Self.linesPerRequest / periods, periods: periods)
    let rounds = max(1, lines / Self.linesPerRequest)
    // The first is for the caches.
    var planned = try request.plan()
    planned = 0
    let start = MonotonicInstant.now
    for _ in 0..<rounds { planned += try request.plan() }
    let seconds = Figures.seconds(from: start)
    Report.line(
      "  \(periods) overdue periods a schedule:", Figures.whole(Double(planned) / seconds),
      "lines/s")
  }

  /// The facts of an account, and the request that bills it.
  private struct Sample {
    private let facts: WorkingSet
    private let request: Request

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
      request = .generateInvoices(
        GenerateInvoices(
          selector: .account("A"), targetDate: start.adding(days: periods), invoiceDate: start,
          action: .posted))
    }

    /// - Returns: the number of lines planned.
    func plan() throws -> Int {
      let context = PlanningContext(
        request: RequestKey(source: "benchmark", identifier: "r"),
        now: UTCInstant(microsecondsSince1970: 0)
      ) { $0.joined(separator: "/") }
      let decision = request.plan(on: facts, in: context, taxEngine: RateTableTaxEngine())
      guard decision.outcome == .succeeded else {
        throw ChildProcess.Failure(description: "the sample was refused: \(decision.errors)")
      }
      return decision.lineCount
    }
  }
}

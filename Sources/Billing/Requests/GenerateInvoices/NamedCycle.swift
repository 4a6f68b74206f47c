import CivilTime
import Monetary

/// A billing cycle that a request names: which it can be, and why it is not billed (<doc:Contracts>).
struct NamedCycle {
  let contract: BillingContract
  let cycle: CivilPeriod
  /// Where the request names it.
  let pointer: String

  /// When the cycle falls due, for each schedule of which it is a period: as it is billed, whole or what the schedule's
  /// dates leave of it, or as it was billed by a line of a live invoice. Empty: there is no such cycle.
  func dueDays(of schedules: [BillingSchedule], facts: WorkingSet) -> [CivilDate] {
    schedules.compactMap { schedule in
      if let life = schedule.unbilledPeriods(from: schedule.firstBillableDay),
        let period = life[life.index(holding: cycle.from)],
        period.part == cycle || period.full == cycle
      {
        return schedule.dueDay(of: period.part)
      }
      let isInvoiced = facts.invoicedPeriods[schedule.id]?.contains { $0.line.period == cycle }
      return isInvoiced == true ? schedule.dueDay(of: cycle) : nil
    }
  }

  func unknown(among schedules: [BillingSchedule]) -> Fault {
    var near: Set<CivilPeriod> = []
    for schedule in schedules where schedule.billingTermUnit != .oneTime {
      guard let life = schedule.unbilledPeriods(from: schedule.firstBillableDay) else { continue }
      let index = life.index(holding: cycle.from)
      for index in [index - 1, index, index + 1] where index >= 0 {
        if let period = life[index] { near.insert(period.part) }
      }
    }
    let nearest = near.sorted { (distance(to: $0), $0.from) < (distance(to: $1), $1.from) }
      .prefix(2).sorted { $0.from < $1.from }
    let remedy =
      nearest.isEmpty
      ? "None of its schedules recurs: leave billingCycle out."
      : "The nearest are " + nearest.map { Self.text(of: $0) }.joined(separator: " and ")
        + ": name one of its cycles, or leave billingCycle out for the next one."
    return fault(
      .billingCycleUnknown,
      "Billing contract \(contract.id) has no billing cycle \(Self.text(of: cycle)). \(remedy)")
  }

  func notDue(untilTargetDate target: CivilDate) -> Fault {
    fault(
      .billingCycleNotDue,
      "The billing cycle \(Self.text(of: cycle)) of billing contract \(contract.id) is not due by the target date. "
        + "It needs the targetDate \(target) or a later one.")
  }

  func alreadyInvoiced(by invoiced: InvoicedPeriod) -> Fault {
    let invoice = InvoiceName.of(invoiced.invoiceId, number: invoiced.invoiceNumber)
    return fault(
      .billingCycleAlreadyInvoiced,
      "The billing cycle \(Self.text(of: cycle)) of billing contract \(contract.id) is on invoice \(invoice) "
        + "already. Send the request with reinvoice true to make another invoice of it.",
      source: RecordReference(.invoice, invoiced.invoiceId))
  }

  /// On the latest invoice on which something of these is charged.
  static func charged(of invoiced: [InvoicedPeriod]) -> InvoicedPeriod? {
    invoiced.filter { !$0.line.amount.isZero }.max { $0.invoiceId < $1.invoiceId }
  }

  /// How many days the first and the last day are away.
  private func distance(to other: CivilPeriod) -> Int {
    abs(cycle.from.days(until: other.from)) + abs(cycle.to.days(until: other.to))
  }

  private static func text(of cycle: CivilPeriod) -> String { "\(cycle.from) to \(cycle.lastDay)" }

  private func fault(_ code: ErrorCode, _ message: String, source: RecordReference? = nil) -> Fault
  {
    Fault(code: code, message: message, pointer: pointer, source: source)
  }
}

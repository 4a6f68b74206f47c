import CivilTime
import Monetary

/// A selected schedule with what is due of it.
///
/// A class, though it is a value that never changes: it passes through selection, grouping and the
/// making of lines, and a schedule with its thirty fields is not copied at every step.
final class DueSchedule: Sendable {
  let schedule: BillingSchedule
  let account: Account
  let progress: BillingProgress
  let periods: UnbilledPeriods
  /// How many of the periods are due by the target date, at least 1.
  let dueCount: Int
  /// Usage that is on no invoice yet, by day.
  let usage: [UsageRecord]
  /// Periods that are invoiced again, in order; then nothing else of the schedule is billed.
  let reissued: [InvoicedPeriod]
  /// The contract that a request bills it for; contracts do not share invoices.
  let billingContractId: BillingContract.ID?
  /// Whether its lines are what they are whatever the target date: invoiced again, or at once.
  let isWhateverTheDate: Bool

  init(
    schedule: BillingSchedule, account: Account, progress: BillingProgress,
    periods: UnbilledPeriods, dueCount: Int, usage: [UsageRecord] = [],
    reissued: [InvoicedPeriod] = [], billingContractId: BillingContract.ID? = nil,
    isWhateverTheDate: Bool = false
  ) {
    self.schedule = schedule
    self.account = account
    self.progress = progress
    self.periods = periods
    self.dueCount = dueCount
    self.usage = usage
    self.reissued = reissued
    self.billingContractId = billingContractId
    self.isWhateverTheDate = isWhateverTheDate
  }

  /// How many lines there are of it when a day is the last one billed.
  func count(dueBy day: CivilDate) -> Int {
    isWhateverTheDate ? dueCount : min(dueCount, periods.count(dueBy: day))
  }

  /// Whether any of the due periods is charged anything; also when that cannot be told, for the reason is told then.
  var isCharged: Bool {
    guard let charges = PeriodCharges(of: schedule, in: account.currency) else { return true }
    var meter = UsageMeter(of: schedule, records: usage)
    if meter == nil, charges.amount.isZero, charges.total == nil { return false }
    do throws(MonetaryError) {
      for place in 0..<dueCount {
        guard let period = periods[place] else { break }
        if let usage = try meter?.usage(before: period.part.to, in: account.currency) {
          if !usage.charge.isZero { return true }
        } else if try !charges.charge(for: period).isZero {
          return true
        }
      }
      return charges.total != nil && dueCount == periods.count
    } catch {
      return true
    }
  }
}

import CivilTime
import Monetary

/// What looks for the next thing to bill asks here: it passes over what charges nothing (<doc:Generation>).
extension DueSchedule {
  /// Whether any of the due periods is charged anything; also where that is unknown: making the line then says why.
  var isCharged: Bool {
    firstChargedIndex(before: dueCount) != nil || charged(of: dueLateUsage) != nil
  }

  /// The first day on which something falls due that is charged, of what is due by the target date.
  var firstChargedDay: CivilDate? {
    if let late = charged(of: dueLateUsage) {
      // With the first period, where there is one that is due.
      return periods?.dueDay(at: 0) ?? schedule.dueDay(of: late.period)
    }
    return firstChargedIndex(before: dueCount).flatMap { periods?.dueDay(at: $0) }
  }

  private func charged(of lateUsage: [LateUsage]) -> LateUsage? {
    guard !lateUsage.isEmpty, let meter = UsageMeter(of: schedule) else { return nil }
    return lateUsage.first { late in
      do throws(MonetaryError) {
        return try !meter.usage(of: late, in: account.currency).amount().isZero
      } catch {
        return true
      }
    }
  }

  /// The first day after `day` on which something falls due: that is charged, or anything.
  func nextDay(after day: CivilDate, isCharged: Bool) -> CivilDate? {
    guard let periods else {
      return progress.nextBillingDate.flatMap { day < $0 ? $0 : nil }
    }
    let index = periods.count(dueBy: day)
    guard isCharged, charged(of: lateUsage) == nil else { return periods.dueDay(at: index) }
    return firstChargedIndex(from: index, before: nil).flatMap(periods.dueDay(at:))
  }

  /// Whether all that is ever billed of it is due by `day` and charges nothing: its invoice may never come.
  func endsWithoutCharge(by day: CivilDate) -> Bool {
    guard undueUsageDay == nil, charged(of: lateUsage) == nil else { return false }
    guard let periods else { return true }
    guard let count = periods.count, periods.count(dueBy: day) == count else { return false }
    return firstChargedIndex(before: count) == nil
  }

  /// The first index, from `first` on and before `limit`, of a period that charges something; nil for none. A charge that
  /// is beyond an amount is one. However many periods there are, few are looked at.
  private func firstChargedIndex(from first: Int = 0, before limit: Int?) -> Int? {
    guard let periods else { return nil }
    guard
      let charges = PeriodCharges(
        of: schedule, in: account.currency, chargedOfPeriod: chargedOfPeriod)
    else { return first }
    let end = [limit, periods.count].compactMap(\.self).min()
    if let end, end <= first { return nil }
    guard schedule.billingMethod != .usage else {
      return firstIndexOfChargedUsage(of: periods, from: first, before: end)
    }
    if charges.amount.isZero {
      // Only what completes a total can be charged.
      guard let total = charges.total, let count = periods.count, count == end else { return nil }
      return total == progress.billedAmount ? nil : count - 1
    }
    do throws(MonetaryError) {
      var billed = progress.billedAmount
      // Two partial ones at most round to nothing, the first and the last: then there are no more.
      for index in first..<(min(end ?? .max, first + 3)) {
        guard let period = periods[index] else { return nil }
        let isLast = index + 1 == periods.count
        let charge =
          isLast
          ? try charges.completingCharge(for: period, billed: billed)
          : try charges.charge(for: period)
        guard charge.isZero else { return index }
        billed = try billed.adding(charge)
      }
      return nil
    } catch {
      return first
    }
  }

  /// From record to record, whatever the number of periods between them.
  private func firstIndexOfChargedUsage(
    of periods: UnbilledPeriods, from first: Int, before end: Int?
  ) -> Int? {
    guard var meter = UsageMeter(of: schedule, records: usage) else { return nil }
    do throws(MonetaryError) {
      while let day = meter.nextDay {
        let index = periods.index(holding: day)
        if let end, index >= end { return nil }
        guard let period = periods[index], day < period.part.to else { return nil }
        let charge = try meter.usage(before: period.part.to, in: account.currency).charge
        if !charge.isZero, index >= first { return index }
      }
      return nil
    } catch {
      return first
    }
  }
}

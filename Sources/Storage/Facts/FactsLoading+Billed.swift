internal import Billing
internal import CivilTime
internal import Monetary

// MARK: What was billed before

extension FactsLoading {
  struct LookBack {
    var schedules: Set<BillingSchedule.ID> = []
    var from: CivilDate?
    var to: CivilDate?

    mutating func insert(_ schedule: BillingSchedule, _ days: CivilPeriod) {
      schedules.insert(schedule.id)
      from = min(from ?? days.from, days.from)
      to = max(to ?? days.to, days.to)
    }
  }

  /// Schedules of which usage arrived after its period was billed, or whose cycles are invoiced again, with the days that
  /// matter.
  var usageToLookBack: LookBack {
    var lookBack = LookBack()
    var seen: Set<BillingSchedule.ID> = []
    for schedule in found.billed where schedule.billingMethod == .usage {
      guard seen.insert(schedule.id).inserted, let progress = schedule.progress else { continue }
      if let first = found.facts.firstDayOfUnbilledUsage(of: schedule.id),
        first < progress.nextChargeFromDate
      {
        lookBack.insert(
          schedule,
          CivilPeriod(
            first: schedule.fullPeriod(holding: first).from, last: progress.nextChargeFromDate))
      }
      let isNamed = found.schedulesOfCycles.contains(schedule.id)
      guard !needed.schedules.ofContractsToReissue.isEmpty, isNamed else { continue }
      for cycle in needed.schedules.contractCycles.values {
        lookBack.insert(
          schedule,
          CivilPeriod(
            first: schedule.fullPeriod(holding: cycle.from).from,
            last: schedule.fullPeriod(holding: cycle.lastDay).lastDay))
      }
    }
    return lookBack
  }

  func billedUsage(_ lookBack: LookBack) -> FactsQuestion? {
    guard let from = lookBack.from, let to = lookBack.to else { return nil }
    return FactsQuestion(
      statement: """
        SELECT billing_schedule_id, usage_date, quantity FROM usage_record
        WHERE billing_schedule_id \(anyOf: lookBack.schedules) AND invoice_id IS NOT NULL
          AND usage_date >= \(from) AND usage_date < \(to)
        """
    ) { found, row throws(StoreError) in
      let id: BillingSchedule.ID = try row.id()
      let day = try row.date()
      let quantity = try row.decimal()
      do throws(MonetaryError) {
        try found.facts.billedUsage[id, default: BilledUsage()].insert(
          quantity: quantity, on: day)
      } catch {
        throw StoreError(.fault, "the usage of schedule \(id) on \(day) is beyond 18 digits")
      }
    }
  }

  func billedUsagePeriods(_ lookBack: LookBack) -> FactsQuestion? {
    guard let from = lookBack.from, let to = lookBack.to else { return nil }
    return FactsQuestion(
      statement: """
        SELECT billing_schedule_id, period_from, period_to, reissue, late_usage FROM invoice_line
        WHERE billing_schedule_id \(anyOf: lookBack.schedules) AND is_live
          AND period_from >= \(from) AND period_from < \(to)
        """
    ) { found, row throws(StoreError) in
      let id: BillingSchedule.ID = try row.id()
      guard let period = CivilPeriod(from: try row.date(), to: try row.date()) else {
        throw row.unreadable("period")
      }
      found.facts.billedUsage[id, default: BilledUsage()].insert(
        period: period, reissue: try row.int(), lateUsage: try row.int())
    }
  }

  /// What is charged of the full period in which billing stands, of schedules that charge parts in full.
  var chargedOfPeriods: FactsQuestion? {
    var starts: [BillingSchedule.ID: CivilDate] = [:]
    for schedule in found.billed + upserted {
      starts[schedule.id] = schedule.startOfPartlyBilledPeriod
    }
    guard let first = starts.values.min() else { return nil }
    return FactsQuestion(
      // A period that was invoiced again counts once, as it was invoiced last.
      statement: """
        SELECT billing_schedule_id, period_from, amount FROM invoice_line line
        WHERE billing_schedule_id \(anyOf: starts.keys) AND is_live AND period_from >= \(first)
          AND NOT EXISTS (
            SELECT 1 FROM invoice_line later
            WHERE later.billing_schedule_id = line.billing_schedule_id AND later.is_live
              AND later.period_from = line.period_from AND later.reissue > line.reissue
          )
        """
    ) { found, row throws(StoreError) in
      let id: BillingSchedule.ID = try row.id()
      let from = try row.date()
      guard let start = starts[id], start <= from,
        let currency = found.facts.schedules[id]?.progress?.billedAmount.currency
      else { return }
      let amount = try row.money(currency)
      do throws(MonetaryError) {
        let sum = try (found.facts.chargedOfPeriod[id] ?? .zero(currency)).adding(amount)
        found.facts.chargedOfPeriod[id] = sum
      } catch {
        throw StoreError(.fault, "the lines of schedule \(id) are beyond 18 digits")
      }
    }
  }
}

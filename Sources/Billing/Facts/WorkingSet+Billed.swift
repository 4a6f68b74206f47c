package import CivilTime
import Monetary

/// What invoices of the batch bill, for the requests that come after them.
extension WorkingSet {
  mutating func noteBilledPeriods(_ invoice: Invoice) {
    for line in invoice.lines {
      guard let id = line.billingScheduleId, let period = line.period else { continue }
      if line.usage != nil {
        billedUsage[id, default: BilledUsage()].insert(
          period: period, reissue: line.reissue, lateUsage: line.lateUsage)
      }
      if !invoicedPeriods.isEmpty {
        invoicedPeriods[id]?.append(
          InvoicedPeriod(invoiceId: invoice.id, invoiceNumber: invoice.number, line: line))
      }
    }
  }

  /// An invoice of the batch is now its schedules' latest.
  mutating func noteLatest(_ summary: InvoiceSummary) {
    let shared = SharedSummary(summary)
    for id in summary.billingScheduleIds {
      latestInvoices[id] = shared
      if summary.status == .draft {
        latestDrafts[id] = summary.id
      } else if !latestDrafts.isEmpty {
        latestDrafts[id] = nil
      }
    }
  }

  /// The lines of an invoice that was taken back hold nothing any more.
  mutating func noteTakenBack(_ invoice: Invoice) {
    for id in invoice.billingScheduleIds {
      invoicedPeriods[id]?.removeAll { $0.invoiceId == invoice.id }
      if latestDrafts[id] == invoice.id { latestDrafts[id] = nil }
      if latestInvoices[id]?.id == invoice.id { latestInvoices[id] = nil }
    }
  }

  /// What was a draft is one no longer.
  mutating func notePosted(_ changes: [InvoiceChange]) {
    for change in changes where change.acts.contains(.posted) {
      let summary = change.invoice.summary
      for id in summary.billingScheduleIds {
        if latestDrafts[id] == summary.id { latestDrafts[id] = nil }
        if latestInvoices[id]?.id == summary.id { latestInvoices[id] = SharedSummary(summary) }
      }
    }
  }

  /// Usage that an invoice of the batch bills: it was not billed before.
  mutating func noteBilled(_ usage: UsageRecord) {
    guard usageRecords[usage.id].map({ $0.invoiceId == nil }) ?? true else { return }
    do throws(MonetaryError) {
      try billedUsage[usage.billingScheduleId, default: BilledUsage()].insert(
        quantity: usage.quantity, on: usage.usageDate)
    } catch {
      // Traps on purpose: in a debug build. The line that bills it has the sum of its period already, of which this
      // is a part.
      assertionFailure("a day's usage is beyond what its period holds")
    }
  }

  /// Before the effects' progress is applied.
  mutating func noteChargedOfPeriods(_ effects: Effects) {
    for moved in effects.progress {
      guard let schedule = schedules[moved.billingScheduleId], let before = schedule.progress,
        !schedule.arePartialPeriodsAllowed, schedule.billingTermUnit != .oneTime
      else { continue }
      let start = schedule.fullPeriod(holding: moved.progress.nextChargeFromDate).from
      let isSame = schedule.fullPeriod(holding: before.nextChargeFromDate).from == start
      let zero = Money.zero(before.billedAmount.currency)
      var charged = isSame ? chargedOfPeriod[schedule.id] ?? zero : zero
      for invoice in effects.invoices.made {
        for line in invoice.lines
        where line.billingScheduleId == schedule.id && line.reissue == 0
          && line.period.map({ start <= $0.from }) ?? false
        {
          // Each line is a part of the billed amount, which fits.
          charged = (try? charged.adding(line.amount)) ?? charged
        }
      }
      chargedOfPeriod[schedule.id] = charged
    }
  }
}

extension BillingSchedule {
  /// The full period that holds a day, whatever is billed of it.
  package func fullPeriod(holding day: CivilDate) -> CivilPeriod {
    let boundaries = PeriodBoundaries(of: self)
    let index = boundaries.index(holding: day)
    return CivilPeriod(from: boundaries.date(index), to: boundaries.date(index + 1))
      ?? CivilPeriod(first: day, last: day)
  }

  /// The first day of the full period in which billing stands, where it matters what live lines charge of it: one of
  /// which a part is billed, of a schedule that charges parts in full.
  package var startOfPartlyBilledPeriod: CivilDate? {
    guard !arePartialPeriodsAllowed, billingTermUnit != .oneTime, let progress, progress.hasLines
    else { return nil }
    let start = fullPeriod(holding: progress.nextChargeFromDate).from
    return start < progress.nextChargeFromDate ? start : nil
  }
}

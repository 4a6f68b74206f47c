import CivilTime
import Monetary

/// The lines of an invoice while they are made, schedule by schedule.
struct LinesInProgress {
  let invoiceId: Invoice.ID
  let currency: Currency
  let taxProcessingStatus: TaxProcessingStatus

  var lines: [InvoiceLine] = []
  /// For each line the place of its schedule among the group's members.
  private(set) var memberOfLine: [Int] = []
  /// How far the schedules are billed with the lines.
  private(set) var progress: [ScheduleProgress] = []
  /// The invoice whose periods are invoiced again here.
  private(set) var reinvoiceOf: Invoice.ID?
  /// The usage on the lines, as billed by this invoice.
  private(set) var billedUsage: [UsageRecord] = []
  /// The sum of the lines' amounts.
  private(set) var total: Money

  init(invoiceId: Invoice.ID, currency: Currency, taxProcessingStatus: TaxProcessingStatus) {
    self.invoiceId = invoiceId
    self.currency = currency
    self.taxProcessingStatus = taxProcessingStatus
    total = .zero(currency)
  }

  mutating func reserve(_ count: Int) {
    lines.reserveCapacity(count)
    memberOfLine.reserveCapacity(count)
  }

  /// Adds a line for each due period of a schedule, the group's member at `place`; returns why it
  /// cannot.
  mutating func append(_ due: DueSchedule, member place: Int) -> ScheduleBlame? {
    let schedule = due.schedule
    guard let charges = PeriodCharges(of: schedule, in: currency) else {
      return ScheduleBlame(
        schedule: schedule, category: .invoiceGeneration, code: .amountNotExact,
        message: "An amount of billing schedule \(schedule.id) is finer than the minor "
          + "unit of \(currency). Send the schedule again with an exact amount.")
    }
    guard due.reissued.isEmpty else { return reissue(due, member: place, charges: charges) }
    var billedBefore = due.progress.nextChargeFromDate
    // The period at this place completes the schedule.
    let lastPlace = due.periods.count.map { $0 - 1 }
    var meter = UsageMeter(of: schedule, records: due.usage)
    do throws(MonetaryError) {
      var amount = Money.zero(currency)
      for number in 0..<due.dueCount {
        guard let period = due.periods[number] else { break }
        let usage = try meter?.usage(before: period.part.to, in: currency)
        let charge: Money
        if let usage {
          charge = usage.charge
        } else if number == lastPlace {
          charge = try charges.completingCharge(
            for: period, billed: due.progress.billedAmount.adding(amount))
        } else {
          charge = try charges.charge(for: period)
        }
        amount = try amount.adding(charge)
        lines.append(line(due, period.part, charge, usage: usage?.0))
        memberOfLine.append(place)
        billedBefore = period.part.to
      }
      total = try total.adding(amount)
      progress.append(
        ScheduleProgress(
          billingScheduleId: schedule.id,
          progress: try schedule.progress(
            chargedBefore: billedBefore, billed: due.progress.billedAmount.adding(amount),
            hasLines: true, isInError: false, charges: charges)))
      for var record in meter?.billed ?? [] {
        record.invoiceId = invoiceId
        billedUsage.append(record)
      }
      return nil
    } catch {
      return .overflow(schedule, of: "amount")
    }
  }

  /// Adds a line for each period that is invoiced again, at the schedule's amount of today; usage as it was measured. The
  /// schedule's progress stays: its period counts once.
  private mutating func reissue(
    _ due: DueSchedule, member place: Int, charges: PeriodCharges
  ) -> ScheduleBlame? {
    do throws(MonetaryError) {
      for earlier in due.reissued {
        // A line that bills a schedule always has one.
        guard let part = earlier.line.period else { continue }
        let amount = try Self.amount(of: earlier, part, due, charges: charges)
        var line = line(due, part, amount, usage: earlier.line.usage)
        line.reissue = earlier.line.reissue + 1
        lines.append(line)
        memberOfLine.append(place)
        total = try total.adding(amount)
        reinvoiceOf = earlier.invoiceId
      }
      return nil
    } catch {
      return .overflow(due.schedule, of: "amount")
    }
  }

  /// What a period that is invoiced again is charged today, by the rules of when it was billed first.
  private static func amount(
    of earlier: InvoicedPeriod, _ part: CivilPeriod, _ due: DueSchedule, charges: PeriodCharges
  ) throws(MonetaryError) -> Money {
    if earlier.line.usage != nil { return earlier.line.amount }
    let progress = due.progress
    if let total = charges.total, progress.status == .completelyBilled,
      part.to == progress.nextChargeFromDate
    {
      return try total.subtracting(progress.billedAmount.subtracting(earlier.line.amount))
    }
    // Never prorated, whatever days its record names by now.
    if due.schedule.billingTermUnit == .oneTime { return charges.amount }
    let boundaries = PeriodBoundaries(of: due.schedule)
    let index = boundaries.index(holding: part.from)
    let full = CivilPeriod(from: boundaries.date(index), to: boundaries.date(index + 1)) ?? part
    return try charges.charge(for: UnbilledPeriod(part: part, full: full))
  }

  private func line(
    _ due: DueSchedule, _ period: CivilPeriod, _ amount: Money, usage: LineUsage?
  ) -> InvoiceLine {
    let schedule = due.schedule
    return InvoiceLine(
      id: lineId(lines.count + 1),
      billingScheduleId: schedule.id,
      orderId: due.orderId,
      orderItemId: schedule.orderItemId,
      name: schedule.productName,
      period: period,
      quantity: schedule.quantity,
      unitPrice: schedule.unitPrice,
      unitOfMeasure: schedule.unitOfMeasure,
      amount: amount,
      taxProcessingStatus: taxProcessingStatus,
      usage: usage)
  }

  /// The invoice's identifier and the line's number, put together in one piece of memory.
  private func lineId(_ number: Int) -> String {
    var id = ""
    id.reserveCapacity(invoiceId.text.utf8.count + 6)
    id += invoiceId.text
    id += "-"
    id += String(number)
    return id
  }
}

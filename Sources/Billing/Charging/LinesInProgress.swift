import CivilTime
import Monetary

/// The lines of an invoice while they are made, schedule by schedule.
struct LinesInProgress {
  let invoiceId: Invoice.ID
  let currency: Currency
  let taxProcessingStatus: TaxProcessingStatus

  var lines: [InvoiceLine] = []
  /// For each line the index of its schedule among the group's members.
  private(set) var memberOfLine: [Int] = []
  /// How far the schedules are billed with the lines.
  private(set) var progress: [ScheduleProgress] = []
  /// The invoices whose periods are invoiced again here.
  private(set) var reinvoiceOf: Set<Invoice.ID> = []
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
    progress.reserveCapacity(count)
  }

  /// Adds a line for each due period of a schedule, the group's member at `index`, after those of what is invoiced again
  /// and of late usage; returns why it cannot.
  mutating func append(_ due: DueSchedule, member index: Int) -> ScheduleFailure? {
    let schedule = due.schedule
    guard
      let charges = PeriodCharges(
        of: schedule, in: currency, chargedOfPeriod: due.chargedOfPeriod)
    else {
      return ScheduleFailure(
        schedule: schedule, category: .invoiceGeneration, code: .amountNotExact,
        message: "An amount of billing schedule \(schedule.id) is finer than the minor "
          + "unit of \(currency). Send the schedule again with an exact amount.")
    }
    do throws(MonetaryError) {
      let count = lines.count
      var billed = due.progress.billedAmount
      if let reissue = due.reissue {
        try append(reissue, of: due, charges: charges, billed: &billed)
      }
      if !due.dueLateUsage.isEmpty { try appendLateUsage(of: due, billed: &billed) }
      let chargedBefore = try appendPeriods(of: due, charges: charges, billed: &billed)
      for index in count..<lines.count { total = try total.adding(lines[index].amount) }
      memberOfLine.append(contentsOf: repeatElement(index, count: lines.count - count))
      try advance(due, to: chargedBefore, billed: billed, charges: charges)
      return nil
    } catch {
      return .overflow(schedule, of: "amount")
    }
  }

  /// Adds the lines of the due periods; returns the day before which all is charged, nil for no periods.
  private mutating func appendPeriods(
    of due: DueSchedule, charges: PeriodCharges, billed: inout Money
  ) throws(MonetaryError) -> CivilDate? {
    guard due.dueCount > 0, let periods = due.periods else { return nil }
    // The period at this index completes the schedule.
    let lastIndex = periods.count.map { $0 - 1 }
    var meter = UsageMeter(of: due.schedule, records: due.usage)
    var chargedBefore: CivilDate?
    for number in 0..<due.dueCount {
      guard let period = periods[number] else { break }
      let usage = try meter?.usage(before: period.part.to, in: currency)
      let charge: Money
      let calculation: LineCalculation?
      if let usage {
        charge = usage.charge
        calculation = .usage(usage.0)
      } else if number == lastIndex {
        charge = try charges.completingCharge(for: period, billed: billed)
        calculation = charges.calculation(of: charge, for: period, completing: billed)
      } else {
        charge = try charges.charge(for: period)
        calculation = charges.calculation(of: charge, for: period)
      }
      billed = try billed.adding(charge)
      lines.append(line(due, period.part, charge, calculation, usage: usage?.0))
      chargedBefore = period.part.to
    }
    if let meter { bill(meter.billed) }
    return chargedBefore
  }

  /// Adds a line for each period that was billed before usage of it arrived.
  private mutating func appendLateUsage(
    of due: DueSchedule, billed: inout Money
  ) throws(MonetaryError) {
    guard let meter = UsageMeter(of: due.schedule) else { return }
    for late in due.dueLateUsage {
      let charged = try meter.usage(of: late, in: currency)
      let charge = try charged.amount()
      var line = line(due, late.period, charge, .lateUsage(charged), usage: charged.usage)
      line.lateUsage = late.number
      lines.append(line)
      billed = try billed.adding(charge)
      bill(late.records[...])
    }
  }

  /// Adds a line for each period that is invoiced again, as billing it for the first time would be. Its charge takes the place of what
  /// the replaced lines charge: the period counts once.
  private mutating func append(
    _ reissue: Reissue, of due: DueSchedule, charges: PeriodCharges, billed: inout Money
  ) throws(MonetaryError) {
    let meter = UsageMeter(of: due.schedule)
    billed = try billed.subtracting(reissue.replacedAmount(in: currency))
    for reissued in reissue.periods {
      let part = reissued.period.part
      var usage: (LineUsage, charge: Money)?
      if let meter, let used = reissued.usage {
        usage = try meter.usage(of: used.consumed(), in: currency)
        bill(used.records[...])
      }
      let charge: Money
      let calculation: LineCalculation?
      if let usage {
        charge = usage.charge
        calculation = .usage(usage.0)
      } else if let total = charges.total, due.progress.status == .completelyBilled,
        part.to == due.progress.nextChargeFromDate
      {
        charge = try total.subtracting(billed)
        calculation = charges.calculation(of: charge, for: reissued.period, completing: billed)
      } else if reissued.period.before == .lines, !due.schedule.arePartialPeriodsAllowed {
        // Other lines charge for the days before: the rest is what it was.
        charge = try reissue.replacedAmount(of: part, in: currency)
        calculation = .replacing(charge, of: reissued.period)
      } else {
        charge = try charges.charge(for: reissued.period)
        calculation = charges.calculation(of: charge, for: reissued.period)
      }
      billed = try billed.adding(charge)
      var line = line(due, part, charge, calculation, usage: usage?.0)
      line.reissue = reissued.number
      lines.append(line)
    }
    reinvoiceOf.formUnion(reissue.replaced.map(\.invoiceId))
  }

  private mutating func bill(_ records: ArraySlice<UsageRecord>) {
    for var record in records {
      record.invoiceId = invoiceId
      billedUsage.append(record)
    }
  }

  /// Notes how far the schedule is billed. What is only invoiced again advances nothing.
  private mutating func advance(
    _ due: DueSchedule, to chargedBefore: CivilDate?, billed: Money, charges: PeriodCharges
  ) throws(MonetaryError) {
    var moved = due.progress
    if chargedBefore != nil || !due.dueLateUsage.isEmpty {
      moved = try due.schedule.progress(
        chargedBefore: chargedBefore ?? due.progress.nextChargeFromDate, billed: billed,
        hasLines: true, isInError: false, charges: charges)
      if let day = due.undueUsageDay { moved = due.schedule.reopened(moved, for: day) }
    } else {
      guard billed != due.progress.billedAmount else { return }
      moved.billedAmount = billed
      if let total = charges.total, moved.status != .completelyBilled {
        moved.pendingAmount = try total.subtracting(billed)
      }
    }
    progress.append(ScheduleProgress(billingScheduleId: due.schedule.id, progress: moved))
  }

  private func line(
    _ due: DueSchedule, _ period: CivilPeriod, _ amount: Money, _ calculation: LineCalculation?,
    usage: LineUsage?
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
      calculation: calculation,
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

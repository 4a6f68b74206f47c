import CivilTime
import Monetary

/// What is open again when invoices are taken back (<doc:Lifecycle#Open-again>): the one place that decides it, whether a
/// draft is canceled or a posted invoice voided.
///
/// Invoices are taken back one after another, the latest first; each sees what those before it left.
struct OpenAgain {
  private let facts: WorkingSet
  /// The schedules concerned, as what was taken back before has left them.
  private var schedules: [BillingSchedule.ID: Standing] = [:]
  private var debitMemos: [DebitMemo] = []
  /// The usage on each invoice, as what was taken back before has left it.
  private var usageOf: [Invoice.ID: [UsageRecord]]
  private var changedUsage: [UsageRecord.ID: UsageRecord] = [:]

  private struct Standing {
    var progress: BillingProgress
    var live: [InvoicedPeriod]
    /// The days of usage that is on no invoice: what was waiting, and what was freed before.
    var waiting: [CivilDate]
  }

  init(facts: WorkingSet) {
    self.facts = facts
    usageOf = [:]
    for record in facts.usageRecords.values {
      guard let id = record.invoiceId else { continue }
      usageOf[id, default: []].append(record)
    }
  }

  /// The usage and the debit memos that are free again, or another invoice's.
  var records: [Record] {
    changedUsage.values.sorted { $0.id < $1.id }.map(Record.usageRecord)
      + debitMemos.map(Record.debitMemo)
  }

  var movedSchedules: [ScheduleProgress] {
    schedules.keys.sorted().compactMap { id in
      schedules[id].map { ScheduleProgress(billingScheduleId: id, progress: $0.progress) }
    }
  }

  /// nil for one that was never planned.
  private func standing(of schedule: BillingSchedule) -> Standing? {
    if let standing = schedules[schedule.id] { return standing }
    return schedule.progress.map { progress in
      Standing(
        progress: progress, live: facts.invoicedPeriods[schedule.id] ?? [],
        waiting: facts.unbilledUsage(of: schedule.id).map(\.usageDate))
    }
  }

  /// Opens what an invoice billed.
  ///
  /// - Throws: `INVOICE_NOT_LATEST` when another live invoice holds a later period of one of its schedules, and
  ///   `AMOUNT_OVERFLOW` when what is still to be billed then is beyond an amount. Nothing is opened then.
  mutating func takeBack(_ invoice: Invoice) throws(ItemRefusal) {
    let ids = invoice.billingScheduleIds
    var moved: [(id: BillingSchedule.ID, standing: Standing)] = []
    moved.reserveCapacity(ids.count)
    var usage: [UsageRecord] = []
    let own = Dictionary(grouping: usageOf[invoice.id] ?? [], by: \.billingScheduleId)
    for id in ids {
      guard let schedule = facts.schedules[id], var standing = standing(of: schedule) else {
        continue
      }
      let lines = LiveLines(standing.live, of: invoice.id)
      if let later = lines.later {
        throw ItemRefusal(
          .invoiceNotLatest,
          "Invoice \(InvoiceName.of(later.invoiceId, number: later.invoiceNumber)) bills a later"
            + " period of schedule \(id). Take that one back first, or both in one request.",
          source: RecordReference(.invoice, later.invoiceId))
      }
      for var record in own[id] ?? [] {
        record.invoiceId = lines.heir(of: record.usageDate)
        if record.invoiceId == nil { standing.waiting.append(record.usageDate) }
        usage.append(record)
      }
      do throws(MonetaryError) {
        standing.progress = try lines.progress(
          of: schedule, from: standing.progress, waitingUsage: standing.waiting)
      } catch {
        throw ItemRefusal(
          .amountOverflow,
          "What schedule \(id) would bill until its end is beyond 18 digits before the point."
            + " Correct its amounts or its endDate.", source: RecordReference(.billingSchedule, id))
      }
      standing.live = lines.others
      moved.append((id, standing))
    }
    schedules.reserveCapacity(schedules.count + moved.count)
    for (id, standing) in moved { schedules[id] = standing }
    usageOf[invoice.id] = nil
    for record in usage {
      changedUsage[record.id] = record
      if let id = record.invoiceId { usageOf[id, default: []].append(record) }
    }
    if case .debitMemo(let id)? = invoice.ingested?.referenceEntity, var memo = facts.debitMemos[id]
    {
      memo.invoiceId = nil
      memo.isInvoicePosted = false
      memo.invoiceGenerationStatus = memo.status == .posted ? .readyForInvoiceGeneration : .none
      debitMemos.append(memo)
    }
  }
}

/// The live lines of one schedule, parted into those of an invoice that is taken back and the others.
private struct LiveLines {
  private let invoice: Invoice.ID
  private let own: [InvoicedPeriod]
  let others: [InvoicedPeriod]
  /// The first days that open: of each period of its own the first that no other line holds.
  private let opened: [CivilDate]

  init(_ lines: [InvoicedPeriod], of invoice: Invoice.ID) {
    var own: [InvoicedPeriod] = []
    var others: [InvoicedPeriod] = []
    others.reserveCapacity(lines.count)
    var isReissued = false
    for invoiced in lines {
      if invoiced.invoiceId == invoice { own.append(invoiced) } else { others.append(invoiced) }
      if invoiced.line.reissue > 0, invoiced.line.lateUsage == 0 { isReissued = true }
    }
    self.invoice = invoice
    self.own = own
    self.others = others
    opened = Self.opened(by: own, beside: isReissued ? others : [])
  }

  /// Only what was invoiced again may hold days of a period beside the line that was made of it first: where nothing was, there is
  /// nothing `beside`.
  private static func opened(
    by own: [InvoicedPeriod], beside others: [InvoicedPeriod]
  ) -> [CivilDate] {
    let periods = others.lazy.filter { $0.line.lateUsage == 0 }.compactMap(\.line.period)
      .sorted { $0.from < $1.from }
    return own.compactMap { invoiced in
      guard invoiced.line.lateUsage == 0, let period = invoiced.line.period else { return nil }
      var day = period.from
      for other in periods where other.contains(day) { day = other.to }
      return day < period.to ? day : nil
    }
  }

  /// The invoice whose line charged for a day's usage as well, because it invoiced the period again: the first one.
  func heir(of day: CivilDate) -> Invoice.ID? {
    let base = own.first {
      $0.line.lateUsage == 0 && $0.line.period?.contains(day) == true
    }?.line.reissue
    return others.filter { other in
      guard other.line.lateUsage == 0, other.line.period?.contains(day) == true else {
        return false
      }
      guard let base else { return other.line.reissue > 0 && invoice < other.invoiceId }
      return base < other.line.reissue
    }.min { $0.line.reissue < $1.line.reissue }?.invoiceId
  }

  /// The last of the others that bills something after what opens; late usage comes after the period's own line, and in
  /// its order.
  var later: InvoicedPeriod? {
    let first = opened.min()
    let late = Dictionary(
      own.filter { $0.line.lateUsage > 0 }.compactMap { owned in
        owned.line.period.map { ($0.from, owned.line.lateUsage) }
      }, uniquingKeysWith: min)
    return others.filter { other in
      guard let from = other.line.period?.from else { return false }
      if let first, other.line.lateUsage == 0 ? first < from : first <= from { return true }
      return late[from].map { $0 < other.line.lateUsage } ?? false
    }.max { left, right in
      guard let first = left.line.period?.from, let second = right.line.period?.from else {
        return false
      }
      return (first, left.invoiceId) < (second, right.invoiceId)
    }
  }

  /// Where the schedule, as it is now, stands without the lines.
  func progress(
    of schedule: BillingSchedule, from standing: BillingProgress, waitingUsage: [CivilDate]
  ) throws(MonetaryError) -> BillingProgress {
    let currency = standing.billedAmount.currency
    let billed = try Self.sum(WorkingSet.counted(others), in: currency)
    let held = others.filter { $0.line.lateUsage == 0 }.compactMap { $0.line.period?.to }.max()
    // With no line left no field is fixed: the record as it is now says where billing begins.
    let next = opened.isEmpty ? standing.nextChargeFromDate : held ?? schedule.firstBillableDay
    let charged = try chargedOfPeriod(at: next, of: schedule, in: currency)
    // The amounts were exact when the lines were made; an upsert that makes them finer is refused.
    guard let charges = PeriodCharges(of: schedule, in: currency, chargedOfPeriod: charged) else {
      throw .overflow
    }
    let moved = try schedule.progress(
      chargedBefore: next, billed: billed, hasLines: !others.isEmpty,
      isInError: standing.status == .error, charges: charges)
    // As an upsert has it: one that is complete but for usage on no invoice is ready for it.
    guard schedule.billingMethod == .usage, moved.status == .completelyBilled,
      let day = waitingUsage.min()
    else { return moved }
    return schedule.reopened(moved, for: day)
  }

  /// Of a schedule that charges parts in full: what the other lines charge of the full period in which billing stands.
  private func chargedOfPeriod(
    at next: CivilDate, of schedule: BillingSchedule, in currency: Currency
  ) throws(MonetaryError) -> Money? {
    guard !schedule.arePartialPeriodsAllowed, schedule.billingTermUnit != .oneTime else {
      return nil
    }
    let start = schedule.fullPeriod(holding: next).from
    return try Self.sum(
      WorkingSet.counted(others).filter { $0.line.period.map { start <= $0.from } ?? false },
      in: currency)
  }

  private static func sum(
    _ lines: [InvoicedPeriod], in currency: Currency
  ) throws(MonetaryError) -> Money {
    var sum = Money.zero(currency)
    for invoiced in lines { sum = try sum.adding(invoiced.line.amount) }
    return sum
  }
}

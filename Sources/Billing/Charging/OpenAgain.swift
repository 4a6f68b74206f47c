import CivilTime
import Monetary

/// What is open again when invoices are taken back (<doc:Lifecycle#Open-again>): the one place that decides it, whether a
/// draft is canceled or a posted invoice voided.
///
/// Invoices are taken back one after another, the latest first; each sees what those before it left.
struct OpenAgain {
  private let facts: WorkingSet
  /// The live lines of the schedules concerned.
  private var live: [BillingSchedule.ID: [InvoicedPeriod]] = [:]
  private var progress: [BillingSchedule.ID: BillingProgress] = [:]
  private var debitMemos: [DebitMemo] = []
  private var usage: [UsageRecord] = []

  init(facts: WorkingSet) {
    self.facts = facts
  }

  /// The usage and the debit memos that are free again.
  var records: [Record] {
    usage.map(Record.usageRecord) + debitMemos.map(Record.debitMemo)
  }

  var movedSchedules: [ScheduleProgress] {
    progress.sorted { $0.key < $1.key }.map {
      ScheduleProgress(billingScheduleId: $0.key, progress: $0.value)
    }
  }

  /// Opens what an invoice billed.
  ///
  /// - Throws: `INVOICE_NOT_LATEST` when another live invoice holds a later period of one of its schedules, and
  ///   `AMOUNT_OVERFLOW` when what is still to be billed then is beyond an amount. Nothing is opened then.
  mutating func takeBack(_ invoice: Invoice) throws(ItemRefusal) {
    var moved: [BillingSchedule.ID: BillingProgress] = [:]
    let freed = facts.usageRecords.values.filter { $0.invoiceId == invoice.id }
      .sorted { $0.id < $1.id }
    for id in invoice.billingScheduleIds {
      guard let schedule = facts.schedules[id],
        let standing = progress[id] ?? schedule.progress
      else { continue }
      let lines = LiveLines(live[id] ?? facts.invoicedPeriods[id] ?? [], of: invoice.id)
      if let later = lines.later {
        throw ItemRefusal(
          .invoiceNotLatest,
          "Invoice \(InvoiceName.of(later.invoiceId, number: later.invoiceNumber)) bills a later"
            + " period of schedule \(id). Take that one back first, or both in one request.",
          source: RecordReference(.invoice, later.invoiceId))
      }
      do throws(MonetaryError) {
        moved[id] = try lines.progress(
          of: schedule, from: standing,
          freedUsage: freed.filter { $0.billingScheduleId == id }.map(\.usageDate))
      } catch {
        throw ItemRefusal(
          .amountOverflow,
          "What schedule \(id) would bill until its end is beyond 18 digits before the point."
            + " Correct its amounts or its endDate.", source: RecordReference(.billingSchedule, id))
      }
    }
    for (id, standing) in moved {
      progress[id] = standing
      live[id] = (live[id] ?? facts.invoicedPeriods[id] ?? []).filter {
        $0.invoiceId != invoice.id
      }
    }
    for var record in freed {
      record.invoiceId = nil
      usage.append(record)
    }
    if case .debitMemo(let id)? = invoice.ingested?.referenceEntity, var memo = facts.debitMemos[id]
    {
      memo.invoiceId = nil
      memo.invoiceGenerationStatus = memo.status == .posted ? .readyForInvoiceGeneration : .none
      debitMemos.append(memo)
    }
  }
}

/// The live lines of one schedule, parted into those of an invoice that is taken back and the others.
private struct LiveLines {
  private let all: [InvoicedPeriod]
  private let own: [InvoicedPeriod]
  private let others: [InvoicedPeriod]

  init(_ lines: [InvoicedPeriod], of invoice: Invoice.ID) {
    all = lines
    own = lines.filter { $0.invoiceId == invoice }
    others = lines.filter { $0.invoiceId != invoice }
  }

  /// The first days of the periods that open: those that no other line holds.
  private var opened: [CivilDate] {
    let held = Set(others.filter { $0.line.lateUsage == 0 }.compactMap { $0.line.period?.from })
    return own.filter { $0.line.lateUsage == 0 }.compactMap { $0.line.period?.from }
      .filter { !held.contains($0) }
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
    of schedule: BillingSchedule, from standing: BillingProgress, freedUsage: [CivilDate]
  ) throws(MonetaryError) -> BillingProgress {
    let currency = standing.billedAmount.currency
    let before = try Self.sum(WorkingSet.counted(all), in: currency)
    let after = try Self.sum(WorkingSet.counted(others), in: currency)
    let billed = try standing.billedAmount.subtracting(before).adding(after)
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
    guard moved.status != .waitingForMilestone,
      let late = freedUsage.filter({ $0 < next }).min()
    else { return moved }
    return schedule.reopened(moved, for: late)
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

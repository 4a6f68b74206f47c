import CivilTime
import Monetary
import TestSupport

@testable import Billing

/// What an account is billed for, by default `A`: schedules of every method and category, in groups and bundles, alone and together,
/// with and without totals, and the usage of the metered ones.
struct RandomAccount {
  let id: Account.ID
  let currency: String
  private(set) var groups: [BillingScheduleGroup] = []
  private(set) var schedules: [BillingSchedule] = []
  private(set) var usage: [UsageRecord] = []
  private let isTaxed: Bool

  /// `prefix`: what its records' identifiers begin with, where there are several accounts.
  init(
    schedules count: Int, of id: Account.ID = "A", prefix: String = "",
    using generator: inout SeededGenerator
  ) {
    self.id = id
    currency = generator.currency()
    isTaxed = Bool.random(using: &generator)
    groups = [
      BillingScheduleGroup(
        id: BillingScheduleGroup.ID(prefix + "G"), accountId: id, attributes: InvoicingAttributes()),
      BillingScheduleGroup(
        id: BillingScheduleGroup.ID(prefix + "G.part"), accountId: id,
        parentGroupId: BillingScheduleGroup.ID(prefix + "G"),
        attributes: InvoicingAttributes(
          savedPaymentMethodId: generator.isOne(in: 2) ? "card" : nil)),
    ]
    for number in 0..<count {
      addSchedule(BillingSchedule.ID("\(prefix)S\(number)"), using: &generator)
    }
  }

  private mutating func addSchedule(
    _ id: BillingSchedule.ID, using generator: inout SeededGenerator
  ) {
    var schedule =
      generator.isOne(in: 4)
      ? generator.meteredSchedule(id) : generator.schedule(id, in: currency)
    schedule.accountId = self.id
    if generator.isOne(in: 2) {
      schedule.billingScheduleGroupId = generator.pick(groups.map(\.id))
    }
    switch Int.random(in: 0..<6, using: &generator) {
    case 0: schedule.attributes.invoiceGroupType = .billingSchedule
    case 1:
      schedule.attributes.invoiceGroupType = .custom
      schedule.attributes.customInvoiceGroupKey = generator.pick(["east", "west"])
    default: break
    }
    if generator.isOne(in: 2) { giveTotal(to: &schedule, using: &generator) }
    schedules.append(schedule)
    if schedule.billingMethod == .usage { addUsage(of: schedule, using: &generator) }
  }

  /// A total that differs from the periods' sum by what may be put right: one minor unit a line.
  private func giveTotal(
    to schedule: inout BillingSchedule, using generator: inout SeededGenerator
  ) {
    guard schedule.billingMethod == .orderAmount, !schedule.isCutByCancellation,
      let iso = Currency(code: currency), let charges = PeriodCharges(of: schedule, in: iso),
      let periods = schedule.unbilledPeriods(from: schedule.firstBillableDay),
      let count = periods.count, let sum = try? charges.total(of: periods),
      let total = try? Money(
        minorUnits: sum.minorUnits
          + Int128.random(in: -Int128(count)...Int128(count), using: &generator), currency: iso)
    else { return }
    schedule.totalAmount = total.decimal
  }

  private mutating func addUsage(
    of schedule: BillingSchedule, using generator: inout SeededGenerator
  ) {
    // A schedule that bills nothing takes no usage.
    guard schedule.unbilledPeriods(from: schedule.firstBillableDay) != nil else { return }
    let end = [schedule.endDate?.adding(days: 1), schedule.cancellationDate].compactMap { $0 }.min()
    for number in 0..<Int.random(in: 0...5, using: &generator) {
      let day = schedule.startDate.adding(days: Int.random(in: 0...400, using: &generator))
      if let end, end <= day { continue }
      usage.append(
        UsageRecord(
          id: UsageRecord.ID("\(schedule.id)-U\(number)"), billingScheduleId: schedule.id,
          quantity: ExactDecimal(
            coefficient: Int128.random(in: 0...30_000, using: &generator), scale: 3) ?? 1,
          usageDate: day))
    }
  }

  /// Everything, in an order in which what is referred to comes first.
  var records: [Record] {
    var records: [Record] = []
    if isTaxed {
      records.append(
        .taxTreatment(
          TaxTreatment(id: "T", name: "T", isTaxable: true, taxCode: "std", isDefault: true)))
      records.append(
        .taxRate(
          TaxRate(
            id: "R", country: "NO", taxCode: "std", name: "VAT", percent: "7.7",
            effectiveFrom: "2020-01-01")))
    }
    return records + ownRecords
  }

  /// What belongs to the account alone.
  var ownRecords: [Record] {
    groups.map(Record.billingScheduleGroup) + schedules.map(Record.billingSchedule)
      + usage.map(Record.usageRecord)
  }

  /// A day on which some periods are due, of one schedule often none or about a year's; never so late that a request would
  /// be over the limit of lines.
  func horizon(using generator: inout SeededGenerator) -> CivilDate {
    let schedule = generator.pick(schedules)
    let place = Int.random(in: 0...12, using: &generator)
    let end = schedule.unbilledPeriods(from: schedule.firstBillableDay)?[place]?.part.to
    let day = (end ?? schedule.startDate.adding(days: 30 * place))
      .adding(days: Int.random(in: -3...3, using: &generator))
    return min(day, "2029-01-01")
  }
}

extension SeededGenerator {
  /// A schedule that bills what is used, by a rate or by tiers.
  mutating func meteredSchedule(_ id: BillingSchedule.ID) -> BillingSchedule {
    while true {
      let schedule = anyMeteredSchedule(id)
      if schedule.fieldFaults.isEmpty { return schedule }
    }
  }

  private mutating func anyMeteredSchedule(_ id: BillingSchedule.ID) -> BillingSchedule {
    var schedule = BillingSchedule(
      id: id, accountId: "A", productName: "P", billingMethod: .usage, billingType: .arrears,
      billingTermUnit: BillingTermUnit.allCases[Int.random(in: 0..<6, using: &self)],
      billingTerm: Int.random(in: 1...3, using: &self),
      startDate: ("2024-01-25" as CivilDate).adding(days: Int.random(in: 0...800, using: &self)),
      quantity: 1, unitPrice: price(), billingPeriodAmount: 0,
      periodBoundary: PeriodBoundary.allCases[Int.random(in: 0..<4, using: &self)])
    if schedule.periodBoundary == .dayOfPeriod {
      schedule.billDayOfMonth = Int.random(in: 1...31, using: &self)
    }
    if isOne(in: 3) {
      schedule.endDate = schedule.startDate.adding(days: Int.random(in: 0...700, using: &self))
    }
    if isOne(in: 4) {
      schedule.cancellationDate = schedule.startDate.adding(
        days: Int.random(in: -5...700, using: &self))
    }
    if isOne(in: 2) { schedule.includedQuantity = price() }
    if isOne(in: 2) {
      schedule.tierMode = Bool.random(using: &self) ? .graduated : .volume
      schedule.tiers = [
        UsageTier(upTo: "2.5", unitPrice: price(), flatFee: isOne(in: 2) ? price() : nil),
        UsageTier(upTo: 12, unitPrice: price()),
        UsageTier(upTo: nil, unitPrice: price(), flatFee: isOne(in: 2) ? price() : nil),
      ]
    }
    return schedule
  }

  /// Finer than any minor unit.
  private mutating func price() -> ExactDecimal {
    ExactDecimal(coefficient: Int128.random(in: 0...900_000, using: &self), scale: 5) ?? 1
  }
}

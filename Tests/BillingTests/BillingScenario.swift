import CivilTime
import Monetary

@testable import Billing

/// What several suites tell of: account `A`'s contract `C`, metered schedules and their usage, and cycles that are billed
/// by contract.
protocol BillingScenario {}

extension BillingScenario {
  /// 0.10 a unit, monthly in arrears.
  static func metered(
    _ id: BillingSchedule.ID, _ change: (inout BillingSchedule) -> Void = { _ in }
  ) -> Record {
    .monthly(id) {
      $0.billingMethod = .usage
      $0.billingType = .arrears
      $0.unitPrice = "0.10"
      $0.billingPeriodAmount = 0
      change(&$0)
    }
  }

  func usage(
    _ id: UsageRecord.ID, of schedule: BillingSchedule.ID = "U", _ quantity: ExactDecimal,
    _ date: CivilDate
  ) -> Record {
    .usageRecord(
      UsageRecord(id: id, billingScheduleId: schedule, quantity: quantity, usageDate: date))
  }

  func contract() -> Record {
    .billingContract(BillingContract(id: "C", accountId: "A", name: "C"))
  }

  /// The cycle of the contract, both days inclusive; without one the next.
  func bill(
    _ cycle: (CivilDate, CivilDate)? = nil, of contract: BillingContract.ID = "C",
    in world: inout World, target: CivilDate, inclusive: Bool = false,
    action: InvoiceAction = .posted, reinvoice: Bool = false
  ) -> Decision {
    let request = GenerateInvoices(
      selector: .billingContracts([
        ContractSelection(
          billingContractId: contract,
          billingCycle: cycle.map { CivilPeriod(first: $0.0, last: $0.1) })
      ]), targetDate: target, isTargetDateInclusive: inclusive, invoiceDate: target,
      action: action, isReinvoice: reinvoice)
    world.track(request)
    return world.handle(request)
  }
}

import CivilTime
import Monetary

extension GenerateInvoices {
  /// Adds what is invoiced again of the schedules; a fault when their usage is beyond an amount.
  func invoiceAgain(
    _ schedules: [BillingSchedule], for contract: BillingContract, in cycle: CivilPeriod,
    from facts: WorkingSet, at pointers: SchedulePointers, _ selection: inout Selection
  ) -> Fault? {
    for schedule in schedules {
      guard let account = facts.accounts[schedule.accountId], let progress = schedule.progress
      else { continue }
      let reissue: Reissue
      do throws(MonetaryError) {
        guard let one = try facts.reissue(of: schedule, in: cycle) else { continue }
        reissue = one
      } catch {
        let failure = ScheduleFailure.overflow(schedule, of: "usage")
        return pointers.fault(failure.code, at: schedule.id, failure.message)
      }
      selection.skipped.removeAll { $0.billingScheduleId == schedule.id }
      if let index = selection.due.firstIndex(where: { $0.schedule.id == schedule.id }) {
        selection.due[index] = selection.due[index].with(reissue)
      } else {
        selection.due.append(
          DueSchedule(
            schedule: schedule, account: account, orderId: facts.order(of: schedule),
            progress: progress, periods: nil, dueCount: 0, reissue: reissue,
            chargedOfPeriod: facts.chargedOfPeriod[schedule.id], billingContractId: contract.id))
      }
    }
    return nil
  }
}

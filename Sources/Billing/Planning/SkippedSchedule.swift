/// A schedule that was considered and not billed, with the first reason that holds.
package struct SkippedSchedule: Hashable, Sendable {
  package let billingScheduleId: BillingSchedule.ID
  package let reason: Reason

  package init(
    billingScheduleId: BillingSchedule.ID,
    reason: Reason
  ) {
    self.billingScheduleId = billingScheduleId
    self.reason = reason
  }

  /// In the order in which they are tried (`domain.md`, "Generating invoices").
  package enum Reason: String, Hashable, Sendable, CaseIterable {
    case afterCancellation = "AfterCancellation"
    case completelyBilled = "CompletelyBilled"
    case notReady = "NotReady"
    case notDue = "NotDue"
    case zeroAmount = "ZeroAmount"
  }
}

package import CivilTime

/// A schedule that was considered and not billed, with the first reason that holds.
package struct SkippedSchedule: Hashable, Sendable {
  package let billingScheduleId: BillingSchedule.ID
  package let reason: Reason
  /// When its next period is due; nil when nothing more is billed, or nobody knows yet.
  package let nextBillingDate: CivilDate?

  package init(
    billingScheduleId: BillingSchedule.ID, reason: Reason, nextBillingDate: CivilDate? = nil
  ) {
    self.billingScheduleId = billingScheduleId
    self.reason = reason
    self.nextBillingDate = nextBillingDate
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

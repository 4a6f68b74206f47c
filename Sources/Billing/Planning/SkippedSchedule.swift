package import CivilTime

/// A schedule that was considered and not billed, with the first reason that holds.
package struct SkippedSchedule: Hashable, Sendable {
  package let billingScheduleId: BillingSchedule.ID
  package let reason: Reason
  /// When its next charge falls due; nil when nothing is left to bill or the day is not known yet.
  package let nextBillingDate: CivilDate?
  /// The draft that holds the latest period billed of it: why there may be nothing left to bill.
  package let draftInvoiceId: Invoice.ID?

  package init(
    billingScheduleId: BillingSchedule.ID,
    reason: Reason,
    nextBillingDate: CivilDate? = nil,
    draftInvoiceId: Invoice.ID? = nil
  ) {
    self.billingScheduleId = billingScheduleId
    self.reason = reason
    self.nextBillingDate = nextBillingDate
    self.draftInvoiceId = draftInvoiceId
  }

  /// In the order in which they are tried (<doc:Generation>).
  package enum Reason: String, Hashable, Sendable, CaseIterable {
    case afterCancellation = "AfterCancellation"
    case completelyBilled = "CompletelyBilled"
    case notReady = "NotReady"
    case notDue = "NotDue"
    case zeroAmount = "ZeroAmount"
  }
}

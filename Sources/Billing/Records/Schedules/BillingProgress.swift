package import CivilTime
package import Monetary

/// What the worker keeps of a schedule; never given by a sender and never cleared by an upsert.
package struct BillingProgress: Hashable, Sendable {
  package var status: BillingScheduleStatus
  /// The day on which the next period is due; nil when nothing more is billed.
  package var nextBillingDate: CivilDate?
  /// The first day not yet billed; the next period starts here.
  package var nextChargeFromDate: CivilDate
  /// The sum of the live lines.
  package var billedAmount: Money
  /// What the rules still bill until the end; nil when there is no end.
  package var pendingAmount: Money?
  /// Whether a live line exists: from then on some fields are fixed (<doc:Schedules#What-may-change>).
  package var hasLines: Bool
  /// Whether a cancellation completed it; the reason given when it is skipped.
  package var isCompletedByCancellation: Bool

  package init(
    status: BillingScheduleStatus,
    nextBillingDate: CivilDate?,
    nextChargeFromDate: CivilDate,
    billedAmount: Money,
    pendingAmount: Money?,
    hasLines: Bool = false,
    isCompletedByCancellation: Bool = false
  ) {
    self.status = status
    self.nextBillingDate = nextBillingDate
    self.nextChargeFromDate = nextChargeFromDate
    self.billedAmount = billedAmount
    self.pendingAmount = pendingAmount
    self.hasLines = hasLines
    self.isCompletedByCancellation = isCompletedByCancellation
  }

  /// Nothing more is billed, though not every day is on a line: what is left charges nothing.
  mutating func complete(isByCancellation: Bool) {
    status = .completelyBilled
    nextBillingDate = nil
    pendingAmount = .zero(billedAmount.currency)
    isCompletedByCancellation = isByCancellation
  }
}

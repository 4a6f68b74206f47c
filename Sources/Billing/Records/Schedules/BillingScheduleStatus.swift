/// Where a schedule stands. There is no "Processing": a request commits whole or not at all.
package enum BillingScheduleStatus: String, Hashable, Sendable, CaseIterable {
  case readyForInvoicing = "ReadyForInvoicing"
  case completelyBilled = "CompletelyBilled"
  /// Its milestone has no date yet; the upsert that gives one makes it ready.
  case waitingForMilestone = "WaitingForMilestone"
  /// Its grouping key failed because of it; left by `billing-schedule.recover.v1`.
  case error = "Error"
}

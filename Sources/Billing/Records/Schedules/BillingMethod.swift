/// What decides when a schedule ends.
package enum BillingMethod: String, Hashable, Sendable, CaseIterable {
  /// Ends when billed through its end date, or at the one time.
  case orderAmount = "OrderAmount"
  /// Has no end.
  case evergreen = "Evergreen"
  /// Ends like ``evergreen`` or ``orderAmount``, and bills in arrears what was used.
  case usage = "Usage"
  /// One charge, on the day on which its milestone is accomplished.
  case milestone = "Milestone"
}

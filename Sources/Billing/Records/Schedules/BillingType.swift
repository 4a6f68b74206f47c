/// On which day of its period a schedule is due.
package enum BillingType: String, Hashable, Sendable, CaseIterable {
  /// On the first day billed.
  case advance = "Advance"
  /// On the last day of the period.
  case arrears = "Arrears"
}

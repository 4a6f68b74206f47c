/// How a schedule came to be. It decides nothing by itself: amounts are signed as given, and a schedule shares its
/// original's invoice when their grouping keys are equal (<doc:Generation#Amendments-and-bundles>).
package enum BillingScheduleCategory: String, Hashable, Sendable, CaseIterable {
  case original = "Original"
  case amendment = "Amendment"
  case amendQuantity = "AmendQuantity"
  case cancellation = "Cancellation"
  case renewal = "Renewal"
}

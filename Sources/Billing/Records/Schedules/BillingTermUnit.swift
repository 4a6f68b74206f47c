/// The unit that billing terms are counted in.
package enum BillingTermUnit: String, Hashable, Sendable, CaseIterable {
  case day = "Day"
  case week = "Week"
  case month = "Month"
  case quarter = "Quarter"
  case semiAnnual = "SemiAnnual"
  case year = "Year"
  case oneTime = "OneTime"
}

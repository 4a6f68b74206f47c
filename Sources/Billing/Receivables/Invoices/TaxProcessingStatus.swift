/// How final a line's tax is.
package enum TaxProcessingStatus: String, Hashable, Sendable, CaseIterable {
  case pending = "Pending"
  case estimated = "Estimated"
  case posted = "Posted"
}

/// An invoice's place in its life (<doc:Lifecycle>).
package enum InvoiceStatus: String, Hashable, Sendable, CaseIterable {
  case draft = "Draft"
  case posted = "Posted"
  /// A draft that was taken back. Final.
  case canceled = "Canceled"
  /// A posted invoice that was taken back by a credit memo that mirrors it. Final; its number is never given again.
  case voided = "Voided"

  /// Whether its lines count: what they bill is billed.
  package var isLive: Bool { self == .draft || self == .posted }
}

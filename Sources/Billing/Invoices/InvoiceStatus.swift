/// An invoice's place in its life (<doc:Lifecycle>).
package enum InvoiceStatus: String, Hashable, Sendable, CaseIterable {
  case draft = "Draft"
  case posted = "Posted"
  /// A draft that was taken back. Final.
  case canceled = "Canceled"

  /// Whether its lines count: what they bill is billed.
  package var isLive: Bool { self != .canceled }
}

/// An invoice's place in its life (<doc:Lifecycle>).
package enum InvoiceStatus: String, Hashable, Sendable, CaseIterable {
  case draft = "Draft"
  case posted = "Posted"
}

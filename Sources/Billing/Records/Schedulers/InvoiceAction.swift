/// How far what is billed is taken at once.
package enum InvoiceAction: String, Hashable, Sendable, CaseIterable {
  case draft = "Draft"
  case posted = "Posted"
}

/// What an e-mail carries of its invoice, rendered when it is sent.
package enum EmailAttachment: String, Hashable, Sendable, CaseIterable {
  case ubl = "Ubl"
  case pdf = "Pdf"
}

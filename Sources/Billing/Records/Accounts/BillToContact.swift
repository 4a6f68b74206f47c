/// Who an invoice is addressed to: a stored contact, or a person named on the account itself.
package enum BillToContact: Hashable, Sendable {
  case contact(Contact.ID)
  case named(name: String, email: String?)
}

/// What an invoice takes from the records that it is made with, however it is made.
extension WorkingSet {
  /// The contact by value; nil where there is none, or it is not stored.
  func billTo(_ contact: BillToContact?) -> Invoice.BillTo? {
    switch contact {
    case .named(let name, let email)?:
      Invoice.BillTo(contactId: nil, name: name, email: email)
    case .contact(let id)?:
      contacts[id].map { Invoice.BillTo(contactId: id, name: $0.name, email: $0.email) }
    case nil:
      nil
    }
  }

  /// nil where none is named, or it is not stored.
  func paymentTerm(_ id: PaymentTerm.ID?) -> PaymentTerm? { id.flatMap { paymentTerms[$0] } }
}

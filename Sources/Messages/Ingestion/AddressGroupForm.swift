import Billing

/// An address with the label that lines name it by. Only the country is needed: an issued document's
/// address is what it is, and the account's must not stand in for half of it.
struct AddressGroupForm: ObjectForm {
  func readMembers(_ fields: inout ObjectReader) -> AddressGroup? {
    func text(_ maximum: Int) -> TextForm { TextForm(maximum: maximum, mayBeEmpty: true) }
    let label = fields.required("id", .text(maximum: IngestedText.label))
    let street = fields.optional("street", text(IngestedText.street))
    let city = fields.optional("city", text(IngestedText.city))
    let postalCode = fields.optional("postalCode", text(IngestedText.postalCode))
    let state = fields.optional("state", .text(maximum: IngestedText.state))
    let country = fields.required("country", .country)
    guard let label, let country else { return nil }
    return AddressGroup(
      label: label,
      address: Address(
        street: street ?? "", city: city ?? "", postalCode: postalCode ?? "", state: state,
        country: country))
  }
}

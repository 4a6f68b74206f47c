import Billing

/// An address with the label that lines name it by. Only the country is needed: an issued document's
/// address is what it is, and the account's must not stand in for half of it.
struct AddressGroupForm: ObjectForm {
  func read(_ fields: inout ObjectReader) -> AddressGroup? {
    func text(_ maximum: Int) -> TextForm { TextForm(maximum: maximum, mayBeEmpty: true) }
    let label = fields.required(
      "id", .text(maximum: IngestedText.label), "What lines name the address by.")
    let street = fields.optional(
      "street", text(IngestedText.street),
      "Street, building number, further lines and post box, in one text.")
    let city = fields.optional("city", text(IngestedText.city), "The town or city.")
    let postalCode = fields.optional(
      "postalCode", text(IngestedText.postalCode), "The postal code.")
    let state = fields.optional(
      "state", .text(maximum: IngestedText.state), "State, province or region.")
    let country = fields.required(
      "country", .country, "The country's code of ISO 3166-1, two capitals.")
    guard let label, let country else { return nil }
    return AddressGroup(
      label: label,
      address: Address(
        street: street ?? "", city: city ?? "", postalCode: postalCode ?? "", state: state,
        country: country))
  }
}

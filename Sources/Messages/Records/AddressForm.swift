import Billing

/// A postal address. `street` and `postalCode` may be empty: there are places without either.
struct AddressForm: ObjectForm {
  func readMembers(_ fields: inout ObjectReader) -> Address? {
    let street = fields.required("street", TextForm(maximum: 255, mayBeEmpty: true))
    let city = fields.required("city", .text(maximum: 255))
    let postalCode = fields.required("postalCode", TextForm(maximum: 32, mayBeEmpty: true))
    let state = fields.optional("state", .text(maximum: 64))
    let country = fields.required("country", .country)
    guard let street, let city, let postalCode, let country else { return nil }
    return Address(
      street: street, city: city, postalCode: postalCode, state: state, country: country)
  }
}

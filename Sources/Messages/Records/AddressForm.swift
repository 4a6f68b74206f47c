import Billing

/// A postal address. `street` and `postalCode` may be empty: there are places without either.
struct AddressForm: ObjectForm {
  func read(_ fields: inout ObjectReader) -> Address? {
    let street = fields.required(
      "street", TextForm(maximum: 255, mayBeEmpty: true),
      "Street and house number; empty where there is none.")
    let city = fields.required("city", .text(maximum: 255), "The town or city.")
    let postalCode = fields.required(
      "postalCode", TextForm(maximum: 32, mayBeEmpty: true),
      "The postal code; empty where there is none.")
    let state = fields.optional(
      "state", .text(maximum: 64), "State, province or region, by which tax rates are found too.")
    let country = fields.required(
      "country", .country, "The country's code of ISO 3166-1, two capitals.")
    guard let street, let city, let postalCode, let country else { return nil }
    return Address(
      street: street, city: city, postalCode: postalCode, state: state, country: country)
  }
}

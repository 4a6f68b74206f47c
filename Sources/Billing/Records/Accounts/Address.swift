/// A postal address (<doc:Records#Kinds>). `state` is the region of tax rates.
package struct Address: Hashable, Sendable {
  package var street: String
  package var city: String
  package var postalCode: String
  package var state: String?
  /// ISO 3166-1 alpha-2, two capitals.
  package var country: String

  package init(
    street: String,
    city: String,
    postalCode: String,
    state: String? = nil,
    country: String
  ) {
    self.street = street
    self.city = city
    self.postalCode = postalCode
    self.state = state
    self.country = country
  }
}

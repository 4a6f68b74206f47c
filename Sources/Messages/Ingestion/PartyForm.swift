import Billing

/// A party that a document names.
struct PartyForm: ObjectForm {
  func read(_ fields: inout ObjectReader) -> PartyTerms? {
    let id = fields.optional("id", .text(maximum: IngestedText.number), "What it is called by.")
    var party = PartyTerms()
    party.name = fields.optional("name", .name, "Its name.")
    party.vatId = fields.optional(
      "vatId", .text(maximum: IngestedText.number), "Its VAT number.")
    fields.details(of: &party)
    if party.identifiers.isEmpty, let id { party.identifiers = [PartyIdentifier(id: id)] }
    return party
  }
}

struct PartyIdentifierForm: ObjectForm {
  func read(_ fields: inout ObjectReader) -> PartyIdentifier? {
    let id = fields.required("id", .text(maximum: IngestedText.number), "The identifier.")
    let scheme = fields.optional(
      "scheme", .text(maximum: 10), "Its scheme, of ISO 6523: 0088 is a GLN.")
    return id.map { PartyIdentifier(id: $0, scheme: scheme) }
  }
}

/// Where a party of a document receives documents; what an issued document calls a scheme need not be one of the list.
struct StatedAddressForm: ObjectForm {
  func read(_ fields: inout ObjectReader) -> ElectronicAddress? {
    let scheme = fields.optional("scheme", .text(maximum: 10), "Its scheme, of the list EAS.")
    let id = fields.required("id", .name, "The address.")
    return id.map { ElectronicAddress(scheme: scheme ?? "", id: $0) }
  }
}

struct PartyContactForm: ObjectForm {
  func read(_ fields: inout ObjectReader) -> SellerContact? {
    SellerContact(
      name: fields.optional("name", .name, "The name of the person or department."),
      phone: fields.optional("phone", .name, "Their telephone number."),
      email: fields.optional("email", .name, "Their e-mail address."))
  }
}

/// Only the country is needed.
struct PartyAddressForm: ObjectForm {
  func read(_ fields: inout ObjectReader) -> Address? {
    let street = fields.optional(
      "street", .text(maximum: IngestedText.street), "Street and further lines, in one text.")
    let city = fields.optional("city", .text(maximum: IngestedText.city), "The town or city.")
    let postalCode = fields.optional(
      "postalCode", .text(maximum: IngestedText.postalCode), "The postal code.")
    let state = fields.optional(
      "state", .text(maximum: IngestedText.state), "State, province or region.")
    let country = fields.required(
      "country", .country, "The country's code of ISO 3166-1, two capitals.")
    return country.map {
      Address(
        street: street ?? "", city: city ?? "", postalCode: postalCode ?? "", state: state,
        country: $0)
    }
  }
}

extension ObjectReader {
  /// What seller and other parties have in common.
  mutating func details(of party: inout PartyTerms) {
    party.tradingName = optional("tradingName", .name, "What it trades as.")
    party.identifiers =
      optional(
        "identifiers",
        ListForm(
          element: PartyIdentifierForm(), limit: IngestedText.listed, things: "identifiers",
          mayBeEmpty: true), "What it is called by, with schemes.") ?? []
    party.taxRegistrationNumber = optional(
      "taxRegistrationNumber", .name, "Another registration for tax.")
    party.registrationNumber = optional(
      "registrationNumber", .name, "Its number in the register of companies.")
    party.registrationScheme = optional(
      "registrationScheme", .text(maximum: 10), "Which register, of ISO 6523.")
    party.legalForm = optional(
      "legalForm", .text(maximum: IngestedText.reason), "Its legal form, its capital.")
    party.electronicAddress = optional(
      "electronicAddress", StatedAddressForm(), "Where it receives documents.")
    party.contact = optional("contact", PartyContactForm(), "Whom to ask.")
    party.address = optional("address", PartyAddressForm(), "Its address.")
  }
}

import Billing

extension ObjectReader {
  /// The members of a LegalEntity that documents need.
  mutating func sellerDetails() -> SellerDetails {
    var details = SellerDetails()
    details.vatId = optional(
      "vatId", .text(maximum: 64), "Its VAT number, with the country's two letters before it.")
    details.registrationNumber = optional(
      "registrationNumber", .text(maximum: 64), "Its number in the register of companies.")
    details.electronicAddress = optional(
      "electronicAddress", ElectronicAddressForm(), "Where it receives documents.")
    details.iban = optional(
      "iban", .text(maximum: 34), "The bank account that invoices are paid to, without spaces.")
    details.bic = optional("bic", .text(maximum: 11), "The code of that account's bank.")
    details.contact = optional(
      "contact", SellerContactForm(), "Whom customers ask about an invoice.")
    details.locale = optional(
      "locale", .text(maximum: 35),
      "The language and region of numbers and dates on documents, such as de-DE (without it en).")
    details.logo = optional(
      "logo", LogoForm(),
      "What stands beside its name on pages: a PNG, at most 256 KiB and 2,000 pixels either way.")
    return details
  }

  /// The members of an Account that documents need.
  mutating func buyerDetails() -> BuyerDetails {
    var details = BuyerDetails()
    details.vatId = optional(
      "vatId", .text(maximum: 64),
      "The customer's VAT number, with the country's two letters before it.")
    details.registrationNumber = optional(
      "registrationNumber", .text(maximum: 64),
      "The customer's number in the register of companies.")
    details.buyerReference = optional(
      "buyerReference", .text(maximum: 255),
      "By which the customer finds who ordered, a Leitweg-ID for example.")
    details.electronicAddress = optional(
      "electronicAddress", ElectronicAddressForm(), "Where the customer receives documents.")
    return details
  }
}

/// A person or department of the seller.
struct SellerContactForm: ObjectForm {
  func read(_ fields: inout ObjectReader) -> SellerContact? {
    SellerContact(
      name: fields.optional("name", .name, "The name of the person or department."),
      phone: fields.optional("phone", .text(maximum: 64), "Their telephone number."),
      email: fields.optional("email", .email, "Their e-mail address."))
  }
}

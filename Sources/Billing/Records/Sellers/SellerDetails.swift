/// What documents say of a seller beside name and address (<doc:Documents#What-records-hold>). Each may be missing; what a
/// document needs of it, it says when it is made.
package struct SellerDetails: Hashable, Sendable {
  /// With the country's two letters before it.
  package var vatId: String?
  /// In the register of companies.
  package var registrationNumber: String?
  package var electronicAddress: ElectronicAddress?
  /// Without spaces.
  package var iban: String?
  package var bic: String?
  package var contact: SellerContact?
  /// BCP 47, of numbers and dates on documents; without it en.
  package var locale: String?
  package var logo: Logo?

  package init() {}
}

/// Whom customers ask about an invoice.
package struct SellerContact: Hashable, Sendable {
  package var name: String?
  package var phone: String?
  package var email: String?

  package init(name: String? = nil, phone: String? = nil, email: String? = nil) {
    self.name = name
    self.phone = phone
    self.email = email
  }
}

extension SellerDetails {
  var fieldFaults: [FieldFault] {
    var faults = ElectronicAddress.faults(electronicAddress)
    if let vatId { faults += VATIdentifier.faults(vatId) }
    if let iban, !IBAN.isValid(iban) {
      faults.append(
        FieldFault(
          field: "iban",
          sentence:
            "\(iban) is no IBAN: it has two letters of the country, two check digits and the account, and "
            + "the check digits do not fit. Copy it again, without spaces."))
    }
    return faults
  }
}

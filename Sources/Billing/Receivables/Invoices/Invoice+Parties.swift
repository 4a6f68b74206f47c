extension Invoice {
  /// Who issues the invoice, by value: a later change of the legal entity leaves the invoice as it was.
  package struct Seller: Hashable, Sendable {
    package let name: String
    package let address: Address
    package let taxRegistrationNumber: String?

    package init(name: String, address: Address, taxRegistrationNumber: String?) {
      self.name = name
      self.address = address
      self.taxRegistrationNumber = taxRegistrationNumber
    }

    package init(_ entity: LegalEntity) {
      self.init(
        name: entity.name, address: entity.address,
        taxRegistrationNumber: entity.taxRegistrationNumber)
    }
  }
}

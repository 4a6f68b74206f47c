package import CivilTime

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

  /// What an invoice of a billing contract bills, from the first day to the last; nil for an invoice of none.
  package var billingCycle: CivilPeriod? {
    let periods = lines.compactMap(\.period)
    guard billingContractId != nil, let first = periods.map(\.from).min(),
      let end = periods.map(\.to).max()
    else { return nil }
    return CivilPeriod(from: first, to: end)
  }
}

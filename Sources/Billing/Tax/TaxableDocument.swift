package import CivilTime
package import Monetary

/// What a tax engine knows of a document: its lines and what decides their rates.
package struct TaxableDocument: Hashable, Sendable {
  package let currency: Currency
  /// The day whose rates hold.
  package let invoiceDate: CivilDate
  /// Where the supply takes place: the account's shipping address, else its billing address.
  package let address: Address
  /// An exempt account pays no tax.
  package let isTaxExempt: Bool
  package let lines: [Line]

  package init(
    currency: Currency, invoiceDate: CivilDate, address: Address, isTaxExempt: Bool, lines: [Line]
  ) {
    self.currency = currency
    self.invoiceDate = invoiceDate
    self.address = address
    self.isTaxExempt = isTaxExempt
    self.lines = lines
  }

  package struct Line: Hashable, Sendable {
    package let amount: Money
    /// nil = not taxable, unless a rate is stated.
    package let treatment: TaxTreatment?
    /// What the document itself says of the line's tax; it stands instead of a treatment.
    package let stated: TaxKey?
    /// Where this line's supply takes place, if elsewhere than the document's.
    package let address: Address?

    package init(
      amount: Money, treatment: TaxTreatment?, stated: TaxKey? = nil, address: Address? = nil
    ) {
      self.amount = amount
      self.treatment = treatment
      self.stated = stated
      self.address = address
    }
  }
}

package import CivilTime
package import Monetary

/// What a tax engine knows of a document: its lines and what decides their rates.
package struct TaxableDocument: Hashable, Sendable {
  /// The invoice's or credit memo's.
  package let id: String
  /// Whether the document is posted with this tax.
  package let kind: TaxDocument.Kind
  /// Whether it takes back: its amounts, and its taxes, are written without a sign and count as negative.
  package let isCredit: Bool
  package let currency: Currency
  /// The day whose rates hold.
  package let invoiceDate: CivilDate
  /// Where the supply takes place: the account's shipping address, else its billing address.
  package let address: Address
  /// An exempt account pays no tax.
  package let isTaxExempt: Bool
  package let lines: [Line]

  package init(
    id: String, kind: TaxDocument.Kind, isCredit: Bool = false, currency: Currency,
    invoiceDate: CivilDate, address: Address, isTaxExempt: Bool, lines: [Line]
  ) {
    self.id = id
    self.kind = kind
    self.isCredit = isCredit
    self.currency = currency
    self.invoiceDate = invoiceDate
    self.address = address
    self.isTaxExempt = isTaxExempt
    self.lines = lines
  }

  package struct Line: Hashable, Sendable {
    /// Its place on the invoice or memo, from 1; of a part of the lines too.
    package let number: Int
    package let amount: Money
    /// nil = not taxable, unless a rate is stated.
    package let treatment: TaxTreatment?
    /// What the document itself says of the line's tax; it stands instead of a treatment.
    package let stated: TaxKey?
    /// Where this line's supply takes place, if elsewhere than the document's.
    package let address: Address?

    package init(
      number: Int, amount: Money, treatment: TaxTreatment?, stated: TaxKey? = nil,
      address: Address? = nil
    ) {
      self.number = number
      self.amount = amount
      self.treatment = treatment
      self.stated = stated
      self.address = address
    }
  }
}

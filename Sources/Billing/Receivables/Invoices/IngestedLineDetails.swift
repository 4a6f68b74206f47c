package import Monetary

/// What only a line of an ingested invoice has.
package struct IngestedLineDetails: Hashable, Sendable {
  package var priceBaseQuantity: ExactDecimal
  package var allowances: [AmountWithReason]
  package var charges: [AmountWithReason]
  package var taxTreatmentId: TaxTreatment.ID?
  package var taxCategory: String?
  /// Percent.
  package var taxRate: ExactDecimal?
  package var billingAddressId: String?
  package var shippingAddressId: String?
  /// Whether its taxes came with the document: posting keeps them. Those that the worker calculated are calculated again.
  package var areTaxesGiven: Bool
  /// What only documents say.
  package var terms = LineTerms()

  package init(
    priceBaseQuantity: ExactDecimal = 1,
    allowances: [AmountWithReason] = [],
    charges: [AmountWithReason] = [],
    taxTreatmentId: TaxTreatment.ID? = nil,
    taxCategory: String? = nil,
    taxRate: ExactDecimal? = nil,
    billingAddressId: String? = nil,
    shippingAddressId: String? = nil,
    areTaxesGiven: Bool = false
  ) {
    self.priceBaseQuantity = priceBaseQuantity
    self.allowances = allowances
    self.charges = charges
    self.taxTreatmentId = taxTreatmentId
    self.taxCategory = taxCategory
    self.taxRate = taxRate
    self.billingAddressId = billingAddressId
    self.shippingAddressId = shippingAddressId
    self.areTaxesGiven = areTaxesGiven
  }
}

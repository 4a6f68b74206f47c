package import CivilTime
package import Monetary

/// A line as its sender wrote it.
package struct IncomingLine: Hashable, Sendable {
  /// A label of the sender's; several lines may bear the same.
  package var label: String?
  package var name: String
  package var startDate: CivilDate?
  /// Inclusive.
  package var endDate: CivilDate?
  package var quantity: ExactDecimal
  package var unitOfMeasure: String?
  package var unitPrice: ExactDecimal
  /// The quantity that the unit price is for.
  package var priceBaseQuantity: ExactDecimal
  package var allowances: [AmountWithReason]
  package var charges: [AmountWithReason]
  /// Net of allowances, with charges; taken as given.
  package var chargeAmount: ExactDecimal
  package var taxTreatmentId: TaxTreatment.ID?
  package var taxCategory: String?
  /// Percent.
  package var taxRate: ExactDecimal?
  package var taxProcessingStatus: TaxProcessingStatus?
  /// The label of one of the invoice's addresses.
  package var billingAddressId: String?
  package var shippingAddressId: String?
  package var taxes: [IncomingTax]
  package var terms = LineTerms()

  package init(
    label: String? = nil,
    name: String,
    startDate: CivilDate? = nil,
    endDate: CivilDate? = nil,
    quantity: ExactDecimal,
    unitOfMeasure: String? = nil,
    unitPrice: ExactDecimal,
    priceBaseQuantity: ExactDecimal = 1,
    allowances: [AmountWithReason] = [],
    charges: [AmountWithReason] = [],
    chargeAmount: ExactDecimal,
    taxTreatmentId: TaxTreatment.ID? = nil,
    taxCategory: String? = nil,
    taxRate: ExactDecimal? = nil,
    taxProcessingStatus: TaxProcessingStatus? = nil,
    billingAddressId: String? = nil,
    shippingAddressId: String? = nil,
    taxes: [IncomingTax] = []
  ) {
    self.label = label
    self.name = name
    self.startDate = startDate
    self.endDate = endDate
    self.quantity = quantity
    self.unitOfMeasure = unitOfMeasure
    self.unitPrice = unitPrice
    self.priceBaseQuantity = priceBaseQuantity
    self.allowances = allowances
    self.charges = charges
    self.chargeAmount = chargeAmount
    self.taxTreatmentId = taxTreatmentId
    self.taxCategory = taxCategory
    self.taxRate = taxRate
    self.taxProcessingStatus = taxProcessingStatus
    self.billingAddressId = billingAddressId
    self.shippingAddressId = shippingAddressId
    self.taxes = taxes
  }
}

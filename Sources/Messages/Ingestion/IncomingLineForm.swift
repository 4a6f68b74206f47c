import Billing
import Monetary

/// A line of `invoice.ingest.v1`.
struct IncomingLineForm: ObjectForm {
  /// Allowances, charges and taxes of one line; far more than any document has.
  private static let listedParts = 100

  func readMembers(_ fields: inout ObjectReader) -> IncomingLine? {
    let label = fields.optional("id", .text(maximum: IngestedText.label))
    let name = fields.required("name", .text(maximum: IngestedText.lineName))
    let startDate = fields.optional("startDate", .date)
    let endDate = fields.optional("endDate", .date)
    let quantity = fields.required("quantity", .decimal)
    let unitOfMeasure = fields.optional("unitOfMeasure", .text(maximum: 64))
    let unitPrice = fields.required("unitPrice", .decimal)
    let base = fields.optional("priceBaseQuantity", .decimal)
    let allowances = fields.optional("allowances", list(AmountWithReasonForm(), "allowances"))
    let charges = fields.optional("charges", list(AmountWithReasonForm(), "charges"))
    let amount = fields.required("chargeAmount", .decimal)
    let treatmentId = fields.optional("taxTreatmentId", IdentifierForm<TaxTreatment>())
    let category = fields.optional("taxCategory", .taxCategory)
    let rate = fields.optional("taxRate", .decimal)
    let status = fields.optional("taxProcessingStatus", ChoiceForm<TaxProcessingStatus>())
    let billing = fields.optional("billingAddressId", .text(maximum: IngestedText.label))
    let shipping = fields.optional("shippingAddressId", .text(maximum: IngestedText.label))
    let taxes = fields.optional("taxes", list(IncomingTaxForm(), "taxes"))
    guard let name, let quantity, let unitPrice, let amount else { return nil }
    return IncomingLine(
      label: label, name: name, startDate: startDate, endDate: endDate, quantity: quantity,
      unitOfMeasure: unitOfMeasure, unitPrice: unitPrice, priceBaseQuantity: base ?? 1,
      allowances: allowances ?? [], charges: charges ?? [], chargeAmount: amount,
      taxTreatmentId: treatmentId, taxCategory: category, taxRate: rate,
      taxProcessingStatus: status, billingAddressId: billing, shippingAddressId: shipping,
      taxes: taxes ?? [])
  }

  private func list<Element: FieldForm>(
    _ element: Element, _ things: String
  ) -> ListForm<Element> {
    ListForm(element: element, limit: Self.listedParts, things: things, mayBeEmpty: true)
  }
}

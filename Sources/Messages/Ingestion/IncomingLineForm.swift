import Billing
import Monetary

/// A line of `invoice.ingest.v1`.
struct IncomingLineForm: ObjectForm {
  /// Allowances, charges and taxes of one line; far more than any document has.
  private static let listedParts = 100

  func read(_ fields: inout ObjectReader) -> IncomingLine? {
    let label = fields.optional(
      "id", .text(maximum: IngestedText.label), "What the document calls the line.")
    let name = fields.required(
      "name", .text(maximum: IngestedText.lineName), "What is charged.")
    let startDate = fields.optional(
      "startDate", .date, "The first day that the line is for; without it the document's.")
    let endDate = fields.optional(
      "endDate", .date, "The last day that the line is for; without it the document's.")
    let quantity = fields.required("quantity", .decimal, "How much of it.")
    let unitOfMeasure = fields.optional(
      "unitOfMeasure", .text(maximum: 64), "What the quantity counts, HUR for example.")
    let unitPrice = fields.required(
      "unitPrice", .decimal, "The price of as many units as priceBaseQuantity says.")
    let base = fields.optional(
      "priceBaseQuantity", .decimal, "How many units the price is for (without it 1).")
    let allowances = fields.optional(
      "allowances", list(AmountWithReasonForm(), "allowances"),
      "What the line's amount has been lowered by.")
    let charges = fields.optional(
      "charges", list(AmountWithReasonForm(), "charges"),
      "What the line's amount has been raised by.")
    let amount = fields.required(
      "chargeAmount", .decimal, "The line's amount without tax; it is kept as given.")
    let treatmentId = fields.optional(
      "taxTreatmentId", IdentifierForm<TaxTreatment>(),
      "How the line is taxed, by a stored treatment; or give taxCategory and taxRate.")
    let category = fields.optional(
      "taxCategory", .taxCategory, "Its tax category of UNCL5305, S for example.")
    let rate = fields.optional("taxRate", .decimal, "Its tax rate in percent.")
    let status = fields.optional(
      "taxProcessingStatus", ChoiceForm<TaxProcessingStatus>(),
      "Where the line's tax stands; without it as taxCalculationStatus says.")
    let billing = fields.optional(
      "billingAddressId", .text(maximum: IngestedText.label),
      "The address, of those of the document, that it is billed to.")
    let shipping = fields.optional(
      "shippingAddressId", .text(maximum: IngestedText.label),
      "The address, of those of the document, that it is delivered to.")
    let taxes = fields.optional(
      "taxes", list(IncomingTaxForm(), "taxes"),
      "The line's taxes, where they are known; they are kept as given.")
    let terms = fields.lineTerms()
    guard let name, let quantity, let unitPrice, let amount else { return nil }
    var line = IncomingLine(
      label: label, name: name, startDate: startDate, endDate: endDate, quantity: quantity,
      unitOfMeasure: unitOfMeasure, unitPrice: unitPrice, priceBaseQuantity: base ?? 1,
      allowances: allowances ?? [], charges: charges ?? [], chargeAmount: amount,
      taxTreatmentId: treatmentId, taxCategory: category, taxRate: rate,
      taxProcessingStatus: status, billingAddressId: billing, shippingAddressId: shipping,
      taxes: taxes ?? [])
    line.terms = terms
    return line
  }

  private func list<Element: FieldForm>(
    _ element: Element, _ things: String
  ) -> ListForm<Element> {
    ListForm(element: element, limit: Self.listedParts, things: things, mayBeEmpty: true)
  }
}

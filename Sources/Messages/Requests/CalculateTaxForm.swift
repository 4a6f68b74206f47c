import Billing

/// `invoice.calculate-tax.v1`.
struct CalculateTaxForm: RequestForm {
  func read(_ fields: inout ObjectReader) -> CalculateTax? {
    let invoiceId = fields.required(
      "invoiceId", IdentifierForm<Invoice>(), "The draft, by its identifier.")
    return invoiceId.map { CalculateTax(invoiceId: $0) }
  }
}

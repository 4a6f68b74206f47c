import Billing

/// `invoice.calculate-tax.v1`.
struct CalculateTaxForm: RequestForm {
  func read(_ fields: inout ObjectReader) -> CalculateTax? {
    let invoiceId = fields.required(
      "invoiceId", IdentifierForm<Invoice>(), "The draft, by its identifier.")
    let version = fields.expectedVersion()
    return invoiceId.map { CalculateTax(invoiceId: $0, expectedVersion: version) }
  }
}

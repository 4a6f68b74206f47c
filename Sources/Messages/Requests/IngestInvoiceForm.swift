import Billing

/// `invoice.ingest.v1`.
struct IngestInvoiceForm {
  func read(_ fields: inout ObjectReader) -> IngestInvoice? {
    let invoice = fields.required("invoice", IncomingInvoiceForm())
    let status = fields.optional("taxCalculationStatus", ChoiceForm<TaxProcessingStatus>())
    let shouldCalculateTax = fields.optional("shouldCalculateTax", .flag)
    guard let invoice else { return nil }
    return IngestInvoice(
      invoice: invoice, taxCalculationStatus: status ?? .pending,
      shouldCalculateTax: shouldCalculateTax ?? false)
  }
}

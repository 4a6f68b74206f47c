import Billing

/// `invoice.ingest.v1`.
struct IngestInvoiceForm: RequestForm {
  func read(_ fields: inout ObjectReader) -> IngestInvoice? {
    let invoice = fields.required("invoice", IncomingInvoiceForm(), "The document.")
    let status = fields.optional(
      "taxCalculationStatus", ChoiceForm<TaxProcessingStatus>(),
      "Where the calculation of its taxes stands (without it Pending).")
    let shouldCalculateTax = fields.optional(
      "shouldCalculateTax", .flag, "Whether its taxes are calculated here (without it false).")
    guard let invoice else { return nil }
    return IngestInvoice(
      invoice: invoice, taxCalculationStatus: status ?? .pending,
      shouldCalculateTax: shouldCalculateTax ?? false)
  }
}

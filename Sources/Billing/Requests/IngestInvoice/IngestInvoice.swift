/// `invoice.ingest.v1`: store one invoice that was made elsewhere, or one made from a debit memo
/// (<doc:Ingestion>).
package struct IngestInvoice: Request {
  package let invoice: IncomingInvoice
  /// The tax status of every line that names none of its own.
  package let taxCalculationStatus: TaxProcessingStatus
  /// Whether tax is estimated for every line, also for those that bring amounts.
  package let shouldCalculateTax: Bool

  package init(
    invoice: IncomingInvoice,
    taxCalculationStatus: TaxProcessingStatus = .pending,
    shouldCalculateTax: Bool = false
  ) {
    self.invoice = invoice
    self.taxCalculationStatus = taxCalculationStatus
    self.shouldCalculateTax = shouldCalculateTax
  }
}

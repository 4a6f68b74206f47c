/// The categories of error logs (<doc:ErrorLog>).
package enum ErrorLogCategory: String, Hashable, Sendable, CaseIterable {
  case invoiceGeneration = "InvoiceGeneration"
  /// Posting, and whatever cannot be numbered.
  case invoicePosting = "InvoicePosting"
  case invoiceCancel = "InvoiceCancel"
  case invoiceVoid = "InvoiceVoid"
  case invoiceUpdate = "InvoiceUpdate"
  case invoiceWriteOff = "InvoiceWriteOff"
  /// Requests about tasks.
  case invoiceTask = "InvoiceTask"
  case invoiceIngestion = "InvoiceIngestion"
  /// Requests about credit memos, and the conversion of negative lines.
  case creditMemo = "CreditMemo"
  case payment = "Payment"
  /// Requests about e-mails, and what becomes of those that are queued.
  case invoiceEmail = "InvoiceEmail"
  /// Requests about runs, their chunks, schedulers.
  case invoiceRun = "InvoiceRun"
  case taxCalculation = "TaxCalculation"
  /// What the books of a tax engine are told, and requests about that.
  case taxReporting = "TaxReporting"
  /// What the check of numbers finds.
  case numbering = "Numbering"
  case request = "Request"
}

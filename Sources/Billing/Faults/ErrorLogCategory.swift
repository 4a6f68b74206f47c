/// The categories of error logs (<doc:ErrorLog>).
package enum ErrorLogCategory: String, Hashable, Sendable, CaseIterable {
  case invoiceGeneration = "InvoiceGeneration"
  case invoicePosting = "InvoicePosting"
  case invoiceCancel = "InvoiceCancel"
  case invoiceIngestion = "InvoiceIngestion"
  case taxCalculation = "TaxCalculation"
  case creditMemo = "CreditMemo"
  case payment = "Payment"
  case request = "Request"
}

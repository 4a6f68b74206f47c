/// A request whose form has been checked: what is asked, in the domain's terms.
package enum Request: Hashable, Sendable {
  case generateInvoices(GenerateInvoices)
  case previewInvoices(PreviewInvoices)
  case upsertRecords(UpsertRecords)
  case recordUsage(RecordUsage)
  case suspendBilling(SuspendBilling)
  case resumeBilling(ResumeBilling)
  case recoverBillingSchedules(RecoverBillingSchedules)
  /// Boxed: a whole document is much larger than the other requests.
  indirect case ingestInvoice(IngestInvoice)
  case calculateTax(CalculateTax)
}

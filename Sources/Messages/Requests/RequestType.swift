/// The names of the request types this version handles; any other is answered `REQUEST_TYPE_UNKNOWN`. What goes with a
/// name is its entry in ``RequestDefinition/all``.
package enum RequestType: String, Hashable, Sendable, CaseIterable {
  case generateInvoices = "invoice.generate.v1"
  case previewInvoices = "invoice.preview.v1"
  case upsertRecords = "records.upsert.v1"
  case recordUsage = "usage.record.v1"
  case suspendBilling = "billing.suspend.v1"
  case resumeBilling = "billing.resume.v1"
  case ingestInvoice = "invoice.ingest.v1"
  case cancelInvoices = "invoice.cancel.v1"
  case calculateTax = "invoice.calculate-tax.v1"
  case recoverBillingSchedules = "billing-schedule.recover.v1"
}

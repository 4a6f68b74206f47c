/// The events of this version; the name is the routing key too (<doc:Events>).
package enum EventType: String, Hashable, Sendable, CaseIterable {
  case requestCompleted = "invoice-request.completed.v1"
  case invoiceDrafted = "invoice.drafted.v1"
  case invoicePosted = "invoice.posted.v1"
  case invoiceTaskRequested = "invoice.task-requested.v1"
  case invoiceIngested = "invoice.ingested.v1"
  case invoiceCanceled = "invoice.canceled.v1"
  case errorLogRecorded = "error-log.recorded.v1"
}

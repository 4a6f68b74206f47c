package import CivilTime
package import Monetary

/// Work after an invoice was posted that others do, as it was asked for (<doc:InvoiceTasks>). No task blocks anything.
package struct InvoiceTask: Hashable, Sendable, Identifiable {
  /// Made of the request, the invoice, the kind and the time of planning, and stored with the task: it is the same however often its
  /// event is delivered.
  package let id: RecordID<InvoiceTask>
  package let invoiceId: Invoice.ID
  package let kind: Kind
  /// The failed or repeated one that this one follows.
  package let retryOf: RecordID<InvoiceTask>?
  /// Of a Charge: the balance when it was asked for.
  package var amount: Money?
  /// Of a Charge.
  package var savedPaymentMethodId: SavedPaymentMethod.ID?
  package let requestedAt: UTCInstant
  package let request: RequestKey
  package var status: Status = .requested
  package var message: String?

  package init(
    id: RecordID<InvoiceTask>, invoiceId: Invoice.ID, kind: Kind,
    retryOf: RecordID<InvoiceTask>? = nil, requestedAt: UTCInstant, request: RequestKey
  ) {
    self.id = id
    self.invoiceId = invoiceId
    self.kind = kind
    self.retryOf = retryOf
    self.requestedAt = requestedAt
    self.request = request
  }

  package typealias Kind = PostInvoicingTask

  package enum Status: String, Hashable, Sendable, CaseIterable {
    case requested = "Requested"
    case succeeded = "Succeeded"
    case failed = "Failed"
  }
}

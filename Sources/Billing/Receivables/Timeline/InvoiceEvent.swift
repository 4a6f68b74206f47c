package import CivilTime

/// A row of an invoice's timeline: what happened to it, when, and by whose request.
package struct InvoiceEvent: Hashable, Sendable {
  package let invoiceId: Invoice.ID
  package let at: UTCInstant
  package let kind: Kind
  /// Who asked for it, as the request names a person; nil where it names none.
  package let actor: String?
  /// nil for what the clock does.
  package let request: RequestKey?
  /// One line for people: a number, a memo, an amount; nil where the kind says all.
  package let detail: String?

  package init(
    invoiceId: Invoice.ID, at: UTCInstant, kind: Kind, actor: String? = nil,
    request: RequestKey? = nil, detail: String? = nil
  ) {
    self.invoiceId = invoiceId
    self.at = at
    self.kind = kind
    self.actor = actor
    self.request = request
    self.detail = detail
  }

  package enum Kind: String, Hashable, Sendable, CaseIterable {
    case drafted = "Drafted"
    case ingested = "Ingested"
    case posted = "Posted"
    case updated = "Updated"
    case taxCalculated = "TaxCalculated"
    case balanceChanged = "BalanceChanged"
    case paid = "Paid"
    case converted = "Converted"
    case writtenOff = "WrittenOff"
    case overdue = "Overdue"
    case voided = "Voided"
    case canceled = "Canceled"
    case reinvoiced = "Reinvoiced"
    case taskRequested = "TaskRequested"
    case emailQueued = "EmailQueued"
    case emailSent = "EmailSent"
    case emailFailed = "EmailFailed"
    case emailBounced = "EmailBounced"
  }
}

/// What an audit checks: each a promise of the worker (<doc:Lifecycle#Audit>).
package enum AuditPromise: String, Hashable, Sendable, CaseIterable {
  case invoiceSums = "lines and taxes sum to their invoice"
  case invoiceBalances = "balances of invoices follow from the ledger"
  case periods = "each live period of a schedule is billed once"
  case progress = "schedules stand where their live lines end"
  case usage = "usage is billed once, on a live invoice"
  case creditMemos = "credit memos follow from their lines and the ledger"
  case payments = "payments follow from the ledger"
  case takenBack = "what is taken back was applied, as much and once"
  case taxes = "a tax engine is told what became of each document"
  case runs = "runs count what they made"
  case numbers = "numbers have no gap"
  case requests = "every stored request has an outcome"
  case events = "no event is older than its lease"
}

/// What breaks a promise, in a sentence that names the record.
package struct AuditBreach: Hashable, Sendable {
  package let promise: AuditPromise
  package let text: String

  package init(_ promise: AuditPromise, _ text: String) {
    self.promise = promise
    self.text = text
  }
}

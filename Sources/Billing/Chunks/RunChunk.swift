/// A part of a run that one transaction does: a range of accounts, of the parent's invoices or of its schedules, by identifier, both
/// ends included. Its row is what makes it happen once.
package struct RunChunk: Hashable, Sendable {
  package let runId: InvoiceRun.ID
  /// From 1; 0 is the run's selection, whose row is its position.
  package let number: Int
  /// Identifiers as text.
  package let first: String
  package let last: String
  /// How often a worker has begun it without an end, counted from the second delivery on.
  package var begun: Int

  package init(runId: InvoiceRun.ID, number: Int, first: String, last: String, begun: Int = 0) {
    self.runId = runId
    self.number = number
    self.first = first
    self.last = last
    self.begun = begun
  }

  /// The number of the run's selection.
  package static let selection = 0

  // What a chunk and a page hold (<doc:InvoiceRuns#Chunks>).
  package static let mostAccounts = 50
  package static let mostSchedules = 500
  package static let mostInvoices = 200
  /// Chunks that one selection makes.
  package static let ofSelection = 200

  /// Begun so often it is replaced by chunks of one account each.
  package static let splitWhenBegun = 3
  /// A chunk of one account begun so often is given up.
  package static let giveUpWhenBegun = 20
}

/// What a chunk goes over, in order of identifier.
package enum RunItems: Hashable, Sendable {
  case accounts([Account.ID])
  case invoices([Invoice.ID])
  case schedules([BillingSchedule.ID])

  package var count: Int {
    switch self {
    case .accounts(let ids): ids.count
    case .invoices(let ids): ids.count
    case .schedules(let ids): ids.count
    }
  }
}

package import Storage

/// One thing every store must do, whatever database is behind it. A store's test target runs all of
/// ``all``, each on a database of its own.
package struct ConformanceCase: Sendable, CustomStringConvertible {
  package let description: String
  private let body: @Sendable (any DatabaseOpener) async throws -> Void

  init(_ description: String, _ body: @escaping @Sendable (any DatabaseOpener) async throws -> Void)
  {
    self.description = description
    self.body = body
  }

  /// Runs on an empty database that nothing else uses.
  package func run(on opener: any DatabaseOpener) async throws {
    try await body(opener)
  }

  package static let all: [ConformanceCase] =
    schema + transactions + numbers + requests + records + facts + billingCore + usage + invoices
    + invoiceLists + recordViews + upgrades
    + ingestion + settlement + ledger + ledgerFacts + ledgerRefusals + ledgerQueries + mirrors
    + upgradesOfReceivables + errorLogs + outbox + outboxPacks + clock + aging + statements
    + exports
    + journal + audits
    + numberGaps + runs + runChunks + runSelections + runAudits + schedulers + upgradesOfRuns
    + upgradesOfLineTaxes + upgradesOfDocuments + upgradesOfSourceDocuments + documentLinks + emails
    + emailRelays + tasks
    + upgradesOfTasks + upkeep + pauses + logos + taxes + webLists + deadLetters + workers
}

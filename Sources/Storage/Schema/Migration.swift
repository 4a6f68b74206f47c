/// One step of the schema. Steps are only ever added: one that has been released runs on databases
/// that exist, and is never changed.
struct Migration: Sendable {
  /// From 1, without gaps.
  let version: Int64
  let name: String
  /// The statements, in the words of one database.
  let script: @Sendable (any Dialect) -> String
  /// What its tables and columns mean, kept by the database where it can.
  let comments: [TableComment]

  init(
    version: Int64, name: String, comments: [TableComment],
    script: @escaping @Sendable (any Dialect) -> String
  ) {
    self.version = version
    self.name = name
    self.comments = comments
    self.script = script
  }

  /// The script, then the comments.
  func statements(for dialect: any Dialect) -> String {
    guard dialect.keepsComments else { return script(dialect) }
    return script(dialect) + "\n" + comments.map(\.statements).joined(separator: "\n")
  }

  /// All steps, in order.
  static let all: [Migration] = [
    .createRecords, .createInvoices, .createMessaging, .createIngestion, .indexGroupsByOrder,
    .lists, .parties, .indexRetention, .linkReinvoices, .numberIssuers,
    .keepContentEncoding, .takeInvoicesBack, .receivables, .invoiceRuns,
    .documents, .emails, .tasks, .sourceDocuments, .notices, .upkeep, .pauses,
    .logos,
    .taxTransactions, .parkedMessages, .workers, .outboxPacks, .invoiceAccounts,
    .contractsTakenBack,
    .lineTaxes,
  ]
}

/// One step of the schema. Steps are only ever added: one that has been released runs on databases
/// that exist, and is never changed.
struct Migration: Sendable {
  /// From 1, without gaps.
  let version: Int64
  let name: String
  /// The statements, in the words of one database.
  let script: @Sendable (any Dialect) -> String

  /// All steps, in order.
  static let all: [Migration] = [
    .createRecords, .createInvoices, .createMessaging, .createIngestion,
  ]
}

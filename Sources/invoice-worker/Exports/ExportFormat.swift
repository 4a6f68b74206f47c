/// What an export is written as.
enum ExportFormat: String, CaseIterable {
  /// Comma-separated values, with the columns' names in the first line.
  case csv
  /// A JSON object on each line.
  case ndjson
}

/// What the ledger is written as.
enum LedgerFormat: String, CaseIterable {
  case csv
  /// A journal of plain text accounting.
  case hledger
}

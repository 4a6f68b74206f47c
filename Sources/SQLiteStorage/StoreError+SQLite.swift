internal import SQLite
internal import Storage

extension StoreError {
  /// Whatever is not known to be the statement's own is the database's: a table that is gone is an error without a
  /// code of its own (`SQLITE_ERROR`).
  init(_ error: SQLiteError) {
    let kind: Kind =
      if error.isBusy {
        .contention
      } else if error.isConstraint {
        .constraint
      } else if error.isOutage {
        .unavailable
      } else if error.isOfValues {
        .fault
      } else {
        .environment
      }
    self.init(kind, error.description, advice: kind == .environment ? Self.advice(for: error) : nil)
  }

  /// What an operator does about a database that is not what the program needs.
  private static func advice(for error: SQLiteError) -> String {
    switch error.code {
    case .corrupt, .notADatabase:
      "the file is damaged or no database: stop every worker on it, restore a backup in place of the file, and remove its -wal and -shm"
    case .readOnly: "make the file and its directory writable for the worker"
    default:
      "the schema is not the one that `invoice-worker migrate` made: put back what is missing"
    }
  }
}

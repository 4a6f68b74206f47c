internal import CSQLite

/// A result code of SQLite, primary (`SQLITE_BUSY`) or extended (`SQLITE_BUSY_SNAPSHOT`).
///
/// Connections report extended codes. A pattern that is a primary code matches every code extended
/// from it, so `case .constraint` also catches a violated unique index; a pattern that is extended
/// matches only itself. Equality (`==`) is exact.
package struct SQLiteResultCode: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  package let rawValue: Int32

  package init(rawValue: Int32) {
    self.rawValue = rawValue
  }

  /// The low byte: what kind of failure it is.
  package var primary: SQLiteResultCode { SQLiteResultCode(rawValue: rawValue & 0xFF) }

  /// SQLite's own English name of the code, such as "database is locked".
  package var description: String {
    guard let text = unsafe sqlite3_errstr(rawValue) else { return "code \(rawValue)" }
    return unsafe String(cString: text)
  }

  package static func ~= (pattern: SQLiteResultCode, code: SQLiteResultCode) -> Bool {
    pattern == pattern.primary ? pattern == code.primary : pattern == code
  }
}

extension SQLiteResultCode {
  package static let busy = SQLiteResultCode(rawValue: SQLITE_BUSY)
  package static let locked = SQLiteResultCode(rawValue: SQLITE_LOCKED)
  package static let outOfMemory = SQLiteResultCode(rawValue: SQLITE_NOMEM)
  package static let readOnly = SQLiteResultCode(rawValue: SQLITE_READONLY)
  package static let interrupted = SQLiteResultCode(rawValue: SQLITE_INTERRUPT)
  package static let inputOutput = SQLiteResultCode(rawValue: SQLITE_IOERR)
  package static let corrupt = SQLiteResultCode(rawValue: SQLITE_CORRUPT)
  package static let full = SQLiteResultCode(rawValue: SQLITE_FULL)
  package static let cannotOpen = SQLiteResultCode(rawValue: SQLITE_CANTOPEN)
  package static let tooBig = SQLiteResultCode(rawValue: SQLITE_TOOBIG)
  package static let constraint = SQLiteResultCode(rawValue: SQLITE_CONSTRAINT)
  package static let mismatch = SQLiteResultCode(rawValue: SQLITE_MISMATCH)
  package static let misuse = SQLiteResultCode(rawValue: SQLITE_MISUSE)
  package static let range = SQLiteResultCode(rawValue: SQLITE_RANGE)
  package static let notADatabase = SQLiteResultCode(rawValue: SQLITE_NOTADB)

  package static let checkConstraint = extended(SQLITE_CONSTRAINT, 1)
  package static let foreignKeyConstraint = extended(SQLITE_CONSTRAINT, 3)
  package static let notNullConstraint = extended(SQLITE_CONSTRAINT, 5)
  package static let primaryKeyConstraint = extended(SQLITE_CONSTRAINT, 6)
  package static let uniqueConstraint = extended(SQLITE_CONSTRAINT, 8)
  package static let rowIDConstraint = extended(SQLITE_CONSTRAINT, 10)

  /// The header's macros for extended codes are expressions that the importer does not take over;
  /// their numbers are part of SQLite's stable interface.
  private static func extended(_ primary: Int32, _ number: Int32) -> SQLiteResultCode {
    SQLiteResultCode(rawValue: primary | number << 8)
  }
}

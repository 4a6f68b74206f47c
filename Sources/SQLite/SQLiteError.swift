internal import CSQLite

/// What SQLite answered instead of doing what it was asked.
///
/// Safe to log: SQLite's messages name tables, columns and tokens of the statement, never bound
/// values, and the statement's text holds placeholders where values go.
package struct SQLiteError: Error, Hashable, Sendable, CustomStringConvertible {
  package let code: SQLiteResultCode

  /// What happened, as the library worded it for this connection.
  package let message: String

  /// The statement that failed; nil where none was running (opening, for one).
  package let sql: String?

  /// Characters of the statement that are shown: what is done about an error stands behind it, and a log line has its bound.
  private static let shownStatement = 400

  package init(code: SQLiteResultCode, message: String, sql: String? = nil) {
    self.code = code
    self.message = message
    self.sql = sql
  }

  /// The failure that `connection` reported last.
  ///
  /// - Precondition: nothing else was called on the connection in between, for SQLite keeps only
  ///   the latest message.
  init(code: Int32, connection: OpaquePointer?, sql: String? = nil) {
    self.code = SQLiteResultCode(rawValue: code)
    self.sql = sql
    if let connection = unsafe connection, let text = unsafe sqlite3_errmsg(connection) {
      message = unsafe String(cString: text)
    } else {
      message = self.code.description
    }
  }

  package var description: String {
    guard let sql else { return "SQLite error \(code.rawValue): \(message)" }
    return
      "SQLite error \(code.rawValue): \(message) - while executing `\(sql.prefix(Self.shownStatement))`"
  }
}

extension SQLiteError {
  /// Another connection holds the lock that was needed, for longer than the busy timeout. The
  /// same transaction may succeed when it is run again from its start.
  package var isBusy: Bool {
    switch code {
    case .busy, .locked: true
    default: false
    }
  }

  /// A constraint of the schema (unique, foreign key, not null, check) refused the change.
  package var isConstraint: Bool { .constraint ~= code }

  /// A row with the same key exists already.
  package var isDuplicate: Bool {
    switch code {
    case .uniqueConstraint, .primaryKeyConstraint, .rowIDConstraint: true
    default: false
    }
  }

  /// The disk or the quota is exhausted. Nothing is lost; it goes on once there is room.
  package var isDiskFull: Bool { .full ~= code }

  /// The machine failed, not the statement: input or output, space, memory, a file that cannot be
  /// opened. The same work may succeed once that is over.
  package var isOutage: Bool {
    switch code {
    case .inputOutput, .full, .cannotOpen, .outOfMemory: true
    default: false
    }
  }

  /// The values of this statement, or what was made of them: too large, of another kind than asked for. It says
  /// nothing about other values.
  package var isOfValues: Bool {
    switch code {
    case .tooBig, .mismatch, .range, .misuse: true
    default: false
    }
  }

  /// The file is damaged or no database at all. Trying again cannot help.
  package var isCorruption: Bool {
    switch code {
    case .corrupt, .notADatabase: true
    default: false
    }
  }
}

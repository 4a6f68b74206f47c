package import Storage

/// SQLite's words. One writer holds the whole database from `BEGIN IMMEDIATE` on, so rows need no
/// locks; dates, instants and exact numbers are texts, for SQLite has no such types.
package struct SQLiteDialect: Dialect {
  package init() {}

  package func typeName(_ type: ColumnType) -> String {
    switch type {
    case .identifier, .text, .date, .instant, .decimal: "TEXT"
    case .integer, .boolean: "INTEGER"
    case .bytes: "BLOB"
    }
  }

  /// Without it a column takes values of any type.
  package var tableOptions: String { " STRICT" }

  /// A changed row keeps its place here.
  package var updatedTableOptions: String { tableOptions }

  /// One tree instead of a table and an index of its key.
  package var keyOrderedTableOptions: String { " STRICT, WITHOUT ROWID" }

  package var rowNumber: String { "INTEGER PRIMARY KEY" }

  /// Amounts are texts with the digits of their currency, so without the point they are whole numbers; up to 17 digits no
  /// sum of a few is beyond 64 bits.
  package func check(
    _ columns: [String], _ condition: (_ amount: (String) -> String) -> String
  ) -> String {
    let tooLong = columns.map { "length(\($0)) > 18" }.joined(separator: " OR ")
    return "(\(tooLong) OR (\(condition { "CAST(replace(\($0), '.', '') AS INTEGER)" })))"
  }

  package func amount(_ sum: String, like column: String) -> String {
    let digits =
      "CASE instr(\(column), '.') WHEN 0 THEN 0 ELSE length(\(column)) - instr(\(column), '.') END"
    return "printf('%.*f', \(digits), \(sum))"
  }

  package func list(_ expression: SQL) -> SQL { "group_concat(\(expression))" }

  package var migrationLock: SQL? { nil }

  package func dropForeignKey(of column: String, in table: String) -> String { "" }

  package func insteadOf(
    _ change: ViewChange, on view: String, _ statements: String
  ) -> String {
    """
    CREATE TRIGGER \(view)_\(change.rawValue) INSTEAD OF \(change.rawValue.uppercased()) ON \(view)
    BEGIN
      \(statements)
    END;
    """
  }

  package var keepsComments: Bool { false }

  /// There is one writer at a time.
  package func lock(_ numbers: Set<Int64>) -> SQL? { nil }

  package func tableExists(_ name: String) -> SQL {
    "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = \(name)"
  }

  package var standbyQuestion: SQL? { nil }

  package func placeholder(_ number: Int) -> String { "?" + String(number) }

  /// The set is one parameter, a JSON array, so that sets of every size share one statement.
  package func membership(_ placeholder: String) -> String {
    "IN (SELECT value FROM json_each(\(placeholder)))"
  }

  package func clause(_ lock: RowLock) -> String { "" }

  /// One row: the statement is run once for each.
  package func rows(of columns: [Column]) -> String {
    var text = "VALUES ("
    text.reserveCapacity(16 + columns.count * 6)
    for place in 1...max(columns.count, 1) {
      if place > 1 { text += ", " }
      text += placeholder(place)
    }
    text += ")"
    return text
  }

  package func update(_ table: String, columns: [Column], keyCount: Int) -> String {
    var text = "UPDATE " + table
    text.reserveCapacity(64 + columns.count * 32)
    func append(_ place: Int, _ separator: String) {
      text += separator
      text += columns[place].name
      text += " = "
      text += placeholder(place + 1)
    }
    for place in columns.indices.dropFirst(keyCount) {
      append(place, place == keyCount ? " SET " : ", ")
    }
    for place in columns.indices.prefix(keyCount) {
      append(place, place == 0 ? " WHERE " : " AND ")
    }
    return text
  }
}

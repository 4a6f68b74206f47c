extension PostgreSQLError: CustomStringConvertible, CustomDebugStringConvertible {
  /// The code, the names of what is concerned, the statement with its placeholders, and the message
  /// in those classes whose messages name objects and conditions only.
  ///
  /// Rule: an unknown class is not shown. Why: "invalid input syntax for type integer: "4111…""
  /// quotes the parameter, and a function may raise any text.
  package var description: String {
    var text = "PostgreSQL error \(code)"
    if Self.categoriesThatQuoteNoValues.contains(String(code.category)) { text += ": \(message)" }
    if let constraint { text += " (constraint \(constraint))" }
    if let table { text += " (table \(table))" }
    if let column { text += " (column \(column))" }
    if let sql { text += " - while executing `\(Self.beginning(of: sql))`" }
    return text
  }

  /// What is done about an error stands behind its statement, and a log line has its bound.
  private static func beginning(of sql: String) -> String {
    sql.utf8.count > shownStatement ? sql.prefix(shownStatement) + "…" : sql
  }

  private static let shownStatement = 400

  /// The same: a debugger's or a test's output ends up in logs as well.
  package var debugDescription: String { description }

  private static let categoriesThatQuoteNoValues: Set<String> = [
    "03", "07", "08", "0A", "23", "25", "26", "28", "2D", "34", "3B", "3D", "3F", "40", "42", "53",
    "54", "55", "57", "58", "F0", "XX",
  ]
}

extension PostgreSQLError: CustomReflectable {
  /// Without the fields that may quote values.
  package var customMirror: Mirror { Mirror(self, children: ["code": code.rawValue]) }
}

/// What a table and its columns mean, for people who look at the database without the program.
struct TableComment: Sendable {
  let table: String
  let text: String
  let columns: KeyValuePairs<String, String>

  init(_ table: String, _ text: String, _ columns: KeyValuePairs<String, String> = [:]) {
    self.table = table
    self.text = text
    self.columns = columns
  }

  /// `COMMENT ON` for each.
  var statements: String {
    var lines = ["COMMENT ON TABLE \(table) IS \(Self.quoted(text));"]
    for (column, text) in columns {
      lines.append("COMMENT ON COLUMN \(table).\(column) IS \(Self.quoted(text));")
    }
    return lines.joined(separator: "\n")
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.replacing("'", with: "''") + "'"
  }
}

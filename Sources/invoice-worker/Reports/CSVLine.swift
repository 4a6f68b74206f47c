import Worker

/// A line of comma-separated values (RFC 4180).
enum CSVLine {
  static func text(_ cells: [String]) -> String {
    cells.map(quoted).joined(separator: ",") + "\r\n"
  }

  private static func quoted(_ cell: String) -> String {
    // A line feed in a name would be a row of its own to most who read line by line.
    let cell = PrintableText.escaping(cell, limit: .max)
    let text = isFormula(cell) ? "'" + cell : cell
    guard text.contains(where: { $0 == "," || $0 == "\"" }) else { return text }
    return "\""
      + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }

  /// A spreadsheet takes a text that begins so for a formula: a name from outside must not be one. A number may be negative.
  private static func isFormula(_ cell: String) -> Bool {
    guard let first = cell.first else { return false }
    return "=@+".contains(first)
      || first == "-" && cell.contains { !"-.0123456789".contains($0) }
  }
}

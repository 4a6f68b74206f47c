/// A line of comma-separated values (RFC 4180).
enum CSVLine {
  static func text(_ cells: [String]) -> String {
    cells.map(quoted).joined(separator: ",") + "\r\n"
  }

  private static func quoted(_ cell: String) -> String {
    // A spreadsheet takes a text that begins so for a formula: a name from outside must not be one.
    let isFormula = cell.first.map { "=@+".contains($0) } ?? false
    let text = isFormula ? "'" + cell : cell
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
    return "\""
      + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }
}

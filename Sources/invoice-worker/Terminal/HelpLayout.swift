/// Fits a help into a terminal. Pure.
enum HelpLayout {
  /// A summary narrower than this goes below its name.
  private static let leastSummary = 24

  /// Lines wrapped between words to the width of the terminal, if it is one. Summaries stay in their column, and
  /// examples in one line each, to be copied.
  static func text(_ help: String, width: Int?) -> String {
    guard let width else { return help }
    return help.split(separator: "\n", omittingEmptySubsequences: false)
      .map { wrapped($0, to: width) }.joined(separator: "\n")
  }

  private static func wrapped(_ line: Substring, to width: Int) -> String {
    guard TerminalText.width(of: String(line)) > width, !line.hasPrefix("  invoice-worker ") else {
      return String(line)
    }
    let indent = line.prefix { $0 == " " }.count
    let words = line.dropFirst(indent)
    guard let gap = words.firstRange(of: "  ") else {
      return lines(words, from: indent, to: width)
    }
    let name = line[..<gap.lowerBound]
    let summary = words[gap.upperBound...].drop { $0 == " " }
    let column = line.count - summary.count
    guard width - column >= leastSummary else {
      return "\(name)\n\(lines(summary, from: indent + 4, to: width))"
    }
    let below = lines(summary, from: column, to: width)
    return String(line.prefix(column)) + below.dropFirst(column)
  }

  private static func lines(_ text: Substring, from column: Int, to width: Int) -> String {
    let margin = String(repeating: " ", count: column)
    return TerminalText.wrapped(String(text), to: max(1, width - column))
      .map { margin + $0 }.joined(separator: "\n")
  }
}

/// Pieces of a manual page in mdoc(7). What is no ASCII is written as groff(7) names it, so that no program has to guess
/// an encoding.
enum Mdoc {
  /// Sentences, each on a line of its own, as mdoc(7) wants them; nothing in them is taken for a request.
  static func text(_ text: String) -> String {
    text.replacing(/(?<end>[.!?]) +/) { "\($0.end)\n" }
      .split(separator: "\n").map { plain(String($0)) }.joined(separator: "\n")
  }

  /// A line of a macro and its arguments: `.It Fl -wait`.
  static func line(_ macro: String, _ arguments: String...) -> String {
    ([".\(macro)"] + arguments).joined(separator: " ")
  }

  /// An argument that is not to be taken for a macro, whatever it is.
  static func argument(_ text: String) -> String {
    let quoted = escaped(text).replacing("\"", with: "\\(dq")
    return "\"\\&\(quoted)\""
  }

  /// A list of terms, each with what is said of it.
  static func list(_ items: [(term: String, text: String)]) -> String {
    guard !items.isEmpty else { return "" }
    let lines = items.map { ".It \($0.term)\n\(text($0.text))" }
    return ([".Bl -tag -width Ds"] + lines + [".El"]).joined(separator: "\n")
  }

  /// Lines as they are to be typed.
  static func literal(_ lines: [String]) -> String {
    ([".Bd -literal -offset indent"] + lines.map(plain) + [".Ed"]).joined(separator: "\n")
  }

  /// A summary of the help, which has neither a capital letter nor a full stop.
  static func sentence(_ summary: String) -> String {
    summary.prefix(1).uppercased() + summary.dropFirst() + (summary.hasSuffix(".") ? "" : ".")
  }

  private static func plain(_ line: String) -> String {
    let escaped = escaped(line)
    return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&\(escaped)" : escaped
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case _ where scalar.isASCII: result.unicodeScalars.append(scalar)
      default:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        result += "\\[u\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)]"
      }
    }
    return result
  }
}

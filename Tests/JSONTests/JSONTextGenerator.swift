import TestSupport

/// Makes valid JSON texts with everything the grammar allows.
struct JSONTextGenerator {
  var random: SeededGenerator

  mutating func value(depth: Int = 0) -> String {
    switch Int.random(in: 0..<(depth < 5 ? 9 : 6), using: &random) {
    case 0: return "null"
    case 1: return Bool.random(using: &random) ? "true" : "false"
    case 2, 3: return number()
    case 4, 5: return string()
    case 6:
      let count = Int.random(in: 0..<5, using: &random)
      let elements = (0..<count).map { _ in space() + value(depth: depth + 1) + space() }
      return "[" + elements.joined(separator: ",") + space() + "]"
    default:
      let count = Int.random(in: 0..<20, using: &random)
      let members = (0..<count).map { index in
        // The index makes the name unique in its object.
        let name = string().dropLast() + "\(index)\""
        return space() + name + space() + ":" + space() + value(depth: depth + 1) + space()
      }
      return "{" + members.joined(separator: ",") + space() + "}"
    }
  }

  private mutating func space() -> String {
    ["", "", "", " ", "\n", "\t", "\r\n  "].randomElement(using: &random) ?? ""
  }

  private mutating func number() -> String {
    let sign = Bool.random(using: &random) ? "-" : ""
    let whole = String(UInt32.random(in: 0...9999, using: &random))
    let fraction = Bool.random(using: &random) ? ".\(Int.random(in: 0...99, using: &random))" : ""
    let exponent = ["", "", "e5", "E-3", "e+0"].randomElement(using: &random) ?? ""
    return sign + whole + fraction + exponent
  }

  private mutating func string() -> String {
    let pieces = [
      "a", "Z", " ", "0", "/", "\\/", "\\\\", "\\\"", "\\b", "\\f", "\\n", "\\r", "\\t",
      "\\u0000", "\\u001f", "\\u00E9", "\\ud83d\\uDE00", "\u{E9}", "\u{20AC}", "\u{1F600}",
      "e\u{301}", "\u{7F}", "\u{2028}", "~", "\u{FFFD}",
    ]
    let count = Int.random(in: 0..<6, using: &random)
    let text = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }
    return "\"" + text.joined() + "\""
  }
}

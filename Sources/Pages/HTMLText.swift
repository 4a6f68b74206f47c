/// HTML in the making. What is not ``raw(_:)`` is escaped, so that a name is never markup.
struct HTMLText {
  private(set) var text = ""

  /// Markup of the package's own.
  mutating func raw(_ markup: String) { text += markup }

  /// Attributes with an empty value are left out.
  mutating func begin(_ name: StaticString, _ attributes: [(name: String, value: String)] = []) {
    open(name, attributes)
    text += "\n"
  }

  mutating func end(_ name: StaticString) { text += "</\(name)>\n" }

  mutating func element(
    _ name: StaticString, _ content: String, _ attributes: [(name: String, value: String)] = []
  ) {
    open(name, attributes)
    escape(content)
    end(name)
  }

  private mutating func open(
    _ name: StaticString, _ attributes: [(name: String, value: String)]
  ) {
    text += "<\(name)"
    for attribute in attributes where !attribute.value.isEmpty {
      text += " \(attribute.name)=\""
      escape(attribute.value)
      text += "\""
    }
    text += ">"
  }

  /// The five characters of markup; what HTML has no way to write becomes a replacement character.
  private mutating func escape(_ content: String) {
    for scalar in content.unicodeScalars {
      switch scalar {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      case "\"": text += "&quot;"
      case "'": text += "&#39;"
      case "\t", "\n", "\r": text.unicodeScalars.append(scalar)
      default:
        let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
        text.unicodeScalars.append(isControl ? "\u{FFFD}" : scalar)
      }
    }
  }
}

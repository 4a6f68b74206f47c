package import JSON

extension JSONTree {
  /// The same document as YAML 1.2, block style. Texts are in quotation marks, with the escapes of JSON, so that no reader takes one for
  /// a number or a truth.
  package var yaml: String {
    var text = ""
    appendYAML(to: &text, indent: 0)
    return text
  }

  private func appendYAML(to text: inout String, indent: Int) {
    let blanks = String(repeating: " ", count: indent * 2)
    switch self {
    case .object(let members) where !members.isEmpty:
      for member in members {
        text += blanks + Self.key(member.name) + ":"
        member.value.appendValue(to: &text, indent: indent + 1)
      }
    case .array(let elements) where !elements.isEmpty:
      for element in elements {
        text += blanks + "-"
        if case .object = element, !element.isScalar {
          // The first member stands behind the dash.
          var object = ""
          element.appendYAML(to: &object, indent: indent + 1)
          text += " " + object.dropFirst((indent + 1) * 2)
        } else {
          element.appendValue(to: &text, indent: indent + 1)
        }
      }
    default:
      text += blanks + String(decoding: bytes, as: UTF8.self) + "\n"
    }
  }

  private func appendValue(to text: inout String, indent: Int) {
    guard !isScalar else {
      text += " " + String(decoding: bytes, as: UTF8.self) + "\n"
      return
    }
    text += "\n"
    appendYAML(to: &text, indent: indent)
  }

  /// Plain where every reader takes it for a text.
  private static func key(_ name: String) -> String {
    let isPlain =
      name.utf8.first.map { isLetter($0) } ?? false
      && name.utf8.allSatisfy { isLetter($0) || "0123456789-".utf8.contains($0) }
      && !["null", "true", "false", "yes", "no", "on", "off", "y", "n"].contains(name.lowercased())
    return isPlain ? name : String(decoding: JSONTree.string(name).bytes, as: UTF8.self)
  }

  private static func isLetter(_ unit: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(unit | 0x20)
  }
}

import JSON

/// A text for people. Control characters are refused: they end up in tables, mails and file names.
struct TextForm: FieldForm {
  /// In Unicode scalars.
  let maximum: Int
  /// Whether it may be empty, where a text is required by form but some senders have none.
  var mayBeEmpty = false

  var kind: FieldKind {
    .text(TextShape(length: (mayBeEmpty ? 0 : 1)...maximum, mayBeBlank: mayBeEmpty))
  }

  func read(_ value: JSONValue, _ faults: FaultCollector) -> String? {
    guard case .string(let text) = value else {
      faults.refuse("must be a string")
      return nil
    }
    if let rule = rule(brokenBy: text) {
      faults.refuse(rule)
      return nil
    }
    return text
  }

  /// What the text must not be or hold, and does; nil for a text of this form.
  func rule(brokenBy text: String) -> String? {
    if ControlCharacters.areIn(text) { return "must not hold control characters" }
    if !mayBeEmpty, Self.isBlank(text) { return "must not be empty" }
    if text.utf8.count > maximum, text.unicodeScalars.count > maximum {
      return "must not be longer than \(maximum) characters"
    }
    return nil
  }

  /// Whether there is nothing but white space. Most texts are decided by their first byte.
  private static func isBlank(_ text: String) -> Bool {
    if let first = text.utf8.first, PrintableASCII.contains(first) { return false }
    return text.unicodeScalars.allSatisfy(\.properties.isWhitespace)
  }
}

extension FieldForm where Self == TextForm {
  /// Names of people, companies, products: up to 255 characters.
  static var name: TextForm { TextForm(maximum: 255) }

  static func text(maximum: Int) -> TextForm { TextForm(maximum: maximum) }
}

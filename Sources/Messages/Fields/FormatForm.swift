import JSON

/// A short text of a fixed shape.
struct FormatForm: FieldForm {
  let format: TextFormat

  var kind: FieldKind { .text(TextShape(length: format.length, format: format)) }

  func read(_ value: JSONValue, _ faults: FaultCollector) -> String? {
    guard case .string(let text) = value, format.matches(text) else {
      faults.refuse(format.rule)
      return nil
    }
    return text
  }
}

extension FieldForm where Self == FormatForm {
  static var country: FormatForm { FormatForm(format: .countryCode) }
  static var taxCategory: FormatForm { FormatForm(format: .taxCategoryCode) }
  static var email: FormatForm { FormatForm(format: .emailAddress) }
}

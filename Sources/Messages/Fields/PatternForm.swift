import JSON

/// A short text of a fixed shape.
struct PatternForm: FieldForm {
  let rule: String
  let matches: @Sendable (String) -> Bool

  func read(_ value: JSONValue, _ faults: FaultCollector) -> String? {
    guard case .string(let text) = value, matches(text) else {
      faults.refuse(rule)
      return nil
    }
    return text
  }

  private static func isCapital(_ unit: UInt8) -> Bool {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(unit)
  }

  fileprivate static let countryCode = PatternForm(
    rule: "must be a country code of ISO 3166-1, two capitals"
  ) { $0.utf8.count == 2 && $0.utf8.allSatisfy(isCapital) }

  fileprivate static let categoryCode = PatternForm(
    rule: "must be a tax category code of UNCL5305, one to three capitals"
  ) { (1...3).contains($0.utf8.count) && $0.utf8.allSatisfy(isCapital) }

  /// Loose on purpose: what a mail server takes is its business. 254 is the longest path of RFC 5321
  /// without its brackets.
  fileprivate static let emailAddress = PatternForm(
    rule: "must be an e-mail address of at most 254 characters, without spaces"
  ) { text in
    let units = text.utf8
    guard units.count <= 254, let at = units.firstIndex(of: UInt8(ascii: "@")),
      at != units.startIndex
    else { return false }
    let domain = units[units.index(after: at)...]
    return !domain.isEmpty && !domain.contains(UInt8(ascii: "@"))
      && text.unicodeScalars.allSatisfy(isVisible)
  }

  /// Neither white space nor a control character.
  private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    guard !scalar.isASCII else { return (0x21...0x7E).contains(scalar.value) }
    return !scalar.properties.isWhitespace && scalar.properties.generalCategory != .control
  }
}

extension FieldForm where Self == PatternForm {
  static var country: PatternForm { .countryCode }
  static var taxCategory: PatternForm { .categoryCode }
  static var email: PatternForm { .emailAddress }
}

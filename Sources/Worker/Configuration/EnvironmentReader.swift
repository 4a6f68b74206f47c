import Messages

/// Reads variables by type; an empty value counts as absent, as in a compose file that passes on what is not set.
struct EnvironmentReader {
  let value: (String) -> String?

  func text(_ variable: ConfigurationVariable) -> String? {
    guard let text = value(variable.rawValue), !text.isEmpty else { return nil }
    return text
  }

  func number(
    _ variable: ConfigurationVariable, in bounds: ClosedRange<Int>
  ) throws(ConfigurationError) -> Int? {
    guard let text = text(variable) else { return nil }
    // Only digits: Int's own reader also takes a sign.
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text),
      bounds.contains(number)
    else { throw .notAllowed(text, for: variable) }
    return number
  }

  func choice<Choice: RawRepresentable<String>>(
    _ variable: ConfigurationVariable
  ) throws(ConfigurationError) -> Choice? {
    guard let text = text(variable) else { return nil }
    guard let choice = Choice(rawValue: text) else { throw .notAllowed(text, for: variable) }
    return choice
  }

  func printable(
    _ variable: ConfigurationVariable, longest: Int
  ) throws(ConfigurationError) -> String? {
    guard let text = text(variable) else { return nil }
    guard PrintableASCII.contains(text, length: 0...longest) else {
      throw .notAllowed(text, for: variable)
    }
    return text
  }
}

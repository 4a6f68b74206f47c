/// What was given to a command, checked against its description.
package struct ParsedArguments: Hashable, Sendable {
  package let operands: [String]
  /// By option name, in the order given; empty text for an option without a value.
  private let given: [String: [String]]

  init(operands: [String], given: [String: [String]]) {
    self.operands = operands
    self.given = given
  }

  package func has(_ option: Option) -> Bool { given[option.name] != nil }

  /// The value given, nil when the option was not.
  package func value(_ option: Option) -> String? { given[option.name]?.last }

  package func values(_ option: Option) -> [String] { given[option.name] ?? [] }

  /// A whole number within bounds, nil when the option was not given.
  package func number(
    _ option: Option, in bounds: ClosedRange<Int>
  ) throws(UsageError) -> Int? {
    guard let text = value(option) else { return nil }
    guard let number = Int(text), bounds.contains(number) else {
      throw UsageError(
        "\(option.name) must be a whole number from \(bounds.lowerBound) to \(bounds.upperBound), not \"\(text)\""
      )
    }
    return number
  }
}

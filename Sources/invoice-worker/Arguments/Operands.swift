/// The words of a command that belong to no option.
package struct Operands: Hashable, Sendable {
  /// As `--help` shows them.
  package let placeholder: String
  package let count: ClosedRange<Int>
  /// What each may be, where that is a list of words; shells offer them.
  package let values: [String]

  package init(_ placeholder: String, count: ClosedRange<Int> = 1...1, values: [String] = []) {
    self.placeholder = placeholder
    self.count = count
    self.values = values
  }

  package static let none = Operands("", count: 0...0)
}

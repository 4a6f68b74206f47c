/// The words of a command that belong to no option.
package struct Operands: Hashable, Sendable {
  /// As `--help` shows them.
  package let placeholder: String
  package let count: ClosedRange<Int>

  package init(_ placeholder: String, count: ClosedRange<Int> = 1...1) {
    self.placeholder = placeholder
    self.count = count
  }

  package static let none = Operands("", count: 0...0)
}

/// A text, as data. None may hold a control character but those that make lines, where it may have them.
package struct TextShape: Hashable, Sendable {
  /// The lengths it may have, in Unicode scalars.
  package let length: ClosedRange<Int>
  /// Whether white space alone, or nothing, is a text too.
  package var mayBeBlank = false
  /// Whether it may hold line breaks and tabs.
  package var mayHaveLines = false
  /// What else it must be; nil for a text for people.
  package var format: TextFormat?
}

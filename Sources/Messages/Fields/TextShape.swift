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

  /// The regular expression (ECMA-262) that it matches; how long it may be is not in it.
  package var pattern: String {
    if let format { return format.pattern }
    let controls =
      mayHaveLines
      ? #"\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F"# : #"\u0000-\u001F\u007F-\u009F"#
    guard !mayBeBlank else { return "^[^\(controls)]*$" }
    let blanks = #"\u0009\u000A\u000D \u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000"#
    return "^[^\(controls)]*[^\(controls)\(blanks)][^\(controls)]*$"
  }
}

/// Something a command's operand may be, with a help of its own: `request TYPE --help`.
package struct HelpTopic: Hashable, Sendable {
  /// A member of what is sent.
  package struct Field: Hashable, Sendable {
    package let name: String
    package let isRequired: Bool
    package let summary: String
  }

  /// What the operand then is, letter by letter.
  package let name: String
  /// One line, beginning with a verb.
  package let summary: String
  /// What else a user should know; whole sentences, may be empty.
  package let details: String
  package let fields: [Field]
  /// At least one, without the program's name; they work one after the other on the sample records.
  package let examples: [String]
}

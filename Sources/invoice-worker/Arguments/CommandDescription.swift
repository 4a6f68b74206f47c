/// What a command is called, takes and does, as a value.
package struct CommandDescription: Hashable, Sendable {
  /// `["topology", "apply"]`.
  package let words: [String]
  /// One line, beginning with a verb.
  package let summary: String
  /// What else a user should know; whole sentences, may be empty.
  package let details: String
  package let operands: Operands
  /// Without `--help`, which every command has.
  package let options: [Option]
  /// At least one, without the program's name; each works on the sample records (`compose/sample`) as it stands.
  package let examples: [String]
  /// What the operand may be, where each has a help of its own.
  package let topics: [HelpTopic]

  package init(
    _ words: [String], summary: String, details: String = "", operands: Operands = .none,
    options: [Option] = [], examples: [String], topics: [HelpTopic] = []
  ) {
    self.words = words
    self.summary = summary
    self.details = details
    self.operands = operands
    self.options = options
    self.examples = examples
    self.topics = topics
  }

  package var name: String { words.joined(separator: " ") }

  package var usage: String {
    let operands = operands.placeholder.isEmpty ? "" : " \(operands.placeholder)"
    return "invoice-worker \(name)\(operands)\(options.isEmpty ? "" : " [options]")"
  }
}

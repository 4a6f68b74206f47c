/// An option of a command, as a value: the parser and `--help` both read it.
package struct Option: Hashable, Sendable {
  /// With both dashes: `--wait`.
  package let name: String
  /// What stands for the value in the help; nil for an option that takes none.
  package let placeholder: String?
  package let isRepeatable: Bool
  /// What the value may be, where that is a list of words; shells offer them.
  package let values: [String]
  package let summary: String

  package init(
    _ name: String, _ placeholder: String? = nil, isRepeatable: Bool = false,
    values: [String] = [], summary: String
  ) {
    self.name = name
    self.placeholder = placeholder
    self.isRepeatable = isRepeatable
    self.values = values
    self.summary = summary
  }

  static let help = Option("--help", summary: "show this help")
  /// Every command has it; it may stand anywhere.
  static let environmentFile = Option(
    "--env-file", "FILE", summary: "read variables from a file first: NAME=VALUE a line")
  static let json = Option("--json", summary: "write JSON for machines instead of text for people")
}

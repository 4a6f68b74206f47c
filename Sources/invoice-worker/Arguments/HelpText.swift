import Worker

/// The text of `--help`, made from the descriptions.
package enum HelpText {
  package static func program(commands: [CommandDescription]) -> String {
    """
    invoice-worker turns billing schedules into invoices, on requests from RabbitMQ.

    Usage: invoice-worker COMMAND [options]

    --env-file FILE, with any command, reads variables from a file (NAME=VALUE a line); the environment goes before it.

    Commands:
    \(rows(commands.map { ($0.name, $0.summary) }))

    Environment:
    \(rows(ConfigurationVariable.allCases.map { ($0.rawValue, "\($0.summary) (default: \($0.defaultText))") }))

    Exit status: 0 done, 1 done with faults, 64 wrong usage, 69 a server cannot be reached,
    70 a fault of the program, 78 wrong configuration; request --wait: 0, 2, 3 or 4 by the outcome.

    Example:
      invoice-worker COMMAND --help
      invoice-worker --version

    """
  }

  /// The commands that begin with one word, with an example of each.
  package static func group(_ word: String, commands: [CommandDescription]) -> String {
    """
    invoice-worker \(word): \(commands.count == 1 ? "one command" : "\(commands.count) commands").

    Usage: invoice-worker \(word) COMMAND [options]

    Commands:
    \(rows(commands.map { ($0.name, $0.summary) }))

    Example:
    \(commands.compactMap(\.examples.first).map { "  invoice-worker \($0)" }.joined(separator: "\n"))

    invoice-worker \(word) COMMAND --help says more.

    """
  }

  package static func command(_ command: CommandDescription) -> String {
    let details = command.details.isEmpty ? "" : "\n\(command.details)\n"
    let word = command.operands.placeholder
    let topics =
      command.topics.isEmpty
      ? ""
      : """

      \(word) is one of:
      \(rows(command.topics.map { ($0.name, $0.summary) }))

      invoice-worker \(command.name) \(word) --help shows what to send with it, and an example.

      """
    let options = (command.options + [.help]).map { option in
      let value = option.placeholder.map { " \($0)" } ?? ""
      return ("\(option.name)\(value)\(option.isRepeatable ? " …" : "")", option.summary)
    }
    return """
      invoice-worker \(command.name): \(command.summary).

      Usage: \(command.usage)
      \(details)\(topics)
      Options:
      \(rows(options))

      Example:
      \(command.examples.map { "  invoice-worker \($0)" }.joined(separator: "\n"))

      """
  }

  /// One thing that the command's operand may be.
  package static func topic(_ topic: HelpTopic, of command: CommandDescription) -> String {
    let details = topic.details.isEmpty ? "" : "\n\(topic.details)\n"
    return """
      invoice-worker \(command.name) \(topic.name): \(topic.summary).

      Usage: invoice-worker \(command.name) \(topic.name) [options]
      \(details)
      Fields (* is required):
      \(rows(topic.fields.map { ("\($0.isRequired ? "*" : " ") \($0.name)", $0.summary) }))

      Example:
      \(topic.examples.map { "  invoice-worker \($0)" }.joined(separator: "\n"))

      invoice-worker \(command.name) --help shows the options.

      """
  }

  private static func rows(_ rows: [(String, String)]) -> String {
    let width = rows.map { $0.0.count }.max() ?? 0
    return rows.map { name, text in
      "  \(name)\(String(repeating: " ", count: width - name.count + 2))\(text)"
    }.joined(separator: "\n")
  }
}

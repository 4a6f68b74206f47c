/// The script that completes the command line in fish, made from the descriptions.
package enum FishCompletion {
  package static func script(_ commands: [CommandDescription]) -> String {
    let groups = CommandGroups(commands)
    var lines = groups.first.map { line("at", [], word: $0) }
    lines += groups.second.flatMap { group in
      group.words.map { line("at", [group.first], word: $0) }
    }
    lines += commands.flatMap { command in
      operands(of: command) + command.allOptions.map { line(of: $0, in: command) }
    }
    return """
      # fish completion of invoice-worker, made by: invoice-worker completion fish
      # Whether nothing but these words stands before the cursor.
      function __invoice_worker_at
          set -l words (commandline -opc)
          test "$words[2..]" = "$argv"
      end
      # Whether these words begin the line.
      function __invoice_worker_in
          set -l words (commandline -opc)
          set -l last (math (count $argv) + 1)
          test (count $words) -ge $last; and test "$words[2..$last]" = "$argv"
      end
      complete -c invoice-worker -f
      complete -c invoice-worker -n __invoice_worker_at -l version -d 'show the version'
      complete -c invoice-worker -n __invoice_worker_at -l help -d 'show the help'
      \(lines.joined(separator: "\n"))

      """
  }

  private static func condition(_ name: String, _ words: [String]) -> String {
    "-n '\((["__invoice_worker_\(name)"] + words).joined(separator: " "))'"
  }

  private static func line(
    _ name: String, _ words: [String], word: CommandGroups.Word
  ) -> String {
    "complete -c invoice-worker \(condition(name, words)) -a \(word.word) -d \(quoted(word.summary))"
  }

  private static func operands(of command: CommandDescription) -> [String] {
    let start = "complete -c invoice-worker \(condition("in", command.words))"
    switch command.offered {
    case .words(let values):
      let summaries = Dictionary(
        command.topics.map { ($0.name, $0.summary) }, uniquingKeysWith: { first, _ in first })
      return values.map { value in
        "\(start) -a \(value)" + (summaries[value].map { " -d \(quoted($0))" } ?? "")
      }
    case .files: return ["\(start) -F"]
    case .unknown: return []
    }
  }

  private static func line(of option: Option, in command: CommandDescription) -> String {
    let value =
      switch option.offered {
      case nil: ""
      case .words(let values): " -x -a '\(values.joined(separator: " "))'"
      case .files: " -r -F"
      case .unknown: " -x"
      }
    return
      "complete -c invoice-worker \(condition("in", command.words)) -l \(option.name.dropFirst(2))\(value) -d \(quoted(option.summary))"
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
  }
}

/// Finds the command that is meant, and turns what it throws into a sentence and an exit status.
enum CommandLineInterface {
  static func run(_ words: [String], console: Console) async -> ExitStatus {
    do throws(CommandFailure) {
      return try await perform(words, console: console)
    } catch {
      // Nobody may be reading a worker's log, and it ends all the same.
      let isWorker = words.first == Command.runWorker.description.words.first
      console.error(
        "invoice-worker: \(error.sentence)", within: isWorker ? StopRequest.lastWords : nil)
      return error.status
    }
  }

  private static func perform(
    _ words: [String], console: Console
  ) async throws(CommandFailure) -> ExitStatus {
    let helpWords = ["help", Option.help.name, "-h"]
    guard let first = words.first, !helpWords.contains(first) else {
      let asked = Command.all.filter { $0.description.words == Array(words.dropFirst()) }
      console.write(
        asked.first.map { HelpText.command($0.description) } ?? groupHelp(words.dropFirst())
          ?? HelpText.program(commands: Command.all.map(\.description)))
      // Nothing was asked for: the help is the answer, and yet nothing was done.
      return words.isEmpty ? .usage : .success
    }
    if words.count == 2, helpWords.contains(words[1]), let help = groupHelp(words.prefix(1)) {
      console.write(help)
      return .success
    }
    let command = try find(words)
    guard let arguments = try parse(words, for: command.description) else {
      console.write(HelpText.command(command.description))
      return .success
    }
    try OpenFiles.require(OpenFiles.command)
    return try await command.run(Invocation(arguments: arguments, console: console))
  }

  /// The help of the commands of two words that begin with this one; nil when there are none.
  private static func groupHelp(_ words: ArraySlice<String>) -> String? {
    guard let word = words.first, words.count == 1 else { return nil }
    let group = Command.all.map(\.description).filter { $0.words.count > 1 && $0.words[0] == word }
    return group.isEmpty ? nil : HelpText.group(word, commands: group)
  }

  private static func find(_ words: [String]) throws(CommandFailure) -> Command {
    if let command = Command.all.first(where: { words.starts(with: $0.description.words) }) {
      return command
    }
    // The first word of a command of two: what may follow it is what to say.
    let group = Command.all.filter { $0.description.words.first == words.first }
    guard group.isEmpty else {
      let names = group.map(\.description.name).joined(separator: ", ")
      throw .usage(
        "\(words[0]) is not a whole command; there is: \(names); invoice-worker \(words[0]) --help shows examples"
      )
    }
    throw CommandFailure(
      .unknown("command", words[0], known: Command.all.compactMap(\.description.words.first)),
      help: "invoice-worker --help lists them")
  }

  /// Nil when help was asked for.
  private static func parse(
    _ words: [String], for command: CommandDescription
  ) throws(CommandFailure) -> ParsedArguments? {
    do throws(UsageError) {
      switch try ArgumentParser.parse(words.dropFirst(command.words.count), for: command) {
      case .help: return nil
      case .arguments(let arguments): return arguments
      }
    } catch {
      throw CommandFailure(error, help: "invoice-worker \(command.name) --help shows an example")
    }
  }
}

/// Finds the command that is meant, and turns what it throws into a sentence and an exit status.
enum CommandLineInterface {
  static func run(_ words: [String], console: Console) async -> ExitStatus {
    var words = words
    do throws(CommandFailure) {
      let file = try environmentFile(in: &words)
      return try await perform(words, file, console: console)
    } catch {
      // A worker's log may have no reader, and the worker ends all the same.
      let isWorker = words.first == Command.runWorker.description.words.first
      console.error(
        "invoice-worker: \(error.sentence)", within: isWorker ? StopRequest.lastWords : nil)
      return error.status
    }
  }

  /// Takes the option that every command has out of the words that come before `--`, and sets the file's variables.
  private static func environmentFile(
    in words: inout [String]
  ) throws(CommandFailure) -> EnvironmentFile? {
    let name = Option.environmentFile.name
    let end = words.firstIndex(of: "--") ?? words.endIndex
    guard let place = words[..<end].firstIndex(where: { $0 == name || $0.hasPrefix("\(name)=") })
    else { return nil }
    var path = words.remove(at: place).dropFirst(name.count)
    if path.isEmpty {
      guard place < words.endIndex else { throw .usage("\(name) needs the path of a file") }
      path = words.remove(at: place)[...]
    } else {
      path = path.dropFirst()
    }
    guard !path.isEmpty else { throw .usage("\(name) needs the path of a file") }
    let file = try EnvironmentFile(reading: String(path))
    file.apply()
    return file
  }

  private static func perform(
    _ words: [String], _ file: EnvironmentFile? = nil, console: Console
  ) async throws(CommandFailure) -> ExitStatus {
    let helpWords = ["help", Option.help.name, "-h"]
    guard let first = words.first, !helpWords.contains(first) else {
      writeHelp(on: words.dropFirst(), to: console)
      // Nothing was asked for: the help is shown, but nothing was done.
      return words.isEmpty ? .usage : .success
    }
    if first == "--version" || first == "-V" {
      return try await perform(["version"] + words.dropFirst(), file, console: console)
    }
    if words.count == 2, helpWords.contains(words[1]), let help = groupHelp(words.prefix(1)) {
      write(help, to: console)
      return .success
    }
    let command = try find(words)
    switch try parse(words, for: command.description) {
    case .help(let topic):
      writeHelp(on: command.description, topic: topic, to: console)
      return .success
    case .arguments(let arguments):
      try OpenFiles.require(OpenFiles.command)
      return try await command.run(
        Invocation(arguments: arguments, console: console, environmentFile: file))
    }
  }

  /// The help of a command, of a group of commands, or of the program when the words name neither.
  private static func writeHelp(on words: ArraySlice<String>, to console: Console) {
    if let command = Command.all.map(\.description).first(where: { words.starts(with: $0.words) }) {
      writeHelp(on: command, topic: words.dropFirst(command.words.count).first, to: console)
    } else {
      write(
        groupHelp(words) ?? HelpText.program(commands: Command.all.map(\.description)), to: console)
    }
  }

  /// The help of what the operand names; the command's when it names nothing that has one.
  private static func writeHelp(
    on command: CommandDescription, topic name: String?, to console: Console
  ) {
    if let topic = command.topics.first(where: { $0.name == name }) {
      return write(HelpText.topic(topic, of: command), to: console)
    }
    write(HelpText.command(command), to: console)
    if let name, !command.topics.isEmpty {
      let unknown = UsageError.unknown(
        command.operands.placeholder, name, known: command.topics.map(\.name))
      console.error("note: \(unknown.description)")
    }
  }

  private static func write(_ help: String, to console: Console) {
    console.write(HelpLayout.text(help, width: console.outputWidth))
  }

  /// The help of the commands of two words that begin with this one; nil when there are none, or the word is a command itself.
  private static func groupHelp(_ words: ArraySlice<String>) -> String? {
    guard let word = words.first, words.count == 1,
      !Command.all.contains(where: { $0.description.words == [word] })
    else { return nil }
    let group = Command.all.map(\.description).filter { $0.words.count > 1 && $0.words[0] == word }
    return group.isEmpty ? nil : HelpText.group(word, commands: group)
  }

  private static func find(_ words: [String]) throws(CommandFailure) -> Command {
    if let command = Command.all.first(where: { words.starts(with: $0.description.words) }) {
      return command
    }
    // The first word of a command of two: what may follow it is what to say.
    let group = Command.all.filter { $0.description.words.first == words.first }
    if let given = words.dropFirst().first, !given.hasPrefix("-"), !group.isEmpty {
      let meant = Suggestion.nearest(
        to: given, among: group.map(\.description).compactMap { $0.words.dropFirst().first })
      throw CommandFailure(
        UsageError(
          "there is no command \(words[0]) \(given)"
            + (meant.map { "; did you mean \(words[0]) \($0)?" } ?? "")),
        help: "invoice-worker \(words[0]) --help lists what there is")
    }
    guard group.isEmpty else {
      let names = group.map(\.description.name).joined(separator: ", ")
      throw .usage(
        "\(words[0]) is not a complete command; there is: \(names); invoice-worker \(words[0]) --help shows examples"
      )
    }
    throw CommandFailure(
      .unknown("command", words[0], known: Command.all.compactMap(\.description.words.first)),
      help: "invoice-worker --help lists them")
  }

  private static func parse(
    _ words: [String], for command: CommandDescription
  ) throws(CommandFailure) -> ArgumentParser.Result {
    do throws(UsageError) {
      return try ArgumentParser.parse(words.dropFirst(command.words.count), for: command)
    } catch {
      throw CommandFailure(error, help: "invoice-worker \(command.name) --help shows an example")
    }
  }
}

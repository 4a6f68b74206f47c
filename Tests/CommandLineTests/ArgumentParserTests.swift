import Testing

@testable import invoice_worker

@Suite("Arguments")
struct ArgumentParserTests {
  static let wait = Option("--wait", summary: "wait")
  static let set = Option("--set", "K=V", isRepeatable: true, summary: "set")
  static let id = Option("--id", "ID", summary: "identifier")
  static let command = CommandDescription(
    ["request"], summary: "publish a request", operands: Operands("TYPE"),
    options: [wait, set, id],
    examples: ["request a.v1"])

  static func parse(_ words: String...) throws -> ParsedArguments {
    guard case .arguments(let parsed) = try ArgumentParser.parse(words, for: command) else {
      throw UsageError("help")
    }
    return parsed
  }

  @Test("Options may stand anywhere, with a space or an equals sign")
  func forms() throws {
    let first = try Self.parse("a.v1", "--wait", "--set", "x=1", "--set=y=2", "--id=r-1")
    let second = try Self.parse("--id", "r-1", "--set", "x=1", "a.v1", "--set", "y=2", "--wait")
    #expect(first == second)
    #expect(first.operands == ["a.v1"])
    #expect(first.has(Self.wait))
    #expect(first.values(Self.set) == ["x=1", "y=2"])
    #expect(first.value(Self.id) == "r-1")
  }

  @Test("Two dashes end the options, one dash is an operand")
  func ends() throws {
    #expect(try Self.parse("--", "--wait").operands == ["--wait"])
    #expect(try Self.parse("-").operands == ["-"])
  }

  @Test(
    "Whatever does not fit is named in one sentence",
    arguments: [
      (["a.v1", "--wiat"], "there is no option --wiat; did you mean --wait?"),
      (["a.v1", "--entirely-else"], "there is no option --entirely-else"),
      (["a.v1", "--id"], "--id needs a value: --id ID"),
      (["a.v1", "--id", "--wait"], "--id needs a value: --id ID"),
      (["a.v1", "--id", "1", "--id", "2"], "--id is given twice"),
      (["a.v1", "--wait=yes"], "--wait takes no value"),
      ([], "request needs TYPE: invoice-worker request TYPE [options]"),
      (["a.v1", "b"], "request does not take \"b\": invoice-worker request TYPE [options]"),
    ])
  func faults(words: [String], sentence: String) {
    #expect(throws: UsageError(sentence)) {
      try ArgumentParser.parse(words, for: Self.command)
    }
  }

  @Test(
    "Help is asked for wherever it stands, also where the rest is wrong",
    arguments: ["--help", "-h"])
  func help(word: String) throws {
    #expect(try ArgumentParser.parse([word], for: Self.command) == .help(topic: nil))
    #expect(
      try ArgumentParser.parse(["a", "b", "c", word], for: Self.command) == .help(topic: "a"))
  }

  @Test("Numbers keep to their bounds", arguments: ["0", "11", "x", "1.0", ""])
  func numbers(text: String) throws {
    let arguments = try Self.parse("a", "--id=\(text)")
    #expect(throws: UsageError.self) { try arguments.number(Self.id, in: 1...10) }
    #expect(try Self.parse("a", "--id=10").number(Self.id, in: 1...10) == 10)
    #expect(try Self.parse("a").number(Self.id, in: 1...10) == nil)
  }

  @Test("A near word is suggested, a far one is not")
  func suggestions() {
    let words = ["import", "invoices", "request", "requests", "watch"]
    #expect(Suggestion.nearest(to: "improt", among: words) == "import")
    #expect(Suggestion.nearest(to: "invoice", among: words) == "invoices")
    #expect(Suggestion.nearest(to: "wacth", among: words) == "watch")
    #expect(Suggestion.nearest(to: "deploy", among: words) == nil)
    #expect(Suggestion.nearest(to: "report", among: words) == nil)
  }

  /// As a shell parts them: what is quoted is one word, and so is what another command puts there.
  private static func words(of example: String) -> [String] {
    var words = [""]
    var depth = 0
    var isQuoted = false
    for character in example {
      switch character {
      case "(": depth += 1
      case ")": depth -= 1
      case "\"" where depth == 0: isQuoted.toggle()
      case " " where depth == 0 && !isQuoted: words.append("")
      default: break
      }
      if character != " " || depth > 0 || isQuoted { words[words.count - 1].append(character) }
    }
    return words
  }

  @Test(
    "Every command has an example that its own description understands",
    arguments: Command.all.map(\.description))
  func examples(description: CommandDescription) throws {
    #expect(!description.examples.isEmpty)
    for example in description.examples {
      let words = Self.words(of: example).prefix { !["|", ">", "<", "&&"].contains($0) }
      #expect(words.starts(with: description.words))
      _ = try ArgumentParser.parse(words.dropFirst(description.words.count), for: description)
    }
    #expect(HelpText.command(description).contains(description.usage))
    #expect(
      HelpText.program(commands: Command.all.map(\.description)).contains(description.summary))
  }
}

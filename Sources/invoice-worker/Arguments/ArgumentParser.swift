/// Reads a command's words by its description. Pure.
///
/// `--name value` and `--name=value` are the same; `--` ends the options; `-` is an operand (standard input).
package enum ArgumentParser {
  package enum Result: Hashable, Sendable {
    /// `topic` is the first operand before it, whether there is such a topic or not.
    case help(topic: String?)
    case arguments(ParsedArguments)
  }

  /// - Throws: ``UsageError`` for the first word that does not fit.
  package static func parse(
    _ words: some Sequence<String>, for command: CommandDescription
  ) throws(UsageError) -> Result {
    var operands: [String] = []
    var given: [String: [String]] = [:]
    var rest = Array(words)[...]
    while let word = rest.popFirst() {
      if word == "--" {
        operands += rest
        break
      }
      guard word.hasPrefix("-"), word != "-" else {
        operands.append(word)
        continue
      }
      if word == Option.help.name || word == "-h" { return .help(topic: operands.first) }
      let (option, inline) = try option(word, of: command)
      if given[option.name] != nil, !option.isRepeatable {
        throw UsageError("\(option.name) is given twice")
      }
      given[option.name, default: []].append(try value(of: option, inline: inline, rest: &rest))
    }
    try check(operands, of: command)
    return .arguments(ParsedArguments(operands: operands, given: given))
  }

  private static func option(
    _ word: String, of command: CommandDescription
  ) throws(UsageError) -> (option: Option, inline: String?) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts.first ?? "")
    guard let option = command.options.first(where: { $0.name == name }) else {
      throw .unknown(
        "option", name, known: (command.options + [.help]).map(\.name))
    }
    return (option, parts.count == 2 ? String(parts[1]) : nil)
  }

  private static func value(
    of option: Option, inline: String?, rest: inout ArraySlice<String>
  ) throws(UsageError) -> String {
    guard let placeholder = option.placeholder else {
      guard inline == nil else { throw UsageError("\(option.name) takes no value") }
      return ""
    }
    if let inline { return inline }
    // A value that looks like an option is one that was forgotten; `--name=--value` says otherwise.
    guard let next = rest.first, !next.hasPrefix("--") else {
      throw UsageError("\(option.name) needs a value: \(option.name) \(placeholder)")
    }
    rest.removeFirst()
    return next
  }

  private static func check(
    _ operands: [String], of command: CommandDescription
  ) throws(UsageError) {
    let expected = command.operands
    if operands.count > expected.count.upperBound {
      throw UsageError(
        "\(command.name) does not take \"\(operands[expected.count.upperBound])\": \(command.usage)"
      )
    }
    if operands.count < expected.count.lowerBound {
      throw UsageError("\(command.name) needs \(expected.placeholder): \(command.usage)")
    }
  }
}

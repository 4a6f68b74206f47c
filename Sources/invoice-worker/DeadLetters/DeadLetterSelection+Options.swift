import CivilTime
import Messages

/// The criteria as options of commands.
extension Option {
  static let deadType = Option(
    "--type", "TYPE", values: RequestType.allCases.map(\.rawValue),
    summary: "only requests of this type")
  static let deadCode = Option("--code", "CODE", summary: "only those with this error code")
  static let deadSource = Option("--source", "SOURCE", summary: "only requests of this source")
  static let inQueue = Option(
    "--in-queue",
    summary: "look in the queue itself, not at what is recorded; counts as a delivery of each")
  static let deadOlderThan = Option(
    "--older-than", "AGE", summary: "only those that have been dead for longer: 90s, 30m, 12h, 7d")
}

extension DeadLetterSelection {
  static let options: [Option] = [.deadType, .deadCode, .deadSource, .deadOlderThan]

  /// What the options of a call choose, among the letters of these names.
  init(_ given: ParsedArguments, names: [String] = []) throws(CommandFailure) {
    self.init(
      names: names, source: given.value(.deadSource), type: given.value(.deadType),
      code: given.value(.deadCode))
    guard let text = given.value(.deadOlderThan) else { return }
    guard let seconds = Age.seconds(text) else {
      throw .usage("--older-than must be a time like 90s, 30m, 12h or 7d, not \"\(text)\"")
    }
    deadBefore = UTCInstant.now().adding(microseconds: -seconds * 1_000_000)
  }
}

import CivilTime

/// Which dead letters a command is about. Pure.
///
/// Every criterion that is given must hold; of the names given, one.
struct DeadLetterSelection: Hashable, Sendable {
  /// Numbers in the list or request identifiers, as `dead show` takes them; empty: whatever the others say.
  var names: [String] = []
  var source: String?
  var type: String?
  var code: String?
  /// The queue that it came from.
  var queue: String?
  /// Dead since before then. One without a recorded time is not known to be old.
  var deadBefore: UTCInstant?

  /// Whether it takes all there are: never what is meant by leaving everything out.
  var isEverything: Bool { self == DeadLetterSelection() }

  func takes(_ letter: DeadLetter) -> Bool {
    guard names.isEmpty || names.contains(where: letter.isNamed) else { return false }
    if let source, source != letter.source { return false }
    if let type, type != letter.type { return false }
    if let code, code != letter.code { return false }
    if let queue, queue != letter.originQueue { return false }
    if let deadBefore {
      guard let since = UTCInstant(rfc3339: letter.recordedDeadSince), since < deadBefore
      else { return false }
    }
    return true
  }
}

extension DeadLetter {
  /// Whether a word of a command line means this one: its number in the list or its request identifier.
  func isNamed(_ name: String) -> Bool { number.map { String($0) } == name || identifier == name }
}

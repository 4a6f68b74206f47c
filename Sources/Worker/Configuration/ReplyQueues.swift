/// The queues that a request's `reply_to` may name (<doc:Requests#Replies>).
///
/// A reply is written with the worker's rights, which reach every queue: where it may go is not the sender's to
/// choose freely.
package struct ReplyQueues: Hashable, Sendable {
  /// Names with `*` for any characters, none included.
  private let patterns: [[UInt8]]

  package static let standardText = "*reply*"
  package static let standard = ReplyQueues(patterns: [standardText])

  /// Queues that this program's own commands wait at: exclusive to them, with a name of 128 random bits.
  package static let commandPrefix = "invoice-worker.command."

  /// The broker writes a sender's direct reply-to so, with a token of its own behind; the bare name is none that
  /// could be answered.
  private static let directPrefix = "amq.rabbitmq.reply-to."
  /// Queues that the broker named.
  private static let generatedPrefix = "amq.gen-"

  private init(patterns: [String]) {
    self.patterns = patterns.map { Array($0.utf8) }
  }

  /// Reads a list separated by commas; nil for one with an empty pattern.
  package init?(_ text: String) {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard parts.allSatisfy({ !$0.isEmpty && $0.utf8.count <= 255 }) else { return nil }
    self.init(patterns: parts)
  }

  /// Whether replies may go to the queue of this name: never one of the worker's own.
  package func take(_ name: String) -> Bool {
    guard !QueueName.isReserved(name) else { return false }
    if name.hasPrefix(Self.directPrefix) || name.hasPrefix(Self.generatedPrefix) { return true }
    if name.hasPrefix("amq.") { return false }
    if name.hasPrefix(Self.commandPrefix) { return true }
    let bytes = Array(name.utf8)
    return patterns.contains { Self.matches(bytes, $0) }
  }

  /// Whether the whole name fits the pattern. The time is bounded by the product of both lengths: a sender
  /// chooses the name.
  private static func matches(_ name: [UInt8], _ pattern: [UInt8]) -> Bool {
    let star = UInt8(ascii: "*")
    var place = 0
    var at = 0
    var retry: (place: Int, at: Int)?
    while place < name.count {
      if at < pattern.count, pattern[at] == star {
        retry = (place, at + 1)
        at += 1
      } else if at < pattern.count, pattern[at] == name[place] {
        place += 1
        at += 1
      } else if let last = retry {
        retry = (last.place + 1, last.at)
        place = last.place + 1
        at = last.at
      } else {
        return false
      }
    }
    return pattern[at...].allSatisfy { $0 == star }
  }
}

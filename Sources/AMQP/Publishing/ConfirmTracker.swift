/// Which published messages the broker has not answered yet, on one channel in confirm mode.
///
/// The broker numbers the messages of a channel from 1 and answers in any order, often many at once
/// (`multiple`); a mandatory message without a queue comes back *before* it is confirmed. Answers to
/// numbers that are not outstanding change nothing.
package struct ConfirmTracker<Token> {
  package enum Answer: Sendable, Equatable {
    case confirmed
    case returned(BrokerReply)
    case negativelyAcknowledged
  }

  private struct Entry {
    let token: Token
    var returned: BrokerReply?
  }

  /// Messages that may be unanswered at the same time.
  package let window: Int
  /// A ring: number n is at n modulo its size. `nil` = answered.
  private var entries: [Entry?]
  /// The lowest number that may be unanswered.
  private var lowest: UInt64 = 1
  /// The number the next message gets.
  private var next: UInt64 = 1
  /// Where the search for a returned message begins: returns come in the order of publishing.
  private var returnCursor: UInt64 = 1
  package private(set) var unansweredCount = 0

  /// - Parameter window: 1 … 65,536; rounded up to a power of two.
  package init(window: Int) {
    var size = 1
    while size < min(max(1, window), 65_536) { size *= 2 }
    self.window = size
    entries = Array(repeating: nil, count: size)
  }

  /// Whether one more message may be sent. The ring spans the numbers since the oldest unanswered.
  package var hasRoom: Bool { next - lowest < UInt64(clamping: window) }

  /// Notes that a message goes out as the next one of the channel.
  ///
  /// - Returns: `false`, and nothing is noted, when there is no room.
  package mutating func record(_ token: Token) -> Bool {
    guard hasRoom else { return false }
    entries[slot(next)] = Entry(token: token)
    next += 1
    unansweredCount += 1
    return true
  }

  /// Notes that a message came back. It still has to be confirmed.
  ///
  /// - Parameters:
  ///   - reply: why it came back.
  ///   - isReturned: whether the token is the message that came back. Of several that fit, the first
  ///     one published after the last returned one is taken.
  /// - Returns: whether one was found.
  package mutating func markReturned(
    _ reply: BrokerReply, where isReturned: (Token) -> Bool
  ) -> Bool {
    let start = max(returnCursor, lowest)
    for number in [start..<next, lowest..<start].joined() {
      guard let entry = entries[slot(number)], entry.returned == nil, isReturned(entry.token)
      else { continue }
      entries[slot(number)]?.returned = reply
      returnCursor = number + 1
      return true
    }
    return false
  }

  /// Takes the broker's answer and calls `body` for each message it is about, in order of publishing.
  package mutating func settle(
    number: UInt64, multiple: Bool, isAccepted: Bool, _ body: (Token, Answer) -> Void
  ) {
    // With `multiple`, zero means everything so far (1.8.3.13).
    let last = multiple && number == 0 ? next - 1 : number
    guard last >= lowest, last < next else { return }
    for number in (multiple ? lowest : last)...last {
      guard let entry = entries[slot(number)] else { continue }
      entries[slot(number)] = nil
      unansweredCount -= 1
      let answer: Answer =
        if !isAccepted { .negativelyAcknowledged } else if let reply = entry.returned {
          .returned(reply)
        } else { .confirmed }
      body(entry.token, answer)
    }
    while lowest < next, entries[slot(lowest)] == nil { lowest += 1 }
  }

  /// Starts over with number 1, as a new channel does.
  ///
  /// - Returns: the messages that were not answered, in order of publishing. Whether the broker has
  ///   them is unknown.
  package mutating func reset() -> [Token] {
    let unanswered = (lowest..<next).compactMap { entries[slot($0)]?.token }
    self = ConfirmTracker(window: window)
    return unanswered
  }

  private func slot(_ number: UInt64) -> Int {
    Int(truncatingIfNeeded: number) & (window - 1)
  }
}

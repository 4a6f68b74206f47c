/// What the server still owes an answer for, in the order it was sent.
struct ReplyQueue {
  enum Reply {
    case preparation(PreparedStatement)
    case execution(PreparedStatement, PostgreSQLTicket?)
    case deallocation(PreparedStatement)
    case sync

    /// The statement, for errors.
    var sql: String? {
      switch self {
      case .preparation(let statement), .execution(let statement, _): statement.sql
      case .deallocation, .sync: nil
      }
    }
  }

  private var replies: [Reply] = []
  private var head = 0

  /// Whether the result of the current one has come, and only its end is missing.
  var currentHasResult = false

  var isEmpty: Bool { head == replies.count }

  /// The one whose answer comes next.
  var current: Reply? { isEmpty ? nil : replies[head] }

  mutating func append(_ reply: Reply) {
    replies.append(reply)
  }

  mutating func removeCurrent() {
    guard !isEmpty else { return }
    head += 1
    currentHasResult = false
    // The front is given up in large steps: a long pipeline is not moved at every answer.
    if isEmpty || head >= 4_096 {
      replies.removeFirst(head)
      head = 0
    }
  }

  /// The current one's answer is complete.
  ///
  /// - Returns: false when no result had come, so that nothing ended.
  mutating func endCurrent() -> Bool {
    guard currentHasResult else { return false }
    removeCurrent()
    return true
  }

  mutating func removeAll() {
    self = ReplyQueue()
  }
}

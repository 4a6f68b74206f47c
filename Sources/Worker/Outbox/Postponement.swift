package import Storage

/// How long a message that the broker refused waits: pure.
package enum Postponement {
  /// Microseconds that a message waits after it was postponed so often: 1 s, doubling, at most 5 min.
  package static func wait(afterAttempts attempts: Int64) -> Int64 {
    let second: Int64 = 1_000_000
    return min(300 * second, second << min(max(0, attempts), 9))
  }

  /// The messages by how many microseconds they wait.
  package static func waits(of messages: [BufferedMessage]) -> [Int64: [OutboxMessage]] {
    Dictionary(grouping: messages) { wait(afterAttempts: $0.attempts) }
      .mapValues { $0.map(\.message) }
  }
}

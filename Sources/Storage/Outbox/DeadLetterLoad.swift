/// How many dead letters there are, and the bytes of their bodies.
package struct DeadLetterLoad: Hashable, Sendable {
  package var count: Int
  package var bytes: Int

  package init(count: Int = 0, bytes: Int = 0) {
    self.count = count
    self.bytes = bytes
  }

  package static func + (left: Self, right: Self) -> Self {
    DeadLetterLoad(count: left.count + right.count, bytes: left.bytes + right.bytes)
  }

  /// Never below nothing: what is taken away may have been counted by another process.
  package static func - (left: Self, right: Self) -> Self {
    DeadLetterLoad(
      count: max(0, left.count - right.count), bytes: max(0, left.bytes - right.bytes))
  }
}

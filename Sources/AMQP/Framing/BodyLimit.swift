/// How much of a message's body is taken into memory.
package struct BodyLimit: Sendable, Equatable {
  /// Bytes; a longer body is not kept as a whole.
  package let bytes: Int
  /// Bytes kept of the beginning of a body over the limit.
  package let keptBytes: Int

  package init(bytes: Int, keptBytes: Int = 65_536) {
    self.bytes = max(0, bytes)
    self.keptBytes = min(max(0, keptBytes), self.bytes)
  }
}

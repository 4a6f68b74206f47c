import Synchronization

/// Messages on their way to the connection's thread.
final class PublishInbox: Sendable {
  struct Content {
    var batches: [PublishBatch] = []
    var replies: [OutgoingMessage] = []
  }

  private struct State {
    var content = Content()
    /// Messages that have neither been sent nor failed, here and with the connection.
    var unsentCount = 0
    /// Replies that have neither been sent nor dropped, here and with the connection.
    var replyCount = 0
    var replyBytes = 0
    var isClosed = false
  }

  private let state = Mutex(State())
  private let unsentLimit: Int
  private let replyLimit: Int
  private let replyByteLimit: Int

  init(unsentLimit: Int, replyLimit: Int, replyByteLimit: Int) {
    self.unsentLimit = unsentLimit
    self.replyLimit = replyLimit
    self.replyByteLimit = replyByteLimit
  }

  /// Puts a batch in, unless there is a reason not to. A batch larger than the limit gets in when
  /// nothing else waits; it could never otherwise.
  func append(_ batch: PublishBatch) -> PublishFailure? {
    state.withLock { state in
      if state.isClosed { return .closed }
      let count = batch.messages.count
      if state.unsentCount > 0, count > unsentLimit - state.unsentCount { return .queueFull }
      state.unsentCount += count
      state.content.batches.append(batch)
      return nil
    }
  }

  /// - Returns: `false` when too many replies wait, or too long ones; it is dropped. One that is longer than the
  ///   limit gets in when no other waits.
  func append(reply: OutgoingMessage) -> Bool {
    state.withLock { state in
      guard !state.isClosed, state.replyCount < replyLimit,
        state.replyCount == 0 || reply.body.count <= replyByteLimit - state.replyBytes
      else { return false }
      state.replyCount += 1
      state.replyBytes += reply.body.count
      state.content.replies.append(reply)
      return true
    }
  }

  func takeAll() -> Content {
    state.withLock { state in
      guard !state.content.batches.isEmpty || !state.content.replies.isEmpty else {
        return Content()
      }
      defer { state.content = Content() }
      return state.content
    }
  }

  /// That many messages were sent or have failed.
  func settled(_ count: Int) {
    guard count > 0 else { return }
    state.withLock { $0.unsentCount -= count }
  }

  /// A reply was sent or dropped.
  func settled(reply: OutgoingMessage) {
    state.withLock { state in
      state.replyCount -= 1
      state.replyBytes -= reply.body.count
    }
  }

  /// Takes nothing any more.
  func close() {
    state.withLock { $0.isClosed = true }
  }
}

extension PublishConnection {
  /// Sends the replies that the socket takes without blocking, the first that came first.
  func sendReplies(_ session: BrokerSession) throws(AMQPError) {
    guard !replies.isEmpty, replyPhase == .ready, lifecycle.blockedSince == nil else { return }
    var sent = 0
    defer { replies.removeFirst(sent) }
    while sent < replies.count, session.isWritable {
      let reply = replies[sent]
      sent += 1
      guard session.fits(reply) else {
        drop(reply)
        continue
      }
      inbox.settled(reply: reply)
      try session.publish(reply, channel: Channel.replies)
    }
  }

  func send(_ session: BrokerSession) throws(AMQPError) -> ConnectionExecutor.Wait {
    var wait = ConnectionExecutor.Wait()
    guard confirmPhase == .ready, lifecycle.blockedSince == nil, head < waiting.count else {
      return wait
    }
    var sent = 0
    var bytes = 0
    var settled = 0
    defer { inbox.settled(settled) }
    var mayWrite = session.isWritable
    session.cork()
    while sent < Self.sendBudget, mayWrite, mayOneMoreGoOut, let batch = nextBatch() {
      let index = batch.nextIndex
      let message = batch.messages[index]
      batch.nextIndex += 1
      settled += 1
      guard session.fits(message) else {
        complete(Token(batch: batch, index: index), .failed(.tooLarge(limit: session.frameLimit)))
        continue
      }
      _ = tracker.record(Token(batch: batch, index: index))
      try session.publish(message, channel: Channel.events)
      sent += 1
      bytes += message.body.count + message.propertiesSize
      if bytes >= Self.writableBytes {
        bytes = 0
        mayWrite = session.isWritable
      }
    }
    session.uncork()
    wait.forWriting = !mayWrite
    wait.isBusy = mayWrite && mayOneMoreGoOut && head < waiting.count
    return wait
  }

  /// Whether there is room in the window, which is one message wide while a culprit is looked for.
  private var mayOneMoreGoOut: Bool {
    tracker.hasRoom && (sendingAlone == 0 || tracker.unansweredCount == 0)
  }

  /// The batch whose message is next; batches that are sent, or were given up, are dropped.
  func nextBatch() -> PublishBatch? {
    while head < waiting.count {
      let batch = waiting[head]
      if batch.nextIndex < batch.messages.count { return batch }
      head += 1
    }
    waiting.removeAll(keepingCapacity: true)
    head = 0
    return nil
  }
}

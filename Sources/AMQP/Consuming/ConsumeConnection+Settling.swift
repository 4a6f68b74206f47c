extension ConsumeConnection {
  func takeSettlements(_ now: MonotonicInstant) throws(AMQPError) {
    var stale = 0
    var unknown = 0
    for settlement in inbox.takeAll() {
      held.settled(settlement.tags)
      switch settlement {
      case .acknowledge(let tags):
        for tag in tags {
          guard let index = current(tag) else {
            stale += 1
            continue
          }
          if !channels[index].window.settle(tag.number, at: now) { unknown += 1 }
        }
      case .negativelyAcknowledge(let tags, let requeue):
        for tag in tags {
          guard let index = current(tag) else {
            stale += 1
            continue
          }
          guard channels[index].window.reject(tag.number) else {
            unknown += 1
            continue
          }
          try lifecycle.session?.negativelyAcknowledge(
            tag.number, requeue: requeue, channel: tag.channel)
        }
      }
    }
    if stale > 0 { lifecycle.observer(.staleSettlements(count: stale)) }
    if unknown > 0 { lifecycle.observer(.unknownSettlements(count: unknown)) }
  }

  /// Without a session every settlement is stale, and nothing is sent for it.
  func countStale() {
    let count = inbox.takeAll().reduce(0) { $0 + $1.tags.count }
    if count > 0 { lifecycle.observer(.staleSettlements(count: count)) }
  }

  func flush(
    _ session: BrokerSession, at now: MonotonicInstant, isIdle: Bool = true, isFinal: Bool = false
  ) throws(AMQPError) {
    var isCorked = false
    for index in channels.indices {
      let isReady = channels[index].window.readyCount > 0
      guard isReady, isIdle || channels[index].window.isDue(at: now) else { continue }
      let commands = channels[index].window.flush(at: now, isFinal: isFinal)
      if commands.count > 1, !isCorked {
        session.cork()
        isCorked = true
      }
      for case .acknowledge(let number, let multiple) in commands {
        try session.acknowledge(number, multiple: multiple, channel: channels[index].number)
      }
    }
    if isCorked { session.uncork() }
  }
}

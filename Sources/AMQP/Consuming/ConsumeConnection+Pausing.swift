/// Taking no more for a while, and connecting anew, in order.
extension ConsumeConnection {
  /// Receives no more until ``resumeConsuming()``. What has arrived stays ours: it can be taken and
  /// settled, and does not count as delivered once more.
  package func pauseConsuming() {
    pauses.isWhole = true
    applyPauses()
  }

  /// Receives again, but from the queues that are paused by name.
  package func resumeConsuming() {
    pauses.isWhole = false
    applyPauses()
  }

  /// Receives no more from these queues, and again from those that were paused by name and are not among them.
  package func pauseConsuming(from queues: Set<String>) {
    guard pauses.queues != queues else { return }
    pauses.queues = queues
    applyPauses()
  }

  /// Whether a delivery is not settled yet, or the broker has not been told.
  package var hasUnsettled: Bool { channels.contains { $0.window.isOpen } }

  /// Ends the connection in order and makes another as this configuration says. What is not settled by then comes again.
  package func reconnect(with configuration: ConnectionConfiguration) {
    guard stage != .closed else { return }
    attempt { session throws(AMQPError) in
      try takeSettlements(.now)
      try flush(session, at: .now, isFinal: true)
    }
    let wasOpen = lifecycle.session != nil
    lifecycle.renew(configuration)
    if wasOpen { forgetDeliveries() }
    executor.wake()
  }

  private func applyPauses() {
    do throws(AMQPError) {
      for index in channels.indices {
        let isToPause = pauses.hold(channels[index].subscription.queue)
        guard channels[index].machine.isPaused != isToPause else { continue }
        try handle(index, isToPause ? .pause : .resume)
      }
    } catch {
      lost(error)
    }
  }
}

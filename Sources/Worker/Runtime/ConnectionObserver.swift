import AMQP

/// Says in the log what happens to a connection, once for each thing that happens.
struct ConnectionObserver: Sendable {
  let log: Log
  let counters: WorkerCounters
  private let stale = OncePerInterval()
  private let unknown = OncePerInterval()
  private let outages = OncePerInterval()
  // A refusal stays until somebody acts on it, while it is tried again for each queue several times a second.
  private let missing = OncePerInterval(seconds: 600)
  private let refusals = OncePerInterval()

  init(log: Log, counters: WorkerCounters) {
    self.log = log
    self.counters = counters
  }

  func note(_ event: ConnectionEvent, on connection: String) {
    let text = String(describing: event)
    switch event {
    case .connected, .unblocked, .consuming, .closed:
      log.info("broker connection", ["connection": .text(connection), "event": .text(text)])
    case .connectFailed(_, let error, _):
      let advice = BrokerAdvice.advice(for: error).map { "; \($0)" } ?? ""
      log.warning(
        outages, "the broker cannot be reached; trying on\(advice)",
        ["connection": .text(connection), "event": .text(text)])
    case .subscriptionRefused(_, let reply, _), .publishRefused(let reply):
      let advice = BrokerAdvice.advice(for: reply).map { "; \($0)" } ?? ""
      log.warning(
        reply.code == BrokerReply.notFound ? missing : refusals,
        "the broker refused; trying on\(advice)",
        ["connection": .text(connection), "event": .text(text)])
    case .disconnected, .blocked, .consumerCancelled, .repliesRefused, .watchdogFired:
      log.warning(
        "broker connection", ["connection": .text(connection), "event": .text(text)])
    case .staleSettlements(let count):
      counters.addStaleSettlements(count)
      log.warning(
        stale,
        "requests were done when their connection was lost; they are delivered again and answered as before",
        ["connection": .text(connection), "deliveries": .integer(Int64(count))])
    case .unknownSettlements(let count):
      counters.addUnknownSettlements(count)
      log.warning(
        unknown, "deliveries were settled that were not outstanding, a fault of this program",
        ["connection": .text(connection), "deliveries": .integer(Int64(count))])
    case .returned, .replyDropped:
      log.debug("broker connection", ["connection": .text(connection), "event": .text(text)])
    }
  }
}

import AMQP

/// Says in the log what happens to a connection, once for each thing that happens.
struct ConnectionObserver: Sendable {
  let log: Log
  private let refusals = OncePerInterval()

  init(log: Log) { self.log = log }

  func note(_ event: ConnectionEvent, on connection: String) {
    let text = String(describing: event)
    switch event {
    case .connected, .unblocked, .consuming, .closed:
      log.info("broker connection", ["connection": .text(connection), "event": .text(text)])
    case .connectFailed:
      log.warning(
        refusals, "the broker cannot be reached; trying on",
        ["connection": .text(connection), "event": .text(text)])
    case .disconnected, .blocked, .consumerCancelled, .subscriptionRefused,
      .publishRefused, .repliesRefused, .watchdogFired:
      log.warning(
        "broker connection", ["connection": .text(connection), "event": .text(text)])
    case .staleSettlements, .unknownSettlements, .returned, .replyDropped:
      log.debug("broker connection", ["connection": .text(connection), "event": .text(text)])
    }
  }
}

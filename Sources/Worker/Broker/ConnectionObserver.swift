import AMQP
import Metrics

/// Says in the log what happens to a connection, in words, once for each thing that happens.
struct ConnectionObserver: Sendable {
  let log: Log
  let metrics: WorkerMetrics
  private let stale = OncePerInterval()
  private let unknown = OncePerInterval()
  private let outages = OncePerInterval()
  // A refusal stays until somebody acts on it, while it is tried again for each queue several times a second.
  private let missing = OncePerInterval(seconds: 600)
  private let refusals = OncePerInterval()

  init(log: Log, metrics: WorkerMetrics) {
    self.log = log
    self.metrics = metrics
  }

  func note(_ event: ConnectionEvent, on connection: String) {
    count(event, metrics.links[connection])
    let connection = LogValue.text(connection)
    switch event {
    case .connected(let host):
      log.write(.brokerConnected, ["connection": connection, "host": LogValue(host)])
    case .consuming(let queues):
      log.write(
        .consuming, ["connection": connection, "queues": .text(queues.joined(separator: ", "))])
    case .closed:
      log.write(.brokerConnectionClosed, ["connection": connection])
    case .unblocked(let duration):
      log.write(
        .brokerUnblocked,
        ["connection": connection, "afterSeconds": LogValue(duration.components.seconds)])
    case .connectFailed(let host, let error, let delay):
      log.write(
        .brokerUnreachable, once: outages, adding: BrokerAdvice.advice(for: error),
        [
          "connection": connection, "host": LogValue(host), "error": LogValue(error),
          "retryMilliseconds": Self.milliseconds(delay),
        ])
    case .subscriptionRefused(let queue, let reply, _):
      noteRefusal(
        reply, ["connection": connection, "queue": .text(queue), "reply": LogValue(reply)])
    case .publishRefused(let reply):
      noteRefusal(reply, ["connection": connection, "reply": LogValue(reply)])
    case .disconnected(let error, let delay):
      log.write(
        .brokerConnectionLost,
        [
          "connection": connection, "error": LogValue(error),
          "retryMilliseconds": Self.milliseconds(delay),
        ])
    case .blocked(let reason):
      log.write(
        .brokerBlocked,
        ["connection": connection, "reason": .text(reason)])
    case .consumerCancelled(let queue):
      log.write(
        .consumerCancelled,
        ["connection": connection, "queue": .text(queue)])
    case .repliesRefused(let reply):
      log.write(
        .replyRefused,
        ["connection": connection, "reply": LogValue(reply)])
    case .watchdogFired:
      log.write(.connectionStoodStill, ["connection": connection])
    case .staleSettlements(let count):
      log.write(
        .settlementsStale, once: stale,
        ["connection": connection, "deliveries": LogValue(count)])
    case .unknownSettlements(let count):
      log.write(
        .settlementsUnknown, once: unknown,
        ["connection": connection, "deliveries": LogValue(count)])
    case .returned(let exchange, let routingKey, let reply):
      log.write(
        .messagesReturned,
        [
          "connection": connection, "exchange": .text(exchange), "routingKey": .text(routingKey),
          "reply": LogValue(reply),
        ])
    case .replyDropped:
      log.write(.replyDropped, ["connection": connection])
    }
  }

  private func count(_ event: ConnectionEvent, _ link: BrokerLink?) {
    switch event {
    case .connected(let host): link?.noteConnected(to: "\(host)")
    case .disconnected, .closed: link?.noteLost()
    case .staleSettlements(let count): metrics.staleSettlements.add(count)
    case .unknownSettlements(let count): metrics.unknownSettlements.add(count)
    default: break
    }
  }

  private func noteRefusal(
    _ reply: BrokerReply, _ fields: @autoclosure () -> KeyValuePairs<String, LogValue>
  ) {
    log.write(
      .brokerRefused, once: reply.code == BrokerReply.notFound ? missing : refusals,
      adding: BrokerAdvice.advice(for: reply), fields())
  }

  private static func milliseconds(_ duration: Duration) -> LogValue {
    LogValue(Int64(max(0, duration / .milliseconds(1))))
  }
}

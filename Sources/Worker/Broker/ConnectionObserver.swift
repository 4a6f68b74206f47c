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
      log.info("connected to the broker", ["connection": connection, "host": LogValue(host)])
    case .consuming(let queues):
      log.info(
        "consuming", ["connection": connection, "queues": .text(queues.joined(separator: ", "))])
    case .closed:
      log.info("the connection to the broker is closed", ["connection": connection])
    case .unblocked(let duration):
      log.info(
        "the broker reads from the connection again",
        ["connection": connection, "afterSeconds": LogValue(duration.components.seconds)])
    case .connectFailed(let host, let error, let delay):
      let advice = BrokerAdvice.advice(for: error).map { "; \($0)" } ?? ""
      log.warning(
        outages, "the broker cannot be reached; trying on\(advice)",
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
      log.warning(
        "the connection to the broker was lost; connecting again",
        [
          "connection": connection, "error": LogValue(error),
          "retryMilliseconds": Self.milliseconds(delay),
        ])
    case .blocked(let reason):
      log.warning(
        "the broker stopped reading from the connection",
        ["connection": connection, "reason": .text(reason)])
    case .consumerCancelled(let queue):
      log.warning(
        "the broker ended the subscription of a queue; subscribing again",
        ["connection": connection, "queue": .text(queue)])
    case .repliesRefused(let reply):
      log.warning(
        "the broker refused a reply; none are sent until the next connection",
        ["connection": connection, "reply": LogValue(reply)])
    case .watchdogFired:
      log.warning(
        "the connection to the broker stood still and was shut down", ["connection": connection])
    case .staleSettlements(let count):
      log.warning(
        stale,
        "requests were done when their connection was lost; they are delivered again and answered as before",
        ["connection": connection, "deliveries": LogValue(count)])
    case .unknownSettlements(let count):
      log.warning(
        unknown, "deliveries were settled that were not outstanding, a fault of this program",
        ["connection": connection, "deliveries": LogValue(count)])
    case .returned(let exchange, let routingKey, let reply):
      log.debug(
        "messages came back: no queue is bound for them",
        [
          "connection": connection, "exchange": .text(exchange), "routingKey": .text(routingKey),
          "reply": LogValue(reply),
        ])
    case .replyDropped:
      log.debug("a reply was dropped: none can be sent now", ["connection": connection])
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
    let advice = BrokerAdvice.advice(for: reply).map { "; \($0)" } ?? ""
    log.warning(
      reply.code == BrokerReply.notFound ? missing : refusals,
      "the broker refused; trying on\(advice)", fields())
  }

  private static func milliseconds(_ duration: Duration) -> LogValue {
    LogValue(Int64(max(0, duration / .milliseconds(1))))
  }
}

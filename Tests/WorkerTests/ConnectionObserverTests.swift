import AMQP
import Foundation
import TestSupport
import Testing

@testable import Worker

/// What happens to a connection a thousand times is counted each time and said once.
@Suite struct ConnectionObserverTests {
  @Test(arguments: [
    (ConnectionEvent.staleSettlements(count: 3), "delivered again"),
    (.unknownSettlements(count: 3), "a fault of this program"),
  ])
  func `settlements that came to nothing`(event: ConnectionEvent, sentence: String) throws {
    let pipe = Pipe()
    let metrics = WorkerMetrics()
    let log = Log(
      level: .info, format: .text, worker: "w",
      descriptor: pipe.fileHandleForWriting.fileDescriptor)
    let observer = ConnectionObserver(log: log, metrics: metrics)
    for _ in 1...1_000 { observer.note(event, on: "consume") }
    log.flush(within: patience)
    try pipe.fileHandleForWriting.close()
    let text = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    let lines = text.split(separator: "\n")
    #expect(lines.count == 1)
    #expect(lines.first?.contains(" WARN ") == true)
    #expect(lines.first?.contains(sentence) == true)
    let counted = metrics.progress
    #expect(counted.staleSettlements + counted.unknownSettlements == 3_000)
    #expect((counted.staleSettlements == 0) == (sentence == "a fault of this program"))
  }

  @Test("CLI 30: what happens to a connection is one line, in words")
  func words() throws {
    let pipe = Pipe()
    let log = Log(
      level: .debug, format: .text, worker: "w",
      descriptor: pipe.fileHandleForWriting.fileDescriptor)
    let observer = ConnectionObserver(log: log, metrics: WorkerMetrics())
    let host = BrokerHost(name: "broker", port: 5_672)
    let reply = BrokerReply(code: 404, text: "NOT_FOUND - no queue 'q'")
    let events: [ConnectionEvent] = [
      .connected(host), .closed, .blocked(reason: "low on memory"), .unblocked(after: .seconds(3)),
      .connectFailed(host, .unreachable(host, reason: "connection refused"), retryIn: .seconds(1)),
      .disconnected(.stalled, retryIn: .milliseconds(250)),
      .consuming(queues: ["invoice.generate", "invoice.ingest"]),
      .consumerCancelled(queue: "q"), .subscriptionRefused(queue: "q", reply, retryIn: .seconds(1)),
      .publishRefused(BrokerReply(code: 403, text: "ACCESS_REFUSED")), .repliesRefused(reply),
      .returned(exchange: "e", routingKey: "k", reply), .replyDropped, .watchdogFired,
    ]
    for event in events { observer.note(event, on: "consume") }
    log.flush(within: patience)
    try pipe.fileHandleForWriting.close()
    let text = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    let lines = text.split(separator: "\n")
    #expect(lines.count == events.count)
    for line in lines {
      // Nothing of how a value looks in Swift: labels, brackets, names of cases.
      for part in ["event=", "(", "\\\"", "queues: [", "watchdogFired", "retryIn", "AMQP."] {
        #expect(!line.contains(part), "\(line)")
      }
    }
    #expect(
      text.contains("consuming connection=consume queues=\"invoice.generate, invoice.ingest\""))
    #expect(text.contains("error=\"connecting to broker:5672: connection refused\""))
    #expect(text.contains("retryMilliseconds=250"))
    #expect("\(PublishOutcome.failed(.refused(reply)))".hasPrefix("the broker refused it: 404"))
  }
}

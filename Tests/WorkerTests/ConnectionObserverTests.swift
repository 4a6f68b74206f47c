import AMQP
import Foundation
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
    let counters = WorkerCounters()
    let log = Log(
      level: .info, format: .text, worker: "w",
      descriptor: pipe.fileHandleForWriting.fileDescriptor)
    let observer = ConnectionObserver(log: log, counters: counters)
    for _ in 1...1_000 { observer.note(event, on: "consume") }
    log.flush(within: .seconds(10))
    try pipe.fileHandleForWriting.close()
    let text = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    let lines = text.split(separator: "\n")
    #expect(lines.count == 1)
    #expect(lines.first?.contains(" WARN ") == true)
    #expect(lines.first?.contains(sentence) == true)
    let counted = counters.snapshot
    #expect(counted.staleSettlements + counted.unknownSettlements == 3_000)
    #expect((counted.staleSettlements == 0) == (sentence == "a fault of this program"))
  }
}

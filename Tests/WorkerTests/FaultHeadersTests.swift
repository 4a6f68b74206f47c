import AMQP
import Billing
import CivilTime
import Messages
import Testing
import Worker

@Suite struct FaultHeadersTests {
  private func copy(message: String = "it broke") -> ParkedMessage {
    ParkedMessage(
      attempt: 2, code: .internalError, message: message, queue: .generate, attempts: 3,
      firstFaultAt: .sample, lastFaultAt: .sample, worker: "w-1")
  }

  @Test func `every fault header is there, with its type`() {
    let table = FaultHeaders.table(for: copy(), keeping: nil)
    #expect(table["attempt"] == .int64(2))
    #expect(table["fault-code"] == "INTERNAL_ERROR")
    #expect(table["fault-message"] == "it broke")
    #expect(table["fault-queue"] == "invoice.generate")
    #expect(table["fault-attempts"] == .int64(3))
    #expect(table["fault-first-at"]?.text == UTCInstant.sample.description)
    #expect(table["fault-last-at"]?.text == UTCInstant.sample.description)
    #expect(table["fault-worker"] == "w-1")
    #expect(table.count == 8)
  }

  @Test func `the sender's headers stay, the broker's and older faults go`() {
    let own: HeaderTable = [
      "traceparent": "00-…", "x-death": .array([]), "x-delivery-count": .int64(7),
      "fault-code": "OLD", "attempt": .int64(1), "tenant": "t",
    ]
    let table = FaultHeaders.table(for: copy(), keeping: own)
    #expect(table["traceparent"] == "00-…" && table["tenant"] == "t")
    #expect(table["x-death"] == nil && table["x-delivery-count"] == nil)
    #expect(table["fault-code"] == "INTERNAL_ERROR")
    #expect(table["attempt"] == .int64(2))
    #expect(Set(table.entries.map(\.name)).count == table.count, "no name twice")
  }

  @Test(arguments: [0, 1_000, 16_384, 100_000])
  func `with the longest message, and any of the sender's, it fits on the wire`(
    size: Int
  ) throws {
    let own: HeaderTable = ["own": .string(String(repeating: "o", count: size))]
    let table = FaultHeaders.table(
      for: copy(message: String(repeating: "é", count: 50_000)), keeping: own)
    #expect(table.wireSize <= OutgoingMessage.headersLimit)
    let faults = table.filter { $0.name == "attempt" || $0.name.hasPrefix("fault-") }
    #expect(faults.wireSize <= (16 << 10) + 4, "the table's own length apart")
    #expect(faults.count == 8)
    #expect((table["own"] != nil) == (size <= 16_384))
    _ = try OutgoingMessage(
      exchange: "e", routingKey: "k", properties: MessageProperties(headers: table), body: [])
  }

  @Test func `the first fault's time is kept over retries, a forged one is not believed`() {
    let later = UTCInstant.sample.adding(microseconds: 5_000_000)
    for (header, first) in [
      (UTCInstant.sample.description, UTCInstant.sample), ("yesterday", later), ("", later),
    ] {
      let received = ReceivedRequest.sample(["fault-first-at": .string(header)])
      let copy = received.copy(code: "C", message: "m", retries: 1, worker: "w", at: later)
      #expect(copy.firstFaultAt == first)
      #expect(copy.lastFaultAt == later)
    }
  }

  @Test func `a body that was cut says so`() {
    let cut = ReceivedRequest.sample(bodySize: 300_000)
    let copy = cut.copy(code: "C", message: "m", retries: 0, worker: "w", at: .sample)
    let table = FaultHeaders.table(for: copy, keeping: nil)
    #expect(table["fault-body-size"] == .int64(300_000))
    #expect(table["fault-body-truncated"] == .boolean(true))
  }
}

import AMQP
import Billing
import CivilTime
import Messages
import Storage
import Testing

@testable import Worker

@Suite struct CopyHeadersTests {
  private func copy(message: String = "it broke") -> DeadLetterReason {
    DeadLetterReason(
      attempt: 2, code: .internalError, message: message, queue: .generate, attempts: 3,
      firstFaultAt: .sample, lastFaultAt: .sample, worker: "w-1")
  }

  @Test func `every fault header is there, with its type`() {
    let table = CopyHeaders.table(for: copy(), of: .sample())
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

  @Test(
    "S1, S6: of a sender's headers only a trace goes on, of whatever name and size the others are",
    arguments: [10, 100_000])
  func allowList(size: Int) throws {
    let trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    let own: HeaderTable = [
      "traceparent": .string(trace), "tracestate": "v=1", "x-death": .array([]),
      "x-delivery-count": .int64(7), "fault-code": "OLD", "attempt": .int64(1), "tenant": "t",
      "CC": .array(["invoice.notifications"]), "BCC": .array(["invoice.notifications"]),
      "fault-body-truncated": .boolean(true), "fault-completion-id": "E", "replay-of": "E0",
      "request-user": "somebody", "own": .string(String(repeating: "o", count: size)),
    ]
    let table = CopyHeaders.table(
      for: copy(message: String(repeating: "é", count: 50_000)), of: .sample(own))
    #expect(table["traceparent"]?.text == trace && table["tracestate"] == "v=1")
    #expect(table["fault-code"] == "INTERNAL_ERROR" && table["attempt"] == .int64(2))
    #expect(table.count == 10, "eight of the fault's, two of the trace's")
    #expect(table.wireSize <= OutgoingMessage.headersLimit)
    let faults = table.filter { $0.name == "attempt" || $0.name.hasPrefix("fault-") }
    #expect(faults.wireSize <= (16 << 10) + 4, "the table's own length apart")
    _ = try OutgoingMessage(
      exchange: "e", routingKey: "k", properties: MessageProperties(headers: table), body: [])
  }

  @Test("Only a copy whose body is masked says so, whatever the request holds")
  func masked() {
    let body = Array(
      #"{"records": [{"type": "SavedPaymentMethod", "token": "4111111111111111",}]}"#.utf8)
    for count in [0, 20] {
      let received = ReceivedRequest(
        .sample(
          MessageProperties(
            contentType: "application/json", headers: ["x-delivery-count": .int64(Int64(count))],
            messageId: "r-1", type: "records.upsert.v1", appId: "crm"),
          body: body, isRedelivered: true),
        at: .sample)
      let retried = received.copy(code: "C", message: "m", retries: 1, worker: "w", at: .sample)
      #expect(CopyHeaders.table(for: retried, of: received)["fault-body-masked"] == nil)
      let letter = DeadLetterCopy(worker: "w", at: .sample).message(
        of: received, for: Fault(code: .internalError, message: "m"), completion: nil,
        isOwnFault: true, id: "L-1"
      ).message
      #expect(!String(decoding: letter.body, as: UTF8.self).contains("1111"))
      #expect(letter.body.count == body.count)
      #expect(letter.properties.headers?.contains("fault-body-masked") ?? false)
    }
  }

  @Test("What is shown of a dead letter is what its copy says, of any size so much")
  func shown() throws {
    let body = Array(repeating: UInt8(ascii: "x"), count: StoredDeadLetter.keptBodyLength + 5)
    let received = ReceivedRequest(
      .sample(
        MessageProperties(
          contentType: "application/json", messageId: "r-1", type: "t.v1", appId: "crm"),
        body: body, isRedelivered: false), at: .sample)
    let long = String(repeating: "m", count: 5_000)
    let faults = (1...30).map { Fault(code: .requestInvalid, message: long, pointer: "/\($0)") }
    for isOwnFault in [false, true] {
      let (copy, shown) = DeadLetterCopy(worker: "w", at: .sample).message(
        of: received, for: faults[0], among: faults, completion: "E1", isOwnFault: isOwnFault,
        id: "L-1")
      #expect(shown.id == "L-1" && shown.properties == copy.properties)
      #expect(shown.identifier == "r-1" && shown.source == "crm" && shown.type == "t.v1")
      #expect(shown.code == "REQUEST_INVALID" && shown.parkedAt == .sample)
      #expect(shown.attempts == 1 && shown.replayOf == nil)
      #expect(shown.bodySize == Int64(copy.body.count))
      #expect(shown.body == Array(body.prefix(StoredDeadLetter.keptBodyLength)))
      let told = try CompletionView.Fault.reading(shown.faults)
      #expect(told.count == 20 && told[1].pointer == "/2")
      #expect(told.allSatisfy { $0.message.utf8.count == 1_024 })
      // As whoever reads the queue finds it there.
      let headers = try HeaderTable(jsonText: copy.properties.headers ?? "")
      let fingerprint = DeadLetterFingerprint(
        identifier: "r-1", source: "crm", type: "t.v1", code: headers["fault-code"]?.text ?? "",
        deadSince: headers["fault-last-at"]?.text ?? "",
        completion: headers["fault-completion-id"]?.text ?? "",
        bodySize: UInt64(copy.body.count))
      #expect(shown.fingerprint == fingerprint.text)
    }
    let alone = DeadLetterCopy(worker: "w", at: .sample).message(
      of: received, for: faults[0], completion: nil, isOwnFault: false, id: "L-2")
    #expect(try CompletionView.Fault.reading(alone.shown.faults).count == 1)
  }

  @Test("S6: the first fault's time is kept over retries; one that a sender wrote is not believed")
  func firstFault() {
    let later = UTCInstant.sample.adding(microseconds: 5_000_000)
    for (header, first) in [
      (UTCInstant.sample.description, UTCInstant.sample), ("yesterday", later), ("", later),
    ] {
      let received = ReceivedRequest.sample(["fault-first-at": .string(header)], exchange: "")
      let copy = received.copy(code: "C", message: "m", retries: 1, worker: "w", at: later)
      #expect(copy.firstFaultAt == first)
      #expect(copy.lastFaultAt == later)
    }
    let forged = ReceivedRequest.sample([
      "fault-first-at": .string(UTCInstant.sample.description)
    ])
    #expect(
      forged.copy(code: "C", message: "m", retries: 1, worker: "w", at: later).firstFaultAt
        == later)
  }

  @Test func `a body that was cut says so`() {
    let cut = ReceivedRequest.sample(bodySize: 300_000)
    let copy = cut.copy(code: "C", message: "m", retries: 0, worker: "w", at: .sample)
    let table = CopyHeaders.table(for: copy, of: cut)
    #expect(table["fault-body-size"] == .int64(300_000))
    #expect(table["fault-body-truncated"] == .boolean(true))
  }
}

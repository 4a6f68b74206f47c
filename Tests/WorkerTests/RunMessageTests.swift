import AMQP
import Billing
import Digest
import Foundation
import Messages
import Storage
import Testing

@testable import Worker

@Suite struct RunMessageTests {
  private func delivery(_ body: String, queue: String = WorkQueue.run.name) -> Delivery {
    let bytes = Array(body.utf8)
    return Delivery(
      queue: queue, tag: DeliveryTag(epoch: 1, channel: 1, number: 1), isRedelivered: false,
      exchange: "", routingKey: queue, properties: MessageProperties(), body: bytes,
      bodySize: UInt64(bytes.count), isTruncated: false)
  }

  @Test("A message names a run and one of its chunks, or its selection", arguments: [0, 1, 20_000])
  func roundTrip(number: Int) throws {
    let message = RunMessage(runId: "RUN-1", number: number)
    let row = message.outboxMessage(id: "row", source: "/invoice-worker", createdAt: .sample)
    #expect(row.exchange == "")
    #expect(row.routingKey == "invoice.run")
    #expect(row.properties.type == (number == 0 ? "invoice-run.select.v1" : "invoice-run.chunk.v1"))
    #expect(row.properties.correlationId == "RUN-1")
    #expect(row.eventId != nil, "one without would count as a dead letter")
    let again = message.outboxMessage(id: "other", source: "/invoice-worker", createdAt: .sample)
    #expect(row.eventId == again.eventId)
    #expect(RunMessage(delivery(String(decoding: row.body, as: UTF8.self))) == message)
    #expect(message.key.identifier == "RUN-1:\(number)")
  }

  @Test(
    "What names no chunk is none",
    arguments: [
      "", "{", "[]", "null", "{}", #"{"invoiceRunId": "R"}"#, #"{"chunkNo": 1}"#,
      #"{"invoiceRunId": "R", "chunkNo": "1"}"#, #"{"invoiceRunId": "R", "chunkNo": -1}"#,
      #"{"invoiceRunId": "R", "chunkNo": 1.5}"#, #"{"invoiceRunId": "R", "chunkNo": 1e3}"#,
      #"{"invoiceRunId": "R", "chunkNo": 2147483648}"#,
      #"{"invoiceRunId": "R", "chunkNo": 99999999999999999999}"#,
      #"{"invoiceRunId": 1, "chunkNo": 1}"#, #"{"invoiceRunId": "", "chunkNo": 1}"#,
      #"{"invoiceRunId": "R\u0000", "chunkNo": 1}"#, #"{"invoiceRunId": "R R", "chunkNo": 1}"#,
      #"{"invoiceRunId": "Ünner", "chunkNo": 1}"#,
      "{\"invoiceRunId\": \"\(String(repeating: "r", count: 65))\", \"chunkNo\": 1}",
    ])
  func unreadable(body: String) {
    #expect(RunMessage(delivery(body)) == nil)
  }

  @Test("Deliveries of runs are parted from requests by their queue alone")
  func parted() {
    let ofRun = delivery(#"{"invoiceRunId": "R", "chunkNo": 1}"#)
    let request = delivery(#"{"invoiceRunId": "R", "chunkNo": 1}"#, queue: "invoice.manage")
    let parted = RunMessage.parted([request, ofRun, request])
    #expect(parted.requests.count == 2)
    #expect(parted.ofRuns == [ofRun])
    #expect(RunMessage.parted([request]).ofRuns.isEmpty)
  }

  @Test("A chunk that workers begin again and again is divided, and what is left of it given up")
  func approach() {
    typealias Approach = RunTransaction.Approach
    #expect(!Approach.whole(begun: 0).divides(50))
    #expect(!Approach.whole(begun: RunChunk.splitWhenBegun - 1).divides(50))
    #expect(Approach.whole(begun: RunChunk.splitWhenBegun).divides(2))
    #expect(!Approach.whole(begun: RunChunk.splitWhenBegun).divides(1))
    #expect(Approach.afterFault("x").divides(2))
    #expect(!Approach.afterFault("x").divides(1))
    #expect(Approach.whole(begun: RunChunk.giveUpWhenBegun - 1).reasonNotToRun == nil)
    #expect(Approach.whole(begun: RunChunk.giveUpWhenBegun).reasonNotToRun?.contains("20") == true)
    #expect(Approach.afterFault("no room").reasonNotToRun == "no room")
  }
}

package import AMQP
package import Billing
import CivilTime
import Digest
import JSON
import Messages
import Storage

/// A message of the queue of runs: that a chunk of a run is to be done, or its next chunks are to be selected. It says nothing but
/// which: what is to be done stands in the database, so that one which anybody forged, sent twice or purged changes nothing.
package struct RunMessage: Hashable, Sendable {
  package let runId: InvoiceRun.ID
  /// ``Billing/RunChunk/selection`` or a chunk's.
  package let number: Int

  package init(runId: InvoiceRun.ID, number: Int) {
    self.runId = runId
    self.number = number
  }

  package var isSelection: Bool { number == RunChunk.selection }

  package var type: String { isSelection ? "invoice-run.select.v1" : "invoice-run.chunk.v1" }

  /// Who makes what a chunk makes.
  package var key: RequestKey {
    RequestKey(source: "/invoice-worker", identifier: "\(runId.text):\(number)")
  }

  // MARK: On the wire

  /// Reads a delivery; nil for what names no chunk.
  package init?(_ delivery: Delivery) {
    guard !delivery.isTruncated,
      case .object(let object)? = try? JSONDocument(reading: delivery.body).root
    else { return nil }
    var run: String?
    var number: Int?
    for member in object {
      switch (member.name, member.value) {
      case ("invoiceRunId", .string(let text)): run = text
      case ("chunkNo", .number(let text)): number = Int(text)
      default: break
      }
    }
    guard let run, let number, (0...Int(Int32.max)).contains(number),
      PrintableASCII.contains(run, length: PrintableASCII.recordIdentifierLength)
    else { return nil }
    self.init(runId: InvoiceRun.ID(run), number: number)
  }

  /// The requests among deliveries, and what belongs to runs.
  static func parted(_ deliveries: [Delivery]) -> (requests: [Delivery], ofRuns: [Delivery]) {
    guard deliveries.contains(where: { $0.queue == WorkQueue.run.name }) else {
      return (deliveries, [])
    }
    return (
      deliveries.filter { $0.queue != WorkQueue.run.name },
      deliveries.filter { $0.queue == WorkQueue.run.name }
    )
  }

  /// As a row of the outbox, which the default exchange takes to the queue of runs.
  func outboxMessage(id: String, source: String, createdAt: UTCInstant) -> OutboxMessage {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key(plain: "invoiceRunId")
    writer.string(runId.text)
    writer.key(plain: "chunkNo")
    writer.integer(number)
    writer.endObject()
    // With an identifier of its own, as an event has: rows without one are dead letters.
    let identifier = DerivedIdentifier.uuid(type, runId.text, String(number))
    return OutboxMessage(
      id: id, exchange: ExchangeName.default, routingKey: WorkQueue.run.name, eventId: identifier,
      properties: OutboxMessage.Properties(
        contentType: "application/json", messageId: identifier, type: type,
        correlationId: runId.text, appId: source),
      body: writer.bytes, createdAt: createdAt)
  }
}

import AMQP
import CivilTime
import Messages
import Storage

extension OutboxMessage {
  /// An event as a row of the outbox; `id` is the row's, `source` who says it.
  init(_ event: Event, id: String, source: String, createdAt: UTCInstant) {
    self.init(
      id: id, eventId: event.id, type: event.type, correlationId: event.requestIdentifier,
      trace: event.trace, source: source, body: event.body, createdAt: createdAt)
  }

  init(
    id: String, eventId: String, type: EventType, correlationId: String?, trace: TraceContext?,
    source: String, body: [UInt8], createdAt: UTCInstant
  ) {
    var headers: String?
    if let trace {
      var table: HeaderTable = ["traceparent": .string(trace.traceparent)]
      if let state = trace.tracestate { table["tracestate"] = .string(state) }
      headers = table.jsonText
    }
    self.init(
      id: id, exchange: ExchangeName.events, routingKey: type.rawValue, eventId: eventId,
      properties: Properties(
        contentType: Event.contentType, messageId: eventId, type: type.rawValue,
        correlationId: correlationId, appId: source, headers: headers),
      body: body, createdAt: createdAt)
  }
}

package import Billing
import CivilTime
import JSON

/// Writes events, each in a single pass into its bytes.
package struct EventEncoder: Sendable {
  /// CloudEvents `source`: who says so.
  package let source: String

  /// - Parameter source: a URI reference, not empty.
  package init(source: String = "/invoice-worker") {
    self.source = source
  }

  /// `invoice-request.completed.v1`.
  package func completion(_ completion: Completion) -> Event {
    let header = completion.header
    let size = 1_024 + completion.decision.answer.invoices.count * 512
    return event(
      .requestCompleted, id: completion.eventIdentifier, subject: header.key.identifier,
      time: completion.completedAt, requestIdentifier: header.key.identifier, trace: header.trace,
      size: size
    ) { $0.completion(completion) }
  }

  /// `error-log.recorded.v1`. `key` is that of the request that met the error, nil when it had none.
  package func errorLog(_ log: ErrorLog, of key: RequestKey?, trace: TraceContext?) -> Event {
    event(
      .errorLogRecorded, id: EventIdentifier.errorLog(log, source: key?.source ?? ""),
      subject: log.number, time: log.lastSeenAt, requestIdentifier: log.requestIdentifier,
      trace: trace, size: 1_024
    ) { $0.errorLog(log) }
  }

  /// The envelope; what is written is its `data`.
  func event(
    _ type: EventType, id: String, subject: String, time: UTCInstant, requestIdentifier: String?,
    trace: TraceContext?, size: Int, writingData: (inout JSONWriter) -> Void
  ) -> Event {
    let trace = trace?.ofEvent(id)
    var writer = JSONWriter(reservingCapacity: size)
    writer.beginObject()
    writer.member("specversion", "1.0")
    writer.member("id", id)
    writer.member("source", source)
    writer.member("type", type.rawValue)
    writer.member("subject", subject)
    writer.member("time", time)
    writer.member("datacontenttype", "application/json")
    writer.member("dataschema", type.schemaIdentifier)
    if let trace {
      writer.member("traceparent", trace.traceparent)
      if let state = trace.tracestate { writer.member("tracestate", state) }
    }
    writer.key(plain: "data")
    writingData(&writer)
    writer.endObject()
    return Event(
      id: id, type: type, subject: subject, time: time, requestIdentifier: requestIdentifier,
      trace: trace, body: writer.bytes)
  }
}

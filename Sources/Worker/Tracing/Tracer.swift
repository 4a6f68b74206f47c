import AMQP
import CivilTime
import Messages
import Storage
package import Traces

/// Records a worker's work as spans, for all its lanes and its relay. Nothing here waits: what the collector does not take in time is
/// dropped and counted.
package final class Tracer: Sendable {
  package let sampler: TraceSampler
  package let queue = SpanQueue()
  /// As the semantic conventions name it: `sqlite` or `postgresql`.
  let database: String

  package init(sampler: TraceSampler, database: String) {
    self.sampler = sampler
    self.database = database
  }

  /// Gives each request whose trace is recorded the span in which it is processed, so that its events refer to it.
  func begin(_ requests: [ReceivedRequest]) -> [ReceivedRequest] {
    var chance = SystemRandomNumberGenerator()
    return requests.map { received in
      guard let header = received.intake.header else { return received }
      let parent = header.trace.flatMap { SpanContext(traceparent: $0.traceparent) }
      let trace = parent?.trace ?? .random(using: &chance)
      guard sampler.records(trace, parent: parent) else { return received }
      let span = ProcessSpan(
        context: SpanContext(trace: trace, span: .random(using: &chance), isSampled: true),
        parent: parent?.span)
      return received.traced(
        TraceContext(processing: span, tracestate: header.trace?.tracestate))
    }
  }

  /// Records a committed batch.
  func record(
    _ requests: [TracedRequest], settled: Int, phases: [PhaseInterval]
  ) {
    guard !requests.isEmpty else { return }
    var chance = SystemRandomNumberGenerator()
    let trace = BatchTrace(
      requests: requests, phases: phases, settled: settled, database: database, now: Self.now())
    queue.add(trace.spans(using: &chance))
  }

  /// Records that events were sent which the broker has confirmed; `begun` is when.
  func record(sent messages: [OutboxMessage], begun: MonotonicInstant) {
    let now = Self.now()
    let start = now.nanosecondsSince1970 - (now.monotonic.nanoseconds - begun.nanoseconds)
    queue.add(
      messages.compactMap { message in
        guard let identifier = message.eventId,
          let text = message.properties.headers,
          let headers = try? HeaderTable(jsonText: text),
          let context = headers["traceparent"]?.text.flatMap(SpanContext.init(traceparent:)),
          sampler.records(context.trace, parent: context)
        else { return nil }
        return Span(
          "send \(ExchangeName.events)", .producer, context,
          parent: context.span.processing(event: identifier), begun: start,
          ended: now.nanosecondsSince1970,
          attributes: [
            SpanAttribute("messaging.system", .text("rabbitmq")),
            SpanAttribute("messaging.operation.name", .text("send")),
            SpanAttribute("messaging.operation.type", .text("send")),
            SpanAttribute("messaging.destination.name", .text(message.exchange)),
            SpanAttribute(
              "messaging.rabbitmq.destination.routing_key", .text(message.routingKey)),
            SpanAttribute("messaging.message.id", .text(identifier)),
          ])
      })
  }

  private static func now() -> (monotonic: MonotonicInstant, nanosecondsSince1970: Int64) {
    (.now, UTCInstant.now().microsecondsSince1970 * 1_000)
  }
}

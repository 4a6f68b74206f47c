import AMQP
import Billing
import CivilTime
import Messages
import Traces

/// The spans of a committed batch (<doc:Operations#Traces>): one for each request whose trace is recorded, under its sender's, and
/// one for the transaction, in a trace of its own, with its phases. Each links to the other, for a transaction has many requests.
struct BatchTrace {
  let requests: [TracedRequest]
  let phases: [PhaseInterval]
  /// Requests settled by the transaction, recorded or not.
  let settled: Int
  /// `sqlite` or `postgresql`.
  let database: String
  /// A moment by both clocks, by which the phases' become moments since 1970.
  let now: (monotonic: MonotonicInstant, nanosecondsSince1970: Int64)

  /// Empty where no request is recorded.
  func spans(using chance: inout some RandomNumberGenerator) -> [Span] {
    guard !requests.isEmpty else { return [] }
    let batch = SpanContext(
      trace: .random(using: &chance), span: .random(using: &chance), isSampled: true)
    let ended = phases.map(\.ended).max() ?? now.monotonic
    var spans = [
      Span(
        "batch", .internal, batch, begun: moment(phases.map(\.begun).min() ?? ended),
        ended: moment(ended),
        attributes: [
          SpanAttribute("messaging.batch.message_count", .integer(Int64(settled))),
          SpanAttribute("db.system.name", .text(database)),
        ], links: requests.map(\.span.context))
    ]
    for interval in phases {
      let context = SpanContext(
        trace: batch.trace, span: .random(using: &chance), isSampled: true)
      spans.append(
        Span(
          interval.phase.rawValue, .internal, context, parent: batch.span,
          begun: moment(interval.begun), ended: moment(interval.ended)))
    }
    for request in requests {
      spans.append(
        Span(
          "process \(request.received.work.name)", .consumer, request.span.context,
          parent: request.span.parent,
          begun: request.received.receivedAt.microsecondsSince1970 * 1_000, ended: moment(ended),
          attributes: attributes(of: request), links: [batch],
          failure: request.outcome == .failed || request.outcome == .rejected
            ? request.errorCode : nil))
    }
    return spans
  }

  private func attributes(of request: TracedRequest) -> [SpanAttribute] {
    let delivery = request.received.delivery
    var attributes = [
      SpanAttribute("messaging.system", .text("rabbitmq")),
      SpanAttribute("messaging.operation.name", .text("process")),
      SpanAttribute("messaging.operation.type", .text("process")),
      SpanAttribute("messaging.destination.name", .text(ExchangeName.requests)),
      SpanAttribute(
        "messaging.rabbitmq.destination.routing_key",
        .text(PrintableText.escaping(request.header.type, limit: 255))),
      SpanAttribute("messaging.message.id", .text(request.header.key.identifier)),
      SpanAttribute("messaging.message.body.size", .integer(Int64(clamping: delivery.bodySize))),
      SpanAttribute("invoice_worker.lines", .integer(Int64(request.lines))),
      SpanAttribute("invoice_worker.repeated", .bool(request.isRepeated)),
    ]
    if let outcome = request.outcome {
      attributes.append(SpanAttribute("invoice_worker.outcome", .text(outcome.rawValue)))
    }
    if let code = request.errorCode {
      attributes.append(SpanAttribute("invoice_worker.error_code", .text(code)))
    }
    return attributes
  }

  private func moment(_ instant: MonotonicInstant) -> Int64 {
    now.nanosecondsSince1970 - (now.monotonic.nanoseconds - instant.nanoseconds)
  }
}

package import Traces

/// The trace that a request belongs to, carried on to its events (W3C Trace Context).
package struct TraceContext: Hashable, Sendable {
  package let traceparent: String
  package let tracestate: String?
  /// The span in which this worker processes the request; nil where it records none, and passes on what came.
  package let processing: ProcessSpan?

  /// Of a request whose processing is recorded.
  package init(processing: ProcessSpan, tracestate: String?) {
    traceparent = processing.context.traceparent
    self.tracestate = tracestate
    self.processing = processing
  }

  /// As an event of the request carries it: where the processing is recorded, each event is sent in a span of its own.
  func ofEvent(_ identifier: String) -> TraceContext {
    guard let processing else { return self }
    let context = SpanContext(
      trace: processing.context.trace, span: processing.context.span.ofEvent(identifier),
      isSampled: processing.context.isSampled)
    return TraceContext(ofEvent: context.traceparent, tracestate: tracestate)
  }

  private init(ofEvent traceparent: String, tracestate: String?) {
    self.traceparent = traceparent
    self.tracestate = tracestate
    processing = nil
  }

  /// The trace's identifier, 32 digits.
  package var traceID: String { String(traceparent.dropFirst(3).prefix(32)) }

  /// The identifier of the span that sent the request, 16 digits.
  package var spanID: String { String(traceparent.dropFirst(36).prefix(16)) }

  /// nil unless `traceparent` is one of version 00; a trace is no reason to refuse a request, so what
  /// is malformed is dropped, as that recommendation has it. A `tracestate` longer than 512 characters
  /// or not of printable ASCII is dropped by itself.
  package init?(traceparent: String?, tracestate: String?) {
    guard let traceparent, Self.isValid(traceparent) else { return nil }
    self.traceparent = traceparent
    processing = nil
    self.tracestate = tracestate.flatMap { state in
      let units = state.utf8
      let isCarried =
        (1...512).contains(units.count) && units.allSatisfy { (0x20...0x7E).contains($0) }
      return isCarried ? state : nil
    }
  }

  /// `00-` 32 digits `-` 16 digits `-` 2 digits, lower-case hexadecimal, neither identifier all zero.
  private static func isValid(_ text: String) -> Bool {
    let units = Array(text.utf8)
    guard units.count == 55 else { return false }
    for (index, unit) in units.enumerated() {
      switch index {
      case 2, 35, 52:
        guard unit == UInt8(ascii: "-") else { return false }
      default:
        guard
          (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(unit)
            || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(unit)
        else { return false }
      }
    }
    let zero = UInt8(ascii: "0")
    return units[0] == zero && units[1] == zero && units[3..<35].contains { $0 != zero }
      && units[36..<52].contains { $0 != zero }
  }
}

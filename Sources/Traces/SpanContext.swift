/// A span as others refer to it, and whether its trace is recorded: what `traceparent` carries.
package struct SpanContext: Hashable, Sendable {
  package let trace: TraceID
  package let span: SpanID
  /// Whether the trace is recorded by whoever began it.
  package let isSampled: Bool

  package init(trace: TraceID, span: SpanID, isSampled: Bool) {
    self.trace = trace
    self.span = span
    self.isSampled = isSampled
  }

  /// Reads `00-` 32 digits `-` 16 digits `-` 2 digits; nil for anything else.
  package init?(traceparent: String) {
    let parts = traceparent.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 4, parts[0] == "00", parts[1].utf8.count == 32,
      let high = Self.number(parts[1].prefix(16)), let low = Self.number(parts[1].dropFirst(16)),
      let trace = TraceID(high: high, low: low),
      parts[2].utf8.count == 16, let bits = Self.number(parts[2]), let span = SpanID(bits: bits),
      parts[3].utf8.count == 2, let flags = Self.number(parts[3])
    else { return nil }
    self.init(trace: trace, span: span, isSampled: flags & 1 == 1)
  }

  /// Only lower-case digits: the standard library's own reader also takes a sign and upper-case.
  private static func number(_ digits: Substring) -> UInt64? {
    guard
      digits.utf8.allSatisfy({
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
          || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
      })
    else { return nil }
    return UInt64(digits, radix: 16)
  }

  package var traceparent: String { "00-\(trace)-\(span)-\(isSampled ? "01" : "00")" }
}

/// The span in which a request is processed, and the span that it comes from.
package struct ProcessSpan: Hashable, Sendable {
  package let context: SpanContext
  /// The sender's; nil where the trace begins here.
  package let parent: SpanID?

  package init(context: SpanContext, parent: SpanID?) {
    self.context = context
    self.parent = parent
  }
}

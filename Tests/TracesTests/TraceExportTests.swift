import Testing
import Traces

@Suite struct TraceExportTests {
  private static func span(_ name: String) throws -> Span {
    let context = try #require(
      SpanContext(traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"))
    return Span(
      name, .consumer, context, parent: SpanID(bits: 1), begun: 1_700_000_000_000_000_001, ended: 2,
      attributes: [
        SpanAttribute("text", .text("\"")), SpanAttribute("number", .integer(.max)),
        SpanAttribute("flag", .bool(false)),
      ], links: [context], failure: "REFUSED")
  }

  @Test("Spans are written as OTLP has them in JSON: hexadecimal, 64-bit numbers as text")
  func body() throws {
    let export = TraceExport(
      resource: [SpanAttribute("service.name", .text("s"))], version: "1")
    let context =
      #""traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"00f067aa0ba902b7","flags":1"#
    // A span does not end before it begins, whatever the clocks said.
    let expected =
      #"{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"s"}}]},"#
      + #""scopeSpans":[{"scope":{"name":"invoice-worker","version":"1"},"spans":[{"#
      + context
      + #","parentSpanId":"0000000000000001","name":"a","kind":5,"#
      + #""startTimeUnixNano":"1700000000000000001","endTimeUnixNano":"1700000000000000001","#
      + #""attributes":[{"key":"text","value":{"stringValue":"\""}},"#
      + #"{"key":"number","value":{"intValue":"9223372036854775807"}},"#
      + #"{"key":"flag","value":{"boolValue":false}}],"links":[{"#
      + context + #"}],"status":{"code":2,"message":"REFUSED"}}]}]}]}"#
    #expect(String(decoding: export.body(of: [try Self.span("a")]), as: UTF8.self) == expected)
  }

  @Test("Spans that nobody takes are bounded: the newest are dropped, and counted")
  func bounded() throws {
    let queue = SpanQueue()
    let span = try Self.span("a")
    for _ in 0..<30 { queue.add(Array(repeating: span, count: 100)) }
    #expect(queue.count == SpanQueue.capacity)
    #expect(queue.takeDropped() == 3_000 - 2_048 && queue.takeDropped() == 0)
    #expect(queue.take(512).count == 512 && queue.count == 2_048 - 512)
  }
}

import JSON

/// Writes spans as OTLP has them in JSON (opentelemetry-proto, `ExportTraceServiceRequest`): identifiers in hexadecimal, 64-bit
/// numbers as text, kinds as numbers.
package struct TraceExport: Sendable {
  /// What all spans of this process have in common, such as `service.name`.
  package let resource: [SpanAttribute]
  package let version: String

  package init(resource: [SpanAttribute], version: String) {
    self.resource = resource
    self.version = version
  }

  /// The body of one call.
  package func body(of spans: [Span]) -> [UInt8] {
    var writer = JSONWriter(reservingCapacity: 512 + spans.count * 1_024)
    writer.beginObject()
    writer.key(plain: "resourceSpans")
    writer.beginArray()
    writer.beginObject()
    writer.key(plain: "resource")
    writer.beginObject()
    writer.attributes(resource)
    writer.endObject()
    writer.key(plain: "scopeSpans")
    writer.beginArray()
    writer.beginObject()
    writer.key(plain: "scope")
    writer.beginObject()
    writer.key(plain: "name")
    writer.string("invoice-worker")
    writer.key(plain: "version")
    writer.string(version)
    writer.endObject()
    writer.key(plain: "spans")
    writer.beginArray()
    for span in spans { writer.span(span) }
    writer.endArray()
    writer.endObject()
    writer.endArray()
    writer.endObject()
    writer.endArray()
    writer.endObject()
    return writer.bytes
  }
}

extension JSONWriter {
  fileprivate mutating func span(_ span: Span) {
    beginObject()
    context(span.context)
    if let parent = span.parent {
      key(plain: "parentSpanId")
      string(parent.description)
    }
    key(plain: "name")
    string(span.name)
    key(plain: "kind")
    integer(span.kind.rawValue)
    key(plain: "startTimeUnixNano")
    string(String(span.begun))
    key(plain: "endTimeUnixNano")
    string(String(span.ended))
    attributes(span.attributes)
    if !span.links.isEmpty {
      key(plain: "links")
      beginArray()
      for link in span.links {
        beginObject()
        context(link)
        endObject()
      }
      endArray()
    }
    if let failure = span.failure {
      key(plain: "status")
      beginObject()
      key(plain: "code")
      integer(2)
      key(plain: "message")
      string(failure)
      endObject()
    }
    endObject()
  }

  private mutating func context(_ context: SpanContext) {
    key(plain: "traceId")
    string(context.trace.description)
    key(plain: "spanId")
    string(context.span.description)
    key(plain: "flags")
    integer(context.isSampled ? 1 : 0)
  }

  fileprivate mutating func attributes(_ attributes: [SpanAttribute]) {
    key(plain: "attributes")
    beginArray()
    for attribute in attributes {
      beginObject()
      key(plain: "key")
      string(attribute.name)
      key(plain: "value")
      beginObject()
      switch attribute.value {
      case .text(let text):
        key(plain: "stringValue")
        string(text)
      case .integer(let number):
        key(plain: "intValue")
        string(String(number))
      case .bool(let flag):
        key(plain: "boolValue")
        bool(flag)
      }
      endObject()
      endObject()
    }
    endArray()
  }
}

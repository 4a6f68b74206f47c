/// A piece of work that has ended, as it is told to a collector (OpenTelemetry).
package struct Span: Hashable, Sendable {
  package let context: SpanContext
  package let parent: SpanID?
  package let name: String
  package let kind: Kind
  /// Nanoseconds since 1970, as are all moments here.
  package let begun: Int64
  package let ended: Int64
  package let attributes: [SpanAttribute]
  /// Spans that it has to do with and that are not its parent.
  package let links: [SpanContext]
  /// Why the work failed; nil where it did not.
  package let failure: String?

  /// The wire's numbers (SpanKind).
  package enum Kind: Int, Hashable, Sendable {
    case `internal` = 1
    case producer = 4
    case consumer = 5
  }

  package init(
    _ name: String, _ kind: Kind, _ context: SpanContext, parent: SpanID? = nil, begun: Int64,
    ended: Int64, attributes: [SpanAttribute] = [], links: [SpanContext] = [],
    failure: String? = nil
  ) {
    self.name = name
    self.kind = kind
    self.context = context
    self.parent = parent
    self.begun = begun
    self.ended = max(begun, ended)
    self.attributes = attributes
    self.links = links
    self.failure = failure
  }
}

/// A fact about a span, under a name of the semantic conventions or one that begins with `invoice_worker.`.
package struct SpanAttribute: Hashable, Sendable {
  package enum Value: Hashable, Sendable {
    case text(String)
    case integer(Int64)
    case bool(Bool)
  }

  package let name: String
  package let value: Value

  package init(_ name: String, _ value: Value) {
    self.name = name
    self.value = value
  }
}

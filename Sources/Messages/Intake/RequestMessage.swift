/// A request as the broker delivered it: the body and those properties that say what it is
/// (<doc:Requests#A-request>). Nothing is checked yet.
package struct RequestMessage: Sendable {
  /// The body, or its beginning when it is over the limit.
  package let body: [UInt8]
  /// The whole body's length in bytes, as the sender announced it.
  package let bodySize: Int
  /// Where the message came in.
  package let queue: WorkQueue
  package let contentType: String?
  package let contentEncoding: String?
  package let messageId: String?
  package let type: String?
  package let appId: String?
  /// Whether the source is what the message says, or the user whom the broker has checked.
  package let source: RequestSource
  /// As it was sent. What is answered with is ``echoedCorrelationId``.
  package let correlationId: String?
  package let replyTo: String?
  /// The headers of W3C Trace Context.
  package let traceparent: String?
  package let tracestate: String?
  /// The version of CloudEvents that a message in binary mode says, where it is one that cannot be read.
  package let unsupportedEventVersion: String?

  package init(
    body: [UInt8],
    bodySize: Int? = nil,
    queue: WorkQueue,
    contentType: String? = nil,
    contentEncoding: String? = nil,
    messageId: String? = nil,
    type: String? = nil,
    appId: String? = nil,
    source: RequestSource = .asStated,
    correlationId: String? = nil,
    replyTo: String? = nil,
    traceparent: String? = nil,
    tracestate: String? = nil,
    unsupportedEventVersion: String? = nil
  ) {
    self.body = body
    self.bodySize = bodySize ?? body.count
    self.queue = queue
    self.contentType = contentType
    self.contentEncoding = contentEncoding
    self.messageId = messageId
    self.type = type
    self.appId = appId
    self.source = source
    self.correlationId = correlationId
    self.replyTo = replyTo
    self.traceparent = traceparent
    self.tracestate = tracestate
    self.unsupportedEventVersion = unsupportedEventVersion
  }

  /// `correlationId`, unless it is nothing that the member of that name may be: control characters would go
  /// on to events, replies and terminals. Then it counts as absent, as a malformed trace does; a property
  /// beside the request is no reason to refuse it, and an escaped text would match nothing at the sender.
  var echoedCorrelationId: String? {
    guard let correlationId,
      RequestAttributes.correlationIdForm.rule(brokenBy: correlationId) == nil
    else { return nil }
    return correlationId
  }

  /// Whether `body` is only the beginning.
  var isTruncated: Bool { body.count < bodySize }
}

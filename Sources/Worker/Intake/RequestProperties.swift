import AMQP
import Messages

/// What a message says of itself beside its body: by its properties, or by its headers where it is a CloudEvents message in
/// binary mode. What such a header leaves out the property says.
struct RequestProperties {
  let messageId: String?
  let type: String?
  let appId: String?
  let traceparent: String?
  let tracestate: String?
  /// The version of CloudEvents, where it is one that cannot be read.
  let unsupportedEventVersion: String?

  init(_ properties: MessageProperties) {
    let headers = properties.headers
    let event = headers.flatMap { Self.event($0, properties.contentType) }
    messageId = event?.identifier ?? properties.messageId
    type = event?.type ?? properties.type
    appId = event?.source ?? properties.appId
    traceparent = event?.traceparent ?? headers?["traceparent"]?.text
    tracestate = event?.tracestate ?? headers?["tracestate"]?.text
    unsupportedEventVersion = event?.unsupportedVersion
  }

  /// In structured mode the body says everything.
  private static func event(_ headers: HeaderTable, _ contentType: String?) -> BinaryCloudEvent? {
    guard let event = BinaryCloudEvent(reading: { headers[$0]?.text }),
      MediaType(contentType: contentType) != .cloudEvents
    else { return nil }
    return event
  }
}

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
    // In structured mode the body says everything.
    let isStructured = MediaType(contentType: properties.contentType) == .cloudEvents
    let event =
      headers == nil || isStructured ? nil : BinaryCloudEvent { headers?[$0]?.text }
    messageId = event?.identifier ?? properties.messageId
    type = event?.type ?? properties.type
    appId = event?.source ?? properties.appId
    traceparent = event?.traceparent ?? headers?["traceparent"]?.text
    tracestate = event?.tracestate ?? headers?["tracestate"]?.text
    unsupportedEventVersion = event?.unsupportedVersion
  }
}

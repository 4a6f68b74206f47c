import Billing
import Digest
import JSON

/// Turns a delivered message into a request, or into the reason why it is none (<doc:Requests#A-request>,
/// <doc:BadInput>).
///
/// Total: there is an answer to every message, and all faults of a request are found, not the first
/// only. Work is linear in the body's length.
package enum RequestDecoder {
  package static func decode(_ message: RequestMessage) -> Intake {
    guard !isOversized(message) else { return refuseOversized(message) }
    return switch MediaType(contentType: message.contentType) {
    case .cloudEvents?: decodeCloudEvent(message)
    default: decodePlain(message)
    }
  }

  /// Of a body over its limit only the beginning may be there: enough to say whose it is. A CloudEvents
  /// message has its identifier there as a rule.
  private static func refuseOversized(_ message: RequestMessage) -> Intake {
    let digest = OversizedBody.digest(beginning: message.body, size: message.bodySize)
    let isEvent = MediaType(contentType: message.contentType) == .cloudEvents
    let envelope =
      isEvent
      ? CloudEvent.read(beginning: message.body).envelope(digest).from(message.source)
      : plainEnvelope(message, digest)
    let refusal = bodyOverLimit(message, of: message.queue)
    switch envelope.key() {
    case .success(let key):
      return refuse(message, envelope, key, refusal)
    case .failure(let fault):
      // Without the rest of an event nobody knows whether it has an identifier.
      let isUnread = isEvent && fault.code == .requestIdentifierMissing
      return .unidentified(
        envelope.unidentified(isUnread ? refusal.faults.first ?? fault : fault, digest))
    }
  }

  private static func plainEnvelope(
    _ message: RequestMessage, _ digest: SHA256Digest
  ) -> RequestEnvelope {
    RequestEnvelope(
      identifier: message.messageId,
      source: message.source.resolved(stated: message.appId ?? ""), type: message.type,
      correlationId: message.echoedCorrelationId,
      trace: TraceContext(traceparent: message.traceparent, tracestate: message.tracestate),
      bodySHA256: digest)
  }

  /// The plain form: the properties say what the message is, the body is the data. A CloudEvents message in binary mode is the same
  /// with headers in place of the properties (``BinaryCloudEvent``).
  private static func decodePlain(_ message: RequestMessage) -> Intake {
    let envelope = plainEnvelope(message, SHA256Digest.of(message.body))
    let key: RequestKey
    switch envelope.key() {
    case .success(let valid): key = valid
    case .failure(let fault):
      return .unidentified(envelope.unidentified(fault, envelope.bodySHA256))
    }
    if message.source.isMissing { return refuse(message, envelope, key, userMissing) }
    if message.unsupportedEventVersion != nil {
      return refuse(message, envelope, key, malformed("`specversion` must be \"1.0\"."))
    }
    guard MediaType(contentType: message.contentType) != nil else {
      return refuse(
        message, envelope, key,
        malformed(
          "The content type \(EscapedText.of(message.contentType ?? "")) is not supported. Send"
            + " application/json or application/cloudevents+json."))
    }
    if let encoding = ContentEncoding.unsupported(message.contentEncoding) {
      return refuse(message, envelope, key, malformed(ContentEncoding.sentence(encoding)))
    }
    guard let definition = RequestDefinition(typeName: message.type ?? "") else {
      return refuse(message, envelope, key, unknownType(message.type))
    }
    guard message.bodySize <= definition.queue.bodyLimit else {
      return refuse(message, envelope, key, bodyOverLimit(message, of: definition.queue))
    }
    do throws(JSONError) {
      let root = try JSONDocument(reading: message.body).root
      guard case .object(let data) = root else {
        return refuse(message, envelope, key, malformed("The body must be one JSON object."))
      }
      return decode(data, as: definition, message, envelope, key)
    } catch {
      return refuse(message, envelope, key, malformed("The body is not valid JSON: \(error)."))
    }
  }

  /// The CloudEvents form: the body says everything, the properties are ignored.
  private static func decodeCloudEvent(_ message: RequestMessage) -> Intake {
    let event = CloudEvent.read(message.body)
    if event.identifier == nil, var fault = event.malformation {
      // Nothing in it can be trusted to be the identifier. The properties are ignored, unless one of them
      // says why the body cannot be read.
      if let encoding = ContentEncoding.unsupported(message.contentEncoding) {
        fault = Fault(code: .requestMalformed, message: ContentEncoding.sentence(encoding))
      }
      return .unidentified(
        UnidentifiedMessage(fault: fault, bodySHA256: SHA256Digest.of(message.body)))
    }
    let envelope = event.envelope(of: message.body).from(message.source)
    let key: RequestKey
    switch envelope.key() {
    case .success(let valid): key = valid
    case .failure(let fault):
      return .unidentified(envelope.unidentified(fault, SHA256Digest.of(message.body)))
    }
    if message.source.isMissing { return refuse(message, envelope, key, userMissing) }
    if let refusal = event.refusal { return refuse(message, envelope, key, refusal) }
    guard let definition = RequestDefinition(typeName: envelope.type ?? "") else {
      return refuse(message, envelope, key, unknownType(envelope.type))
    }
    guard message.bodySize <= definition.queue.bodyLimit else {
      return refuse(message, envelope, key, bodyOverLimit(message, of: definition.queue))
    }
    guard case .object(let data)? = event.data?.value else {
      return refuse(message, envelope, key, malformed("`data` must be a JSON object."))
    }
    return decode(data, as: definition, message, envelope, key)
  }

  private static func decode(
    _ data: JSONObject, as definition: RequestDefinition, _ message: RequestMessage,
    _ envelope: RequestEnvelope, _ key: RequestKey
  ) -> Intake {
    let faults = FaultCollector()
    var fields = ObjectReader(data, faults)
    let request = definition.read(&fields)
    let attributes = RequestAttributes(&fields)
    fields.refuseUnknownMembers()
    let header = envelope.header(key, of: message, attributes)
    guard faults.refusal == nil, let request else {
      // A form that gives no value has said why.
      return .refused(header, faults.refusal ?? malformed("The request cannot be read."))
    }
    return .request(IdentifiedRequest(header: header, request: request))
  }

  private static func refuse(
    _ message: RequestMessage, _ envelope: RequestEnvelope, _ key: RequestKey, _ refusal: Refusal
  ) -> Intake {
    .refused(envelope.header(key, of: message, nil), refusal)
  }

  private static func isOversized(_ message: RequestMessage) -> Bool {
    message.isTruncated || message.bodySize > message.queue.bodyLimit
  }
}

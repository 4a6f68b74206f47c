import Billing
import Digest

/// What a message says of itself, in either form, before anything of it is checked.
struct RequestEnvelope {
  let identifier: String?
  /// Empty when the sender named none.
  private(set) var source: String
  let type: String?
  /// From the message's property, in the plain form.
  let correlationId: String?
  let trace: TraceContext?
  let bodySHA256: SHA256Digest

  /// The same from the source that counts.
  func from(_ source: RequestSource) -> RequestEnvelope {
    var envelope = self
    envelope.source = source.resolved(stated: self.source)
    return envelope
  }

  /// The key, or what keeps it from being one.
  func key() -> Result<RequestKey, Fault> {
    guard let identifier, !identifier.isEmpty else {
      return .failure(
        Fault(
          code: .requestIdentifierMissing,
          message: "The request has no identifier, so it was not processed. Set the property"
            + " message_id, or `id` of a CloudEvents message, and send it again."))
    }
    guard isIdentifierValid else {
      return .failure(
        Fault(
          code: .requestIdentifierInvalid,
          message: "The request identifier \"\(EscapedText.of(identifier))\" must be 1 to 128"
            + " characters of printable ASCII without spaces. Send the request with such a one."))
    }
    guard PrintableASCII.contains(source, length: PrintableASCII.sourceLength) else {
      return .failure(
        Fault(
          code: .requestIdentifierInvalid,
          message: "The request's source \"\(EscapedText.of(source))\" must be at most 255"
            + " characters of printable ASCII without spaces. Send the request with such a one."))
    }
    return .success(RequestKey(source: source, identifier: identifier))
  }

  /// What the message is without a key; `digest` is of the whole body.
  func unidentified(_ fault: Fault, _ digest: SHA256Digest) -> UnidentifiedMessage {
    UnidentifiedMessage(
      fault: fault, bodySHA256: digest, identifier: isIdentifierValid ? identifier : nil)
  }

  private var isIdentifierValid: Bool {
    guard let identifier else { return false }
    return PrintableASCII.contains(identifier, length: PrintableASCII.requestIdentifierLength)
  }

  /// The header under `key`; `attributes` are of the request's data, when that could be read.
  func header(
    _ key: RequestKey, of message: RequestMessage, _ attributes: RequestAttributes?
  ) -> IdentifiedHeader {
    IdentifiedHeader(
      key: key,
      type: EscapedText.of(type ?? "", limit: 128),
      correlationId: attributes?.correlationId ?? correlationId,
      requestedBy: attributes?.requestedBy,
      bodySHA256: bodySHA256,
      trace: trace,
      replyTo: message.replyTo.flatMap { $0.isEmpty ? nil : $0 },
      replyCorrelationId: message.echoedCorrelationId)
  }
}

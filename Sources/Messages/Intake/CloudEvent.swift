import Billing
import Digest
import JSON

/// A CloudEvents 1.0 message in structured JSON, as far as a request needs it. Attributes that are not
/// named here are tolerated, as that specification asks.
struct CloudEvent {
  /// nil when it is absent.
  private(set) var identifier: String?
  private(set) var source: String?
  private(set) var type: String?
  private(set) var data: JSONMember?
  private var specificationVersion: JSONValue = .null
  private var dataContentType: String?
  private var hasBinaryData = false
  private var traceparent: String?
  private var tracestate: String?

  /// Fails when the body is no JSON object: then nothing in it can be taken for the identifier.
  static func read(_ body: [UInt8]) -> Result<CloudEvent, Fault> {
    do throws(JSONError) {
      guard case .object(let object) = try JSONDocument(reading: body).root else {
        return .failure(
          Fault(code: .requestMalformed, message: "The body must be one JSON object."))
      }
      return .success(CloudEvent(object))
    } catch {
      return .failure(
        Fault(code: .requestMalformed, message: "The body is not valid JSON: \(error)."))
    }
  }

  /// What the beginning of an event says that is over its limit. Its data is not read.
  static func read(beginning body: [UInt8]) -> CloudEvent {
    var event = JSONDocument.members(ofBeginning: body).map(CloudEvent.init) ?? CloudEvent()
    event.data = nil
    return event
  }

  private init() {}

  private init(_ object: JSONObject) {
    for member in object {
      switch member.name {
      case "specversion": specificationVersion = member.value
      case "id": identifier = Self.text(member)
      case "source": source = Self.text(member)
      case "type": type = Self.text(member)
      case "datacontenttype": dataContentType = Self.text(member)
      case "traceparent": traceparent = Self.text(member)
      case "tracestate": tracestate = Self.text(member)
      case "data": data = member
      case "data_base64": hasBinaryData = hasBinaryData || member.value != .null
      default: break
      }
    }
  }

  /// What forbids to read the data, although the event has a key.
  var refusal: Refusal? {
    if specificationVersion != .string("1.0") {
      return RequestDecoder.malformed("`specversion` must be \"1.0\".")
    }
    if source?.isEmpty ?? true {
      return RequestDecoder.malformed("`source` is required in a CloudEvents message.")
    }
    if hasBinaryData {
      return RequestDecoder.malformed(
        "`data_base64` is not supported. Send the request as a JSON object in `data`.")
    }
    if let dataContentType, !dataContentType.isEmpty,
      MediaType(contentType: dataContentType) != .json
    {
      return RequestDecoder.malformed("`datacontenttype` must be application/json.")
    }
    return nil
  }

  /// `body` are the bytes that the event was read from; those of `data` are digested, so that the same
  /// request in another envelope is the same request.
  func envelope(of body: [UInt8]) -> RequestEnvelope {
    envelope(data.map { SHA256Digest.of(body[$0.valueRange]) } ?? SHA256Digest.of(body))
  }

  /// The same with a digest that was made of something else.
  func envelope(_ digest: SHA256Digest) -> RequestEnvelope {
    RequestEnvelope(
      identifier: identifier, source: source ?? "", type: type, correlationId: nil,
      trace: TraceContext(traceparent: traceparent, tracestate: tracestate), bodySHA256: digest)
  }

  /// What is there and no string becomes a text that is no identifier, for its blanks.
  private static func text(_ member: JSONMember) -> String? {
    switch member.value {
    case .null: nil
    case .string(let text): text
    default: "(not a string)"
    }
  }
}

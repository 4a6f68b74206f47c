import Billing
import Digest
import JSON

/// A CloudEvents 1.0 message in structured JSON, as far as a request needs it. Attributes that are not
/// named here are tolerated, as that specification asks.
struct CloudEvent {
  /// The request is `data`, so the depth of that is what is bounded, as in the plain form: the event
  /// around it does not count.
  private static let maximumDepth = JSONDocument.maximumDepth + 1

  /// nil when it is absent.
  private(set) var identifier: String?
  private(set) var source: String?
  private(set) var type: String?
  private(set) var data: JSONMember?
  /// Why the body is not one JSON object.
  private(set) var malformation: Fault?
  private var specificationVersion: JSONValue = .null
  private var dataContentType: String?
  private var hasBinaryData = false
  private var traceparent: String?
  private var tracestate: String?

  /// Reads a whole body. Of one that is no valid JSON object, what is legible of the event is read
  /// nevertheless, for its key; its data is not, and `malformation` says what is wrong.
  static func read(_ body: [UInt8]) -> CloudEvent {
    let message: String
    do throws(JSONError) {
      let document = try JSONDocument(reading: body, maximumDepth: maximumDepth)
      if case .object(let object) = document.root { return CloudEvent(object) }
      message = "The body must be one JSON object."
    } catch {
      message = "The body is not valid JSON: \(error)."
    }
    var event = CloudEvent()
    if let members = JSONDocument.legibleMembers(of: body, maximumDepth: maximumDepth) {
      event = CloudEvent(members)
      // Behind a break there may be a source, and under another one it would be another's request.
      if !members.isComplete, event.source == nil { event.identifier = nil }
    }
    event.malformation = Fault(code: .requestMalformed, message: message)
    return event
  }

  /// What the beginning of an event says that is over its limit. Its data is not read.
  static func read(beginning body: [UInt8]) -> CloudEvent {
    JSONDocument.legibleMembers(of: body, maximumDepth: maximumDepth).map { CloudEvent($0) }
      ?? CloudEvent()
  }

  private init() {}

  /// Without a key when what makes it is not certain: given twice, or not as valid JSON.
  private init(_ members: LegibleMembers) {
    self.init(members.object)
    data = nil
    let isSourceClear = members.isUnambiguous("source") || !members.isGiven("source")
    if !members.isUnambiguous("id") || !isSourceClear { identifier = nil }
  }

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
    if let malformation { return Refusal(outcome: .rejected, faults: [malformation]) }
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
  /// request in another envelope is the same request. In a malformed body nobody can be sure which bytes
  /// are the data's, so the whole is digested.
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

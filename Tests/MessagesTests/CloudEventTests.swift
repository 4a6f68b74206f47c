import Billing
import Digest
import Messages
import Testing

@Suite struct CloudEventTests {
  private func event(_ members: String) -> Intake {
    RequestDecoder.decode(Requests.cloudEvent("{\(members)}"))
  }

  private let envelope =
    #""specversion": "1.0", "id": "r-1", "source": "crm", "type": "invoice.generate.v1""#

  @Test func bothFormsAreTheSameRequest() throws {
    let plain = RequestDecoder.decode(Requests.plain(Requests.generate))
    let structured = event("\(envelope), \"data\" : \(Requests.generate) ")
    #expect(structured.request == (try #require(plain.request as? GenerateInvoices)))
    #expect(structured.header == plain.header)
    #expect(plain.header?.bodySHA256 == SHA256Digest.of(Array(Requests.generate.utf8)))
  }

  @Test func thePropertiesAreIgnored() {
    let message = RequestMessage(
      body: Array("{\(envelope), \"data\": \(Requests.generate)}".utf8), queue: .generate,
      contentType: "application/cloudevents+json; charset=UTF-8", messageId: "other",
      type: "records.upsert.v1", appId: "elsewhere", correlationId: "c", replyTo: "q")
    let intake = RequestDecoder.decode(message)
    #expect(intake.header?.key == RequestKey(source: "crm", identifier: "r-1"))
    #expect(intake.header?.type == "invoice.generate.v1")
    #expect(intake.header?.correlationId == nil)
    // Where a reply goes is the transport's affair in both forms.
    #expect(intake.header?.replyTo == "q")
    #expect(intake.header?.replyCorrelationId == "c")
  }

  @Test func otherAttributesAreTolerated() {
    let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    let intake = event(
      """
      \(envelope), "time": "2026-11-20T09:00:00Z", "subject": null, "dataschema": "urn:x",
      "myext": 7, "datacontenttype": "application/json", "data_base64": null,
      "traceparent": "\(parent)", "data": \(Requests.generate)
      """)
    #expect(intake.request != nil)
    #expect(intake.header?.trace?.traceparent == parent)
  }

  @Test(arguments: [
    #""id": "r-1", "source": "crm", "type": "invoice.generate.v1", "data": {}"#,
    #""specversion": "0.3", "id": "r", "source": "crm", "type": "invoice.generate.v1", "data": {}"#,
    #""specversion": 1.0, "id": "r", "source": "crm", "type": "invoice.generate.v1", "data": {}"#,
    #""specversion": "1.0", "id": "r", "type": "invoice.generate.v1", "data": {}"#,
    #""specversion": "1.0", "id": "r", "source": "", "type": "invoice.generate.v1", "data": {}"#,
    #""specversion": "1.0", "id": "r", "source": "crm", "type": "invoice.generate.v1""#,
    #""specversion": "1.0", "id": "r", "source": "crm", "type": "invoice.generate.v1", "data": []"#,
    #""specversion": "1.0", "id": "r", "source": "crm", "type": "invoice.generate.v1", "data": "{}""#,
    """
    "specversion": "1.0", "id": "r", "source": "crm", "type": "invoice.generate.v1",
    "data_base64": "e30="
    """,
    """
    "specversion": "1.0", "id": "r", "source": "crm", "type": "invoice.generate.v1",
    "datacontenttype": "text/xml", "data": {}
    """,
  ])
  func malformedEvents(members: String) {
    #expect(event(members).places == ["REQUEST_MALFORMED -"])
  }

  @Test(arguments: [
    (#""specversion": "1.0", "source": "crm""#, ErrorCode.requestIdentifierMissing),
    (#""id": null, "source": "crm""#, .requestIdentifierMissing),
    (#""specversion": "1.0", "source": "crm", "data": {}"#, .requestIdentifierMissing),
    (#""id": "", "source": "crm""#, .requestIdentifierMissing),
    (#""id": 17, "source": "crm""#, .requestIdentifierInvalid),
    (#""id": "a b", "source": "crm""#, .requestIdentifierInvalid),
    (#""id": "a", "source": {}"#, .requestIdentifierInvalid),
    (#""id": "a", "source": "c d""#, .requestIdentifierInvalid),
    (#""id": "a", "id": "b""#, .requestMalformed),
    (#""id""#, .requestMalformed),
    (#""id": "a", "id": tru, "source": "s""#, .requestMalformed),
    (#""id": "a", "source": "s", "source": "t""#, .requestMalformed),
    (#""id": "a", "source": "\uD800""#, .requestMalformed),
    (#""id": "a", "data": {"x": 1]}, "source": "s""#, .requestMalformed),
    (#""source": "s", "data": {"x": {, "id": "a""#, .requestMalformed),
    (#"7: 1, "id": "a", "source": "s""#, .requestMalformed),
    (#""id": "a b", "source": "s", "data": {"x": tru}"#, .requestIdentifierInvalid),
  ])
  func unidentifiedEvents(members: String, code: ErrorCode) {
    guard case .unidentified(let unidentified) = event(members) else {
      Issue.record("identified")
      return
    }
    #expect(unidentified.fault.code == code)
    let digest = SHA256Digest.of(Array("{\(members)}".utf8))
    #expect(unidentified.bodySHA256 == digest)
    let isSourceAtFault = unidentified.fault.message.contains("source")
    #expect(
      unidentified.errorLog.primaryRecord
        == RecordReference(type: .request, id: isSourceAtFault ? "a" : digest.description))
  }

  /// What is wrong with the data does not make the event's key illegible.
  @Test(arguments: [
    #"{"accountId": "A", "accountId": "B"}"#, #"{"a": tru}"#, "{\"a\": \"\u{1}\"}", "nul",
    #"{"a": "\uD800"}"#, "[1, 2", #"{"a": "b"#, "[}",
    String(repeating: "[", count: 65) + String(repeating: "]", count: 65),
    String(repeating: #"{"a":"#, count: 200) + "1" + String(repeating: "}", count: 200),
  ])
  func malformedDataIsAnsweredUnderTheKey(data: String) {
    let intake = event(#"\#(envelope), "data": \#(data)"#)
    #expect(intake.places == ["REQUEST_MALFORMED -"])
    #expect(intake.refusal?.outcome == .rejected)
    #expect(intake.header?.key == RequestKey(source: "crm", identifier: "r-1"))
    #expect(intake.header?.type == "invoice.generate.v1")
    let body = Array(#"{\#(envelope), "data": \#(data)}"#.utf8)
    #expect(intake.header?.bodySHA256 == SHA256Digest.of(body))
  }

  @Test(arguments: [
    #""data": {"a": 1, "a": 2, "id": "x"}, \#(#""id": "r-1", "source": "crm", "type": "t""#)"#,
    #""id": "r-1", "data": [[tru]], "source": "crm", "type": "t""#,
    #""id": "r-1", "source": "crm", "type": "t", "type": "t""#,
    #""id": "r-1", "source": "crm", "type": "t", x"#,
    #""id": "r-1", "source": "crm", "type": "t", "data": {}} {"#,
  ])
  func theWholeEventIsSearchedForTheKey(members: String) {
    let intake = event(members)
    #expect(intake.places == ["REQUEST_MALFORMED -"])
    #expect(intake.header?.key == RequestKey(source: "crm", identifier: "r-1"))
    #expect(intake.header?.type == "t")
  }

  /// As for a well-formed event: no source is an answer, when all of the event could be read.
  @Test func aMalformedEventWithoutASourceHasAKey() {
    #expect(
      event(#""id": "r-1", "data": {"a": tru}"#).header?.key
        == RequestKey(source: "", identifier: "r-1"))
  }

  @Test func theTypeIsTheEvents() {
    let attributes = #""specversion": "1.0", "id": "r", "source": "crm", "data": {}"#
    for type in ["", #", "type": null"#, #", "type": 7"#, #", "type": "x""#] {
      #expect(event(attributes + type).places == ["REQUEST_TYPE_UNKNOWN -"])
    }
  }

  /// The event around the data has no part in its depth.
  @Test func theDepthIsTheDatas() {
    func data(depth: Int) -> String {
      #"{"accountId": "#
        + String(repeating: "[", count: depth - 1) + String(repeating: "]", count: depth - 1) + "}"
    }
    for depth in [63, 64, 65] {
      let plain = RequestDecoder.decode(Requests.plain(data(depth: depth)))
      let structured = event(#"\#(envelope), "data": \#(data(depth: depth))"#)
      #expect(structured.places == plain.places)
      #expect((plain.places == ["REQUEST_MALFORMED -"]) == (depth > 64))
    }
  }

  @Test func pointersAreIntoTheData() {
    let intake = event(#"\#(envelope), "data": {"accountId": "A", "action": "Draft"}"#)
    #expect(
      intake.places == ["REQUEST_INVALID /targetDate", "REQUEST_INVALID /invoiceDate"])
  }

  /// Only the beginning of a body over its limit is kept; the identifier stands there as a rule.
  @Test func anEventOverTheLimitIsAnsweredFromItsBeginning() {
    func decode(_ beginning: String) -> Intake {
      RequestDecoder.decode(
        RequestMessage(
          body: Array(beginning.utf8), bodySize: 300_000, queue: .generate,
          contentType: "application/cloudevents+json", messageId: "other"))
    }
    let cut = decode(#"{\#(envelope), "data": {"accountId": "A", "billingSched"#)
    #expect(cut.places == ["LIMIT_EXCEEDED -"])
    #expect(cut.header?.key == RequestKey(source: "crm", identifier: "r-1"))
    #expect(cut.header?.type == "invoice.generate.v1")
    for beginning in [#"{"data": {"accountId": "#, "[", "", #"{"id": "r-"#, #"{"id": "r-1""#] {
      guard case .unidentified(let unidentified) = decode(beginning) else {
        Issue.record("identified by \(beginning)")
        continue
      }
      #expect(unidentified.fault.code == .limitExceeded)
    }
    guard case .unidentified(let invalid) = decode(#"{"id": "a b", "data": {"#) else {
      Issue.record("identified")
      return
    }
    #expect(invalid.fault.code == .requestIdentifierInvalid)
  }

  /// Whitespace within `data` is of the request, whitespace around it is not.
  @Test func theDigestIsOfTheDataAsItWasWritten() {
    let tight = event(#"\#(envelope),"data":{"accountId":"A"}"#)
    let loose = event(#"\#(envelope), "data" :  {"accountId":"A"} , "x": 1"#)
    let inner = event(#"\#(envelope),"data":{"accountId": "A"}"#)
    #expect(tight.header?.bodySHA256 == SHA256Digest.of(Array(#"{"accountId":"A"}"#.utf8)))
    #expect(tight.header?.bodySHA256 == loose.header?.bodySHA256)
    #expect(tight.header?.bodySHA256 != inner.header?.bodySHA256)
  }
}

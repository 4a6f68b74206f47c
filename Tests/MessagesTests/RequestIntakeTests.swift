import Billing
import Digest
import Messages
import Testing

/// The rows of the contract's table of bad input, as far as a decoder decides them.
@Suite struct RequestIntakeTests {
  @Test(arguments: [
    (nil, ErrorCode.requestIdentifierMissing),
    ("", .requestIdentifierMissing),
    ("has space", .requestIdentifierInvalid),
    ("tab\t", .requestIdentifierInvalid),
    ("é", .requestIdentifierInvalid),
    ("\u{7F}", .requestIdentifierInvalid),
    (String(repeating: "x", count: 129), .requestIdentifierInvalid),
  ])
  func anUnusableIdentifierHasNoCompletion(id: String?, code: ErrorCode) throws {
    let message = Requests.plain(Requests.generate, id: id)
    guard case .unidentified(let unidentified) = RequestDecoder.decode(message) else {
      Issue.record("identified")
      return
    }
    #expect(unidentified.fault.code == code)
    #expect(unidentified.bodySHA256 == SHA256Digest.of(message.body))
    #expect(unidentified.errorLog.category == .request)
    #expect(
      unidentified.errorLog.primaryRecord
        == RecordReference(type: .request, id: unidentified.bodySHA256.description))
  }

  @Test func aBadIdentifierIsShownEscaped() {
    let message = Requests.plain(Requests.generate, id: "a\u{1B}[31m\n\\é")
    guard case .unidentified(let unidentified) = RequestDecoder.decode(message) else {
      Issue.record("identified")
      return
    }
    #expect(unidentified.fault.message.contains(#"a\u{1B}[31m\u{A}\u{5C}\u{E9}"#))
  }

  @Test(arguments: ["x", "!~", String(repeating: "x", count: 128)])
  func identifiersOfTheAlphabetAreTaken(id: String) {
    #expect(
      RequestDecoder.decode(Requests.plain(Requests.generate, id: id)).header?.key
        == RequestKey(source: "crm", identifier: id))
  }

  @Test func theSourceIsPartOfTheKey() {
    let sources: [(String?, String?)] = [
      (nil, ""), ("", ""), ("crm", "crm"), (String(repeating: "s", count: 255), nil),
    ]
    for (given, expected) in sources {
      let intake = RequestDecoder.decode(Requests.plain(Requests.generate, source: given))
      #expect(intake.header?.key.source == expected ?? given)
    }
    for bad in ["a b", "ø", String(repeating: "s", count: 256)] {
      let intake = RequestDecoder.decode(Requests.plain(Requests.generate, source: bad))
      guard case .unidentified(let unidentified) = intake else {
        Issue.record("identified")
        continue
      }
      #expect(unidentified.fault.code == .requestIdentifierInvalid)
      // The identifier is good enough to name the message by.
      #expect(
        unidentified.errorLog.primaryRecord == RecordReference(type: .request, id: "r-1"))
    }
  }

  @Test(
    arguments: [
      nil, "", "application/json", "Application/JSON", "application/json; charset=utf-8",
      "application/json;charset=\"latin1\"",
    ] as [String?])
  func jsonContentTypes(contentType: String?) {
    let message = Requests.plain(Requests.generate, contentType: contentType)
    #expect(RequestDecoder.decode(message).request != nil)
  }

  @Test(arguments: ["text/plain", "application/xml", "application/jsonp", "json", "*/*"])
  func otherContentTypes(contentType: String) {
    let message = Requests.plain(Requests.generate, contentType: contentType)
    let intake = RequestDecoder.decode(message)
    #expect(intake.places == ["REQUEST_MALFORMED -"])
    #expect(intake.refusal?.outcome == .rejected)
  }

  @Test(arguments: [
    "", "nul", "[]", "\"text\"", "17", "null", "{} {}", "{\"accountId\":\"A\",\"accountId\":\"A\"}",
    "\u{FEFF}{}", "{\"a\":\"\\uD800\"}",
    "{\"a\":" + String(repeating: "[", count: 64) + "1"
      + String(repeating: "]", count: 64) + "}",
  ])
  func malformedBodies(body: String) {
    let intake = RequestDecoder.decode(Requests.plain(body))
    #expect(intake.places == ["REQUEST_MALFORMED -"])
    #expect(intake.refusal?.outcome == .rejected)
    #expect(intake.header?.bodySHA256 == SHA256Digest.of(Array(body.utf8)))
  }

  @Test func invalidUTF8IsMalformed() {
    let message = RequestMessage(
      body: [0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D], queue: .generate, messageId: "r",
      type: "invoice.generate.v1")
    #expect(RequestDecoder.decode(message).places == ["REQUEST_MALFORMED -"])
  }

  /// Types of later versions are among them: they are not billed as something else.
  @Test(
    arguments: [
      nil, "", "invoice.generate", "invoice.generate.v2", "Invoice.generate.v1",
      "invoice.ingest.v2", "invoice.send-email.v2", "invoice-run.select.v1",
    ] as [String?])
  func unknownTypes(type: String?) {
    let intake = RequestDecoder.decode(Requests.plain("not json", type: type))
    #expect(intake.places == ["REQUEST_TYPE_UNKNOWN -"])
    #expect(intake.refusal?.outcome == .rejected)
    #expect(intake.header?.type == type ?? "")
  }

  @Test func theRoutingOnlyChoosesTheQueue() {
    let message = Requests.plain(Requests.generate, queue: .unrouted)
    #expect(RequestDecoder.decode(message).request != nil)
  }

  @Test func aBodyOverTheLimitIsAnsweredFromItsProperties() throws {
    let kept = [UInt8](repeating: 0x20, count: 65_536)
    func message(size: Int, id: String? = "r-1") -> RequestMessage {
      RequestMessage(
        body: kept, bodySize: size, queue: .records, contentType: "application/json",
        messageId: id, type: "records.upsert.v1", appId: "crm")
    }
    let intake = RequestDecoder.decode(message(size: 5_000_000))
    #expect(intake.places == ["LIMIT_EXCEEDED -"])
    #expect(intake.refusal?.outcome == .rejected)
    #expect(intake.isOverBodyLimit)
    let text = try #require(intake.refusal?.faults.first?.message)
    #expect(text.contains("5000000") && text.contains("4194304"))
    #expect(intake.header?.key == RequestKey(source: "crm", identifier: "r-1"))
    // Sent again it is the same request; one of another length is another.
    #expect(RequestDecoder.decode(message(size: 5_000_000)) == intake)
    #expect(
      RequestDecoder.decode(message(size: 5_000_001)).header?.bodySHA256
        != intake.header?.bodySHA256)
    guard case .unidentified = RequestDecoder.decode(message(size: 5_000_000, id: nil)) else {
      Issue.record("identified")
      return
    }
  }

  @Test(arguments: [
    (WorkQueue.generate, 262_144, true), (.generate, 262_145, false),
    (.manage, 262_145, false), (.unrouted, 262_145, false), (.records, 262_145, false),
  ])
  func theLimitIsInclusiveAndHoldsForTheType(queue: WorkQueue, size: Int, isTaken: Bool) {
    let padded =
      Requests.generate + String(repeating: " ", count: size - Requests.generate.utf8.count)
    let intake = RequestDecoder.decode(Requests.plain(padded, queue: queue))
    #expect((intake.request != nil) == isTaken)
    #expect(intake.isOverBodyLimit == !isTaken)
    if !isTaken { #expect(intake.places == ["LIMIT_EXCEEDED -"]) }
  }

  /// The queue of what is not routed takes as much as any type may send.
  @Test(arguments: [(4 << 20, "REQUEST_TYPE_UNKNOWN -"), ((4 << 20) + 1, "LIMIT_EXCEEDED -")])
  func anUnknownTypeIsToldSoWhateverItsLength(size: Int, place: String) {
    let body = String(repeating: " ", count: size)
    let intake = RequestDecoder.decode(
      Requests.plain(body, type: "invoice.unknown.v1", queue: .unrouted))
    #expect(intake.places == [place])
    #expect(intake.isOverBodyLimit == (place == "LIMIT_EXCEEDED -"))
  }

  /// Too many elements are a limit too, and no reason to cut the dead letter.
  @Test func onlyTheBodysLengthCutsTheCopy() {
    let ids = (0...2_000).map { "\"S\($0)\"" }.joined(separator: ",")
    let intake = RequestDecoder.decode(
      Requests.plain(
        "{\"billingScheduleIds\": [\(ids)]}", type: "billing-schedule.recover.v1",
        queue: .manage))
    #expect(intake.places == ["LIMIT_EXCEEDED /billingScheduleIds"])
    #expect(!intake.isOverBodyLimit)
  }

  @Test func aRecordsRequestMayBeLonger() {
    let body = #"{"records": "# + String(repeating: " ", count: 1_000_000) + "[{}]}"
    let message = Requests.plain(body, type: "records.upsert.v1", queue: .records)
    #expect(
      RequestDecoder.decode(message).places
        == ["REQUEST_INVALID /records/0/type", "REQUEST_INVALID /records/0/id"])
  }

  @Test func thePropertiesAreCarriedAlong() throws {
    let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    let message = RequestMessage(
      body: Array(Requests.generate.utf8), queue: .generate, messageId: "r-1",
      type: "invoice.generate.v1", correlationId: "c-9", replyTo: "answers", traceparent: parent,
      tracestate: "vendor=1")
    let header = try #require(RequestDecoder.decode(message).header)
    #expect(header.correlationId == "c-9")
    #expect(header.replyTo == "answers")
    #expect(header.replyCorrelationId == "c-9")
    #expect(header.trace == TraceContext(traceparent: parent, tracestate: "vendor=1"))
    #expect(header.trace?.tracestate == "vendor=1")
    #expect(
      header.requestedBy
        == RequestedBy(userId: "u-17", name: "Billing Ops", email: "ops@example.com"))
    let bare = try #require(RequestDecoder.decode(Requests.plain(Requests.generate)).header)
    #expect(bare.replyTo == nil && bare.trace == nil && bare.correlationId == nil)
    #expect(bare.replyCorrelationId == "r-1")
  }

  /// As the member of that name would be refused; the request itself is taken.
  @Test(arguments: ["a\u{1B}[31m", "a\n", "\u{0}", "\u{7F}", "\u{85}", "", " "])
  func anUnusableCorrelationIsDropped(correlationId: String) throws {
    for contentType in ["application/json", "application/cloudevents+json"] {
      let event =
        #"{"specversion": "1.0", "id": "r-1", "source": "s", "type": "invoice.generate.v1", "#
        + #""data": \#(Requests.generate)}"#
      let body = contentType == "application/json" ? Requests.generate : event
      let message = RequestMessage(
        body: Array(body.utf8), queue: .generate, contentType: contentType, messageId: "r-1",
        type: "invoice.generate.v1", correlationId: correlationId, replyTo: "answers")
      let intake = RequestDecoder.decode(message)
      #expect(intake.request != nil)
      let header = try #require(intake.header)
      #expect(header.correlationId == nil)
      #expect(header.replyCorrelationId == "r-1")
    }
  }

  @Test(arguments: [
    "", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
    "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
    "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    "00-00000000000000000000000000000000-b7ad6b7169203331-01",
    "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0\n",
  ])
  func aMalformedTraceIsDropped(parent: String) {
    #expect(TraceContext(traceparent: parent, tracestate: nil) == nil)
  }

  @Test func aRefusalIsADecisionWithOneErrorLog() throws {
    let refusal = try #require(RequestDecoder.decode(Requests.plain("{}")).refusal)
    let decision = refusal.decision(for: RequestKey(source: "crm", identifier: "r-1"))
    #expect(decision.outcome == .rejected)
    #expect(decision.errors == refusal.faults)
    #expect(decision.errors.count == 7)
    let log = try #require(decision.errorLogs.first)
    #expect(decision.errorLogs.count == 1)
    #expect(log.category == .request && log.code == .requestInvalid && log.severity == .error)
    #expect(log.primaryRecord == RecordReference(type: .request, id: "r-1"))
  }
}

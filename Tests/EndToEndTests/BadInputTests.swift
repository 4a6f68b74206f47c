import AMQP
import Billing
import Digest
import Storage
import TestWorker
import Testing

/// The rows of <doc:BadInput>, about one message by itself.
@Suite(.sharedSystem) struct BadInputTests {
  struct Unidentified: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let code: String
    let request: SampleRequest
    /// Where only the source is bad, the identifier still names the error log; else a hash of the body.
    var logIdentifier: String {
      request.properties.appId?.contains(" ") == true
        ? request.properties.messageId ?? "" : SHA256Digest.of(request.body).description
    }

    init(_ description: String, _ code: String, _ request: SampleRequest) {
      testDescription = description
      self.code = code
      self.request = request
    }

    static func plain(
      _ description: String, _ code: String, _ change: (inout MessageProperties) -> Void
    ) -> Unidentified {
      var request = SampleRequest.generate(id: "", ["accountId": .text(newIdentifier())])
      change(&request.properties)
      return Unidentified(description, code, request)
    }
  }

  static let unidentified: [Unidentified] = [
    .plain("no message_id", "REQUEST_IDENTIFIER_MISSING") { $0.messageId = nil },
    .plain("an empty message_id", "REQUEST_IDENTIFIER_MISSING") { $0.messageId = "" },
    .plain("a space in it", "REQUEST_IDENTIFIER_INVALID") { $0.messageId = newIdentifier("a b") },
    .plain("a letter beyond ASCII", "REQUEST_IDENTIFIER_INVALID") {
      $0.messageId = newIdentifier("é")
    },
    .plain("a control character", "REQUEST_IDENTIFIER_INVALID") {
      $0.messageId = newIdentifier("\u{7}")
    },
    .plain("129 characters", "REQUEST_IDENTIFIER_INVALID") {
      $0.messageId = String(repeating: "x", count: 129)
    },
    .plain("a source with a space", "REQUEST_IDENTIFIER_INVALID") {
      $0.messageId = newIdentifier()
      $0.appId = "my crm"
    },
    {
      let data: JSONLiteral = ["accountId": .text(newIdentifier())]
      return Unidentified(
        "a CloudEvents message without id", "REQUEST_IDENTIFIER_MISSING",
        .cloudEvent(SampleRequest.generate, id: "", data, adding: ["id": nil]))
    }(),
    {
      var request = SampleRequest.generate(id: newIdentifier(), [:])
      request.properties.contentType = "application/cloudevents+json"
      request.body = Array("{ this is \(newIdentifier()) no JSON".utf8)
      return Unidentified("a CloudEvents message that is no JSON", "REQUEST_MALFORMED", request)
    }(),
    {
      // Its id stands behind the data and goes with the rest of the body.
      let id = newIdentifier()
      let event: JSONLiteral = [
        "specversion": "1.0", "source": "test", "type": "invoice.generate.v1",
        "data": ["accountId": .text(id + String(repeating: "x", count: 256 << 10))],
        "id": .text(id),
      ]
      let request = SampleRequest(SampleRequest.generate, id: "", event).with {
        $0 = MessageProperties(contentType: "application/cloudevents+json")
      }
      return Unidentified(
        "a CloudEvents message over its limit, its id at the end", "LIMIT_EXCEEDED", request)
    }(),
  ]

  @Test(arguments: unidentified)
  func `no request identifier, or not such a one`(message: Unidentified) async throws {
    let system = try SharedSystem.system()
    try await system.publish(message.request)
    let kept = Array(
      message.request.body.prefix(256 << 10 < message.request.body.count ? 65_536 : .max))

    let letter = try await system.dead.first("the dead letter") { $0.body == kept }
    #expect(letter.header("fault-code")?.text == message.code)
    #expect(letter.routingKey == "invoice.generate")
    #expect(letter.properties.messageId == message.request.properties.messageId)

    let isTruncated = kept.count < message.request.body.count
    if !isTruncated {
      let named = message.logIdentifier
      let log = try await system.events.first("the error log of \(named)") {
        $0.routingKey == "error-log.recorded.v1" && $0.data["primaryRecord"]["id"].text == named
      }
      #expect(log.data["errorCode"].text == message.code)
      #expect(log.data["category"].text == "Request")
      #expect(log.data["requestIdentifier"].isNull)
      let shown = log.data["errorMessage"].text ?? ""
      #expect(
        shown.unicodeScalars.allSatisfy { (0x20...0x7E).contains($0.value) || $0 == "…" },
        "shown escaped")
    }
    // Whatever was to be published for it was written before this one's outcome.
    try await system.generate(["accountId": "nobody"])
    let id = message.request.properties.messageId ?? ""
    #expect(system.completions(id).isEmpty)
    #expect(try system.stored(id) == nil)
  }

  struct Malformed: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let id = newIdentifier()
    let request: SampleRequest

    init(
      _ description: String, _ body: String, contentType: String? = "application/json",
      contentEncoding: String? = nil
    ) {
      testDescription = description
      request = SampleRequest(SampleRequest.generate, id: id, body: Array(body.utf8)).with {
        $0.contentType = contentType
        $0.contentEncoding = contentEncoding
      }
    }

    init(_ description: String, bytes: [UInt8]) {
      testDescription = description
      request = SampleRequest(SampleRequest.generate, id: id, body: bytes)
    }

    init(_ description: String, cloudEvent attributes: JSONLiteral, data: JSONLiteral = [:]) {
      testDescription = description
      request = .cloudEvent(SampleRequest.generate, id: id, data, adding: attributes)
    }
  }

  static let malformed: [Malformed] = [
    Malformed("another content type", "{}", contentType: "text/xml"),
    Malformed("JSON of another kind", "{}", contentType: "application/problem+json"),
    Malformed(
      "a body that is compressed, whose dead letter says so too", "{}", contentEncoding: "gzip"),
    Malformed("an empty body", ""),
    Malformed("no JSON", "accountId=ACC-1"),
    Malformed("an array", "[{}]"),
    Malformed("two objects", "{}{}"),
    Malformed("a lone surrogate", #"{"accountId":"\uD800"}"#),
    Malformed("not UTF-8", bytes: [0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D]),
    Malformed("UTF-16", bytes: [0xFF, 0xFE, 0x7B, 0x00, 0x7D, 0x00]),
    Malformed("a member named twice", #"{"accountId":"A","accountId":"B"}"#),
    Malformed("a member named twice, once escaped", #"{"accountId":"A","account\u0049d":"B"}"#),
    Malformed(
      "nested 65 deep",
      #"{"a":"# + String(repeating: "[", count: 64) + String(repeating: "]", count: 64) + "}"),
    Malformed("CloudEvents of another version", cloudEvent: ["specversion": "0.3"]),
    Malformed("CloudEvents without a source", cloudEvent: ["source": nil]),
    Malformed("CloudEvents with binary data", cloudEvent: ["data_base64": "e30="]),
    Malformed("CloudEvents data of another type", cloudEvent: ["datacontenttype": "text/plain"]),
    Malformed("CloudEvents data that is no object", cloudEvent: [:], data: "text"),
  ]

  @Test(arguments: malformed)
  func `another content type, or not one well-formed JSON object`(
    message: Malformed
  ) async throws {
    let system = try SharedSystem.system()
    let completion = try await system.complete(message.request, id: message.id)
    try await expectRefusal(completion, of: message.request, id: message.id, "REQUEST_MALFORMED")
  }

  struct Invalid: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let id = newIdentifier()
    let request: SampleRequest
    let pointers: [String]

    init(
      _ description: String, _ type: String, _ body: JSONLiteral,
      _ pointers: [String]
    ) {
      testDescription = description
      request = SampleRequest(type, id: id, body)
      self.pointers = pointers
    }

    init(_ description: String, changing members: JSONLiteral, _ pointers: [String]) {
      self.init(
        description, SampleRequest.generate,
        SampleRequest.generateBody(["accountId": "A"]).adding(members), pointers)
    }
  }

  static let invalid: [Invalid] = [
    Invalid("an unknown member", changing: ["acountId": "A"], ["/acountId"]),
    Invalid(
      "an unknown member whose name needs escapes", changing: ["a/b~c": 1], ["/a~1b~0c"]),
    Invalid("a missing member", changing: ["targetDate": nil], ["/targetDate"]),
    Invalid(
      "a member of another type", changing: ["targetDateInclusive": "yes"], ["/targetDateInclusive"]
    ),
    Invalid("a date that is none", changing: ["targetDate": "2026-02-30"], ["/targetDate"]),
    Invalid("a date out of range", changing: ["invoiceDate": "1899-12-31"], ["/invoiceDate"]),
    Invalid(
      "a time in place of a date", changing: ["invoiceDate": "2026-02-01T00:00:00Z"],
      ["/invoiceDate"]),
    Invalid(
      "a control character", changing: ["requestedBy": ["name": "a\u{1}b"]], ["/requestedBy/name"]),
    Invalid("an identifier with a space", changing: ["accountId": "A 1"], ["/accountId"]),
    Invalid(
      "an identifier too long", changing: ["accountId": .text(String(repeating: "x", count: 65))],
      ["/accountId"]),
    Invalid("an unknown action", changing: ["action": "Paid"], ["/action"]),
    Invalid("two selectors", changing: ["orderId": "O"], ["/accountId", "/orderId"]),
    Invalid("a value of a later version", changing: ["reinvoice": true], ["/reinvoice"]),
    Invalid(
      "every fault at once",
      changing: ["targetDate": "soon", "action": 1, "invoiceDate": nil, "x": 1],
      ["/action", "/invoiceDate", "/targetDate", "/x"]),
    Invalid(
      "a decimal with an exponent", SampleRequest.upsert,
      ["records": [SampleRecords.schedule("S", account: "A", ["quantity": "1e3"])]],
      ["/records/0/quantity"]),
    Invalid(
      "a record of an unknown type", SampleRequest.upsert,
      ["records": [["type": "Planet", "id": "P"]]], ["/records/0/type"]),
    Invalid(
      "what only the worker keeps", SampleRequest.upsert,
      ["records": [SampleRecords.schedule("S", account: "A", ["status": "Error"])]],
      ["/records/0/status"]),
  ]

  @Test(arguments: invalid)
  func `unknown, missing or mistyped members, bad dates, control characters, foreign identifiers`(
    message: Invalid
  ) async throws {
    let system = try SharedSystem.system()
    let completion = try await system.complete(message.request, id: message.id)
    try await expectRefusal(completion, of: message.request, id: message.id, "REQUEST_INVALID")
    #expect(completion.data["errors"].texts("pointer").sorted() == message.pointers)
    #expect(Set(completion.errorCodes) == ["REQUEST_INVALID"])
  }

  @Test(
    arguments: [
      (SampleRequest.generate, 256 << 10, "invoice.generate"),
      (SampleRequest.recover, 256 << 10, "invoice.manage"),
      (SampleRequest.upsert, 4 << 20, "invoice.records"),
    ])
  func `a body over its limit`(type: String, limit: Int, queue: String) async throws {
    let system = try SharedSystem.system()
    let id = newIdentifier()
    let request = SampleRequest(
      type, id: id, body: Array((id + String(repeating: "x", count: limit)).utf8))
    let completion = try await system.complete(request)

    #expect(completion.outcome == "Rejected")
    #expect(completion.errorCodes == ["LIMIT_EXCEEDED"])
    let message = completion.data["errors"][0]["errorMessage"].text ?? ""
    #expect(message.contains("\(request.body.count)") && message.contains("\(limit)"))
    let letter = try await system.dead.first("the dead letter") { $0.properties.messageId == id }
    #expect(letter.body == Array(request.body.prefix(64 << 10)))
    #expect(letter.header("fault-body-size")?.integer == Int64(request.body.count))
    #expect(letter.header("fault-body-truncated") == .boolean(true))
    #expect(letter.header("fault-code")?.text == "LIMIT_EXCEEDED")
    #expect(try system.shown(letter)?.queue == queue)
    #expect(letter.routingKey == queue)
  }

  @Test func `a body over its limit, in the CloudEvents form with its id at the beginning`()
    async throws
  {
    let system = try SharedSystem.system()
    let id = newIdentifier()
    let request = SampleRequest.cloudEvent(
      SampleRequest.generate, id: id,
      ["accountId": .text(String(repeating: "x", count: 256 << 10))])
    let completion = try await system.complete(request, id: id)
    #expect(completion.outcome == "Rejected")
    #expect(completion.errorCodes == ["LIMIT_EXCEEDED"])
    #expect(completion.data["source"].text == "test")
  }

  @Test func `a body of just its limit is read`() async throws {
    let system = try SharedSystem.system()
    let id = newIdentifier()
    var body = SampleRequest.generateBody(["accountId": .text(id)]).bytes
    body += [UInt8](repeating: 0x20, count: (256 << 10) - body.count)
    let completion = try await system.complete(
      SampleRequest(SampleRequest.generate, id: id, body: body))
    #expect(completion.errorCodes == ["ACCOUNT_NOT_FOUND"])
  }

  @Test func `more identifiers than a request may name`() async throws {
    let system = try SharedSystem.system()
    let ids = JSONLiteral.array((1...2_001).map { .text("S-\($0)") })
    let completion = try await system.generate(["billingScheduleIds": ids])
    #expect(completion.outcome == "Failed")
    #expect(completion.errorCodes == ["LIMIT_EXCEEDED"])
    #expect(completion.data["errors"][0]["pointer"].text == "/billingScheduleIds")
  }

  @Test(
    arguments: [
      // No queue is bound by it: the alternate exchange has it.
      ("invoice.frobnicate.v1", "invoice.frobnicate.v1", "invoice.unrouted"),
      // Whole families are bound, so that later types need no new topology.
      ("payment.later.v7", "payment.later.v7", "invoice.manage"),
      ("email.later.v7", "email.later.v7", "invoice.manage"),
      ("tax.later.v7", "tax.later.v7", "invoice.manage"),
      // The routing key only chooses the queue.
      (SampleRequest.generate, "invoice.frobnicate.v1", "invoice.generate"),
      (SampleRequest.generate, nil, "invoice.generate"),
    ])
  func `unknown type`(routingKey: String, type: String?, queue: String) async throws {
    let system = try SharedSystem.system()
    let id = newIdentifier()
    var request = SampleRequest.generate(id: id, ["accountId": "A"])
    request.routingKey = routingKey
    request.properties.type = type
    let completion = try await system.complete(request)
    #expect(completion.outcome == "Rejected")
    #expect(completion.errorCodes == ["REQUEST_TYPE_UNKNOWN"])
    #expect(completion.data["requestType"].text == type ?? "")
    let letter = try await system.dead.first("the dead letter") { $0.properties.messageId == id }
    #expect(letter.body == request.body)
    #expect(letter.routingKey == queue)
    #expect(letter.header("fault-queue")?.text == queue)
    #expect(letter.header("fault-code")?.text == "REQUEST_TYPE_UNKNOWN")
  }

  static let unknown: [(selector: JSONLiteral, code: String, record: String)] = [
    (["accountId": "none"], "ACCOUNT_NOT_FOUND", "Account"),
    (["orderId": "none"], "ORDER_NOT_FOUND", "Order"),
    (["billingScheduleIds": ["none"]], "BILLING_SCHEDULE_NOT_FOUND", "BillingSchedule"),
  ]

  @Test(arguments: unknown)
  func `unknown account, order or schedule`(
    selector: JSONLiteral, code: String, record: String
  ) async throws {
    let system = try SharedSystem.system()
    let id = newIdentifier()
    let completion = try await system.generate(id: id, selector)
    #expect(completion.outcome == "Failed")
    #expect(completion.errorCodes == [code])
    #expect(completion.data["invoices"].elements.isEmpty)
    #expect(completion.data["errors"][0]["errorSource"]["type"].text == record)
    #expect(completion.data["errors"][0]["errorSource"]["id"].text == "none")
    let log = try #require(try system.errorLogs(ofRequest: id).first)
    #expect(log.entry.code.rawValue == code)
    #expect(completion.data["errorLogNumbers"].texts == [log.number])
    #expect(system.dead.messages.allSatisfy { $0.properties.messageId != id }, "no dead letter")
  }

  @Test func `one unknown schedule among known ones fails the whole request`() async throws {
    let system = try SharedSystem.system()
    let account = newIdentifier("A")
    let schedule = newIdentifier("S")
    try await system.store(
      SampleRecords.account(account), SampleRecords.schedule(schedule, account: account))
    let completion = try await system.generate(["billingScheduleIds": [.text(schedule), "none"]])
    #expect(completion.outcome == "Failed")
    #expect(completion.errorCodes.contains("BILLING_SCHEDULE_NOT_FOUND"))
    #expect(try system.invoices(of: account).isEmpty)
  }

  /// A rejected request: its completion, error log, dead letter and stored outcome.
  private func expectRefusal(
    _ completion: RecordedMessage, of request: SampleRequest, id: String, _ code: String
  ) async throws {
    let system = try SharedSystem.system()
    #expect(completion.outcome == "Rejected")
    #expect(completion.data["isSuccess"].text == "false")
    #expect(completion.errorCodes.first == code)
    let log = try #require(try system.errorLogs(ofRequest: id).first)
    #expect(log.entry.code.rawValue == code)
    #expect(log.entry.category == .request)
    #expect(log.entry.primaryRecord.id == id)
    #expect(completion.data["errorLogNumbers"].texts == [log.number])
    let letter = try await system.dead.first("the dead letter") {
      $0.body == request.body
        && $0.properties.messageId == request.properties.messageId ?? id
    }
    #expect(letter.header("fault-code")?.text == code)
    #expect(letter.header("fault-worker")?.text == "worker-1")
    #expect(letter.properties.contentType == request.properties.contentType)
    #expect(letter.properties.contentEncoding == request.properties.contentEncoding)
    if let type = request.properties.type { #expect(letter.properties.type == type) }
    #expect(letter.header("fault-completion-id")?.text == completion.id)
    #expect(try system.shown(letter)?.body == request.body)
    let stored = try #require(try system.stored(id))
    #expect(stored.outcome.outcome == .rejected && stored.outcome.isParked)
  }
}

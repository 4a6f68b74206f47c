import HTTP
import TestSupport
import TestTaxEngine
import Testing

/// What a server's answers, and their absence, make of a request.
@Suite("HTTP client") struct HTTPClientTests {
  typealias Rule = TestTaxEngine.Rule

  /// What the test engine can read.
  static func request(_ id: String = "INV-1", key: String? = nil) -> HTTPRequest {
    let body = #"""
      {"documentId": "\#(id)", "exempt": false,
       "lines": [{"id": "1", "amount": "100.00", "taxCode": "std", "category": "S"}]}
      """#
    return HTTPRequest(path: "/quote", idempotencyKey: key, body: Array(body.utf8))
  }

  /// Of one that is allowed.
  static func outcome(
    of request: HTTPRequest = request(), by client: HTTPClient
  ) async -> HTTPOutcome? {
    await client.send(request, permission: { true })?.outcome
  }

  private static func outcome(
    _ rule: Rule, _ change: (inout HTTPLimits) -> Void = { _ in }
  ) async throws -> HTTPOutcome? {
    var limits = HTTPLimits()
    limits.answering = patience
    change(&limits)
    return try await TestTaxEngine.run { engine in
      try await engine.follow(rule)
      return await outcome(by: try HTTPClient(to: HTTPServer(engine.address), limits: limits))
    }
  }

  @Test("An answer has its status, its body, and how long to wait if the server says so")
  func answers() async throws {
    let plain = try await Self.outcome(Rule(status: 503, body: "later"))
    #expect(plain == .answered(HTTPResponse(status: 503, body: Array("later".utf8))))
    let told = try await Self.outcome(Rule(status: 429, headers: ["Retry-After": "7"]))
    #expect(told == .answered(HTTPResponse(status: 429, body: [], retryAfter: .seconds(7))))
    let far = try await Self.outcome(
      Rule(status: 429, headers: ["Retry-After": "Fri, 31 Dec 2100 23:59:59 GMT"]))
    guard case .answered(let response) = far else {
      Issue.record("it answered")
      return
    }
    #expect(response.retryAfter.map { $0 > .seconds(86_400) } == true)
    let past = try await Self.outcome(
      Rule(status: 429, headers: ["Retry-After": "Fri, 31 Dec 1999 23:59:59 GMT"]))
    #expect(past == .answered(HTTPResponse(status: 429, body: [])))
  }

  @Test(
    "A connection that ends, an answer that is cut and what is no HTTP have failed",
    arguments: [Rule.Action.drop, .doAndDrop, .cut, .garbage])
  func failures(_ action: Rule.Action) async throws {
    guard case .failed(let reason) = try await Self.outcome(Rule(then: action)) else {
      Issue.record("it failed")
      return
    }
    #expect(!reason.isEmpty)
  }

  @Test("A server that thinks too long has failed", arguments: [Rule.Action.hang, .stall])
  func slowness(_ action: Rule.Action) async throws {
    let outcome = try await Self.outcome(Rule(then: action)) {
      $0.answering = .milliseconds(200)
    }
    guard case .failed = outcome else {
      Issue.record("it failed")
      return
    }
  }

  @Test(
    "What is beyond the limit is not read to its end",
    arguments: [Rule.Action.huge, .endlessHeader]
  )
  func largeness(_ action: Rule.Action) async throws {
    #expect(try await Self.outcome(Rule(then: action)) == .tooLarge)
  }

  @Test("Nobody listens, and there is no such host")
  func nobody() async throws {
    let port = try await TestTaxEngine.run { $0.port }
    for address in ["http://127.0.0.1:\(port)", "http://no.invalid"] {
      let client = try HTTPClient(to: HTTPServer(address))
      guard case .failed = await Self.outcome(by: client) else {
        Issue.record("\(address) is not there")
        continue
      }
    }
  }

  @Test("A server that points elsewhere is not followed")
  func redirection() async throws {
    try await TestTaxEngine.run { other in
      try await TestTaxEngine.run { engine in
        try await engine.follow(
          Rule(status: 308, headers: ["Location": other.address + "/quote"]))
        let server = try HTTPServer(engine.address, token: "secret")
        let outcome = await Self.outcome(by: try HTTPClient(to: server))
        #expect(outcome == .answered(HTTPResponse(status: 308, body: [])))
      }
      #expect(try other.calls.isEmpty)
    }
  }

  @Test("The token and the key are sent")
  func headers() async throws {
    var options = TestTaxEngine.Options()
    options.token = "abc-123"
    try await TestTaxEngine.run(options) { engine in
      let server = try HTTPServer(engine.address, token: "abc-123")
      let client = try HTTPClient(to: server)
      let keyed = await Self.outcome(of: Self.request(key: "INV-1:commit"), by: client)
      let plain = await Self.outcome(by: client)
      for outcome in [keyed, plain] {
        guard case .answered(let response) = outcome else {
          Issue.record("it answered")
          continue
        }
        #expect(response.status == 200)
      }
      let calls = try engine.calls
      #expect(calls.map(\.authorization) == ["Bearer abc-123", "Bearer abc-123"])
      #expect(calls.map(\.key) == ["INV-1:commit", nil])
      #expect(Set(calls.map(\.connection)).count == 1, "the connection is kept")
    }
  }

  @Test("Requests go over so many connections at a time and no more, and all are answered")
  func concurrency() async throws {
    var limits = HTTPLimits()
    limits.connections = 4
    try await TestTaxEngine.run { engine in
      let client = try HTTPClient(to: HTTPServer(engine.address), limits: limits)
      let answered = await withTaskGroup { group in
        for number in 1...200 {
          group.addTask { await Self.outcome(of: Self.request("INV-\(number)"), by: client) }
        }
        var answered = 0
        for await outcome in group {
          if case .answered(let response) = outcome, response.status == 200 { answered += 1 }
        }
        return answered
      }
      #expect(answered == 200)
      let calls = try engine.calls
      #expect(Set(calls.map(\.body.documentId)).count == 200)
      #expect(Set(calls.map(\.connection)).count <= 4)
    }
  }

  @Test("A connection that the server has ended meanwhile is replaced")
  func restart() async throws {
    let engine = try await TestTaxEngine(TestTaxEngine.Options())
    let client = try HTTPClient(to: HTTPServer(engine.address))
    let before = await Self.outcome(by: client)
    engine.stop()
    guard case .failed = await Self.outcome(by: client) else {
      Issue.record("nobody is there")
      return
    }
    var options = TestTaxEngine.Options()
    options.port = engine.port
    let after = try await TestTaxEngine.run(options) { _ in await Self.outcome(by: client) }
    #expect(before == after)
  }

  @Test("What is not allowed any more is not sent")
  func permission() async throws {
    try await TestTaxEngine.run { engine in
      let client = try HTTPClient(to: HTTPServer(engine.address))
      #expect(await client.send(Self.request(), permission: { nil as Bool? }) == nil)
      #expect(await client.send(Self.request(), permission: { "yes" })?.permission == "yes")
      #expect(try engine.calls.count == 1)
    }
  }

  @Test("At the end of the process whatever is sent, waits or comes later is broken off")
  func ending() async throws {
    var limits = HTTPLimits()
    limits.connections = 1
    // Nothing else may end it.
    limits.answering = .seconds(3_600)
    try await TestTaxEngine.run { engine in
      try await engine.follow(Rule(then: .hang))
      let client = try HTTPClient(to: HTTPServer(engine.address), limits: limits)
      async let sent = client.send(Self.request("INV-1"), permission: { true })
      try await eventually("it was sent") { try engine.calls.count == 1 }
      async let waiting = client.send(Self.request("INV-2"), permission: { true })
      client.abort()
      #expect(await sent?.outcome == .aborted)
      #expect(await waiting == nil)
      #expect(await client.send(Self.request("INV-3"), permission: { true }) == nil)
      #expect(try engine.calls.count == 1)
    }
  }

  @Test("A certificate is verified: its authority, and its name")
  func encryption() async throws {
    let certificate = try TestCertificate()
    defer { certificate.remove() }
    var options = TestTaxEngine.Options()
    options.certificate = certificate.file
    options.key = certificate.keyFile
    try await TestTaxEngine.run(options) { engine in
      func outcome(_ host: String, trusts: Bool) async throws -> HTTPOutcome? {
        var server = try HTTPServer("https://\(host):\(engine.port)")
        if trusts { server.authorityFile = certificate.file }
        return await Self.outcome(by: try HTTPClient(to: server))
      }
      guard case .answered(let response) = try await outcome("localhost", trusts: true) else {
        Issue.record("it is the right one")
        return
      }
      #expect(response.status == 200)
      for (host, trusts) in [("localhost", false), ("127.0.0.1", true)] {
        guard case .failed = try await outcome(host, trusts: trusts) else {
          Issue.record("it is another's")
          continue
        }
      }
      #expect(try engine.calls.count == 1)
    }
  }
}

import Billing
import HTTP
import Tax
import TestSupport
import TestTaxEngine
import Testing

/// Tries, the circuit, and what is booked, against a server that fails.
@Suite("Tax engine client") struct TaxEngineClientTests {
  typealias Rule = TestTaxEngine.Rule

  private static func isAway(_ answer: TaxAnswer?) -> Bool {
    if case .away(let reason) = answer { !reason.isEmpty } else { false }
  }

  private static func isQuoted(_ answer: TaxAnswer?) -> Bool {
    if case .quoted = answer { true } else { false }
  }

  @Test(
    "Two more tries on 408, 425, 429, 5xx and lost connections",
    arguments: [
      Rule(times: 2, status: 408), Rule(times: 2, status: 425), Rule(times: 2, status: 429),
      Rule(times: 2, status: 500), Rule(times: 2, status: 503), Rule(times: 2, then: .drop),
      Rule(times: 2, then: .cut), Rule(times: 2, then: .garbage),
    ])
  func triedAgain(_ rule: Rule) async throws {
    try await TestTaxEngine.run { engine in
      try await engine.follow(rule)
      let client = try ClientInTest(to: engine.address)
      #expect(try await Self.isQuoted(client.client.quote([SampleTax.document()]).first))
      #expect(try engine.calls.count == 3)
      #expect(client.reported == [])
    }
  }

  @Test("Three tries that fail while the circuit is closed: the engine is away")
  func threeTries() async throws {
    try await TestTaxEngine.run { engine in
      try await engine.follow(Rule(times: 3, status: 503))
      let client = try ClientInTest(to: engine.address)
      #expect(try await Self.isAway(client.client.quote([SampleTax.document()]).first))
      #expect(try engine.calls.count == 3)
      #expect(!client.client.isAway, "the circuit is closed")
      #expect(try await Self.isQuoted(client.client.quote([SampleTax.document()]).first))
    }
  }

  @Test("A refusal is not asked for twice")
  func refusal() async throws {
    try await TestTaxEngine.run { engine in
      try await engine.follow(Rule(status: 400, body: "no"))
      let client = try ClientInTest(to: engine.address).client
      for _ in 1...10 {
        #expect(
          try await client.quote([SampleTax.document()]) == [.refused(message: "no (status 400)")])
      }
      #expect(try engine.calls.count == 10)
      #expect(!client.isAway)
    }
  }

  @Test(
    "E50: 429 with Retry-After 2, then 200: one quote, asked again after two seconds at the earliest"
  )
  func retryAfter() async throws {
    try await TestTaxEngine.run { engine in
      try await engine.follow(Rule(times: 1, status: 429, headers: ["Retry-After": "2"]))
      let client = try ClientInTest(to: engine.address).client
      let begun = ContinuousClock.now
      #expect(try await Self.isQuoted(client.quote([SampleTax.document()]).first))
      #expect(begun.duration(to: .now) >= .seconds(2))
      #expect(try engine.calls.count == 2)
    }
  }

  @Test("Retry-After of more than 30 s: away, without a wait")
  func longRetryAfter() async throws {
    try await TestTaxEngine.run { engine in
      try await engine.follow(Rule(status: 429, headers: ["Retry-After": "31"]))
      let client = try ClientInTest(to: engine.address).client
      for _ in 1...6 {
        #expect(try await Self.isAway(client.quote([SampleTax.document()]).first))
      }
      #expect(try engine.calls.count == 6)
      #expect(!client.isAway, "429 opens no circuit")
    }
  }

  @Test("Five failures open the circuit: nothing is asked, it is said once, and a probe closes it")
  func circuit() async throws {
    try await TestTaxEngine.run { engine in
      try await engine.follow(Rule(status: 503))
      let client = try ClientInTest(to: engine.address)
      let documents = try (1...2).map { try SampleTax.document("INV-\($0)") }
      for document in documents {
        #expect(Self.isAway(await client.client.quote([document]).first))
      }
      #expect(try engine.calls.count == 5, "three tries, and two more")
      #expect(client.client.isAway)
      #expect(client.reported == [.away(reason: "it answers with status 503")])
      #expect(
        await client.client.quote(documents)
          == documents.map { _ in .away(reason: "it answers with status 503") })
      #expect(try engine.calls.count == 5)

      client.move(by: .seconds(10))
      #expect(Self.isAway(await client.client.quote([documents[0]]).first))
      #expect(try engine.calls.count == 6, "one probe, and no more tries of it")

      try await engine.follow()
      client.move(by: .seconds(20))
      #expect(Self.isQuoted(await client.client.quote([documents[0]]).first))
      #expect(!client.client.isAway)
      #expect(client.reported.count == 2)
      #expect(client.reported.last == .back)
    }
  }

  @Test("An engine that thinks too long is a failure like another")
  func slowness() async throws {
    try await TestTaxEngine.run { engine in
      try await engine.follow(Rule(then: .hang))
      let client = try ClientInTest(to: engine.address) { $0.answering = .milliseconds(50) }
      for _ in 1...2 {
        #expect(try await Self.isAway(client.client.quote([SampleTax.document()]).first))
      }
      #expect(client.client.isAway)
    }
  }

  @Test("A token that is wrong is a refusal, and is not shown")
  func token() async throws {
    var options = TestTaxEngine.Options()
    options.token = "right"
    try await TestTaxEngine.run(options) { engine in
      let wrong = try ClientInTest(to: engine.address, token: "wrong").client
      #expect(
        try await wrong.quote([SampleTax.document()])
          == [.refused(message: "The token is wrong. (status 401)")])
      let right = try ClientInTest(to: engine.address, token: "right").client
      #expect(try await Self.isQuoted(right.quote([SampleTax.document()]).first))
    }
  }

  @Test("At the end of the process a call, and a wait for the next try, are broken off")
  func ending() async throws {
    for rule in [
      Rule(then: .hang), Rule(status: 429, headers: ["Retry-After": "30"]),
    ] {
      try await TestTaxEngine.run { engine in
        try await engine.follow(rule)
        // Nothing else may end it.
        let client = try ClientInTest(to: engine.address) { $0.answering = .seconds(3_600) }.client
        async let answer = client.quote([try SampleTax.document()])
        try await eventually("it was asked") { try engine.calls.count == 1 }
        client.abort()
        #expect(try await Self.isAway(answer.first))
        #expect(try await Self.isAway(client.quote([SampleTax.document()]).first))
        #expect(try engine.calls.count == 1)
      }
    }
  }

  @Test("A task that is cancelled waits for no other try")
  func cancellation() async throws {
    try await TestTaxEngine.run { engine in
      try await engine.follow(Rule(status: 429, headers: ["Retry-After": "30"]))
      let client = try ClientInTest(to: engine.address).client
      let document = try SampleTax.document()
      let asking = Task { await client.quote([document]) }
      try await eventually("it was asked") { try engine.calls.count == 1 }
      asking.cancel()
      #expect(Self.isAway(await asking.value.first))
      #expect(try engine.calls.count == 1)
    }
  }
}

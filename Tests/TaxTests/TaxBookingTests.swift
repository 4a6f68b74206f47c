import Billing
import HTTP
import Tax
import TestSupport
import TestTaxEngine
import Testing

/// Commits and voids: however often they are sent, and whatever fails, an engine books them once.
@Suite("Bookings at a tax engine") struct TaxBookingTests {
  typealias Rule = TestTaxEngine.Rule

  private static func run<Value>(
    _ rules: Rule..., answering limit: Duration = patience,
    body: (TestTaxEngine, TaxEngineClient) async throws -> Value
  ) async throws -> Value {
    try await TestTaxEngine.run { engine in
      try await engine.follow(rules)
      return try await body(
        engine, try ClientInTest(to: engine.address) { $0.answering = limit }.client)
    }
  }

  @Test("A commit that is sent again is booked once, under one key")
  func once() async throws {
    try await Self.run { engine, client in
      for _ in 1...3 {
        let answer = try await client.commit(SampleTax.commit())
        #expect(answer == .committed(transactionId: "T-INV-1"))
      }
      let books = try await engine.books()
      #expect(books.commits.keys.sorted() == ["INV-1:commit"])
      #expect(books.commits["INV-1:commit"]?.sent == 3)
      #expect(books.commits["INV-1:commit"]?.booked == 1)
      #expect(books.commits["INV-1:commit"]?.totalTax == "25.00")
      #expect(try engine.calls.first?.body.invoiceNumber == "2027-000001")
    }
  }

  @Test(
    "A commit whose answer is lost was booked, and is not booked again",
    arguments: [Rule.Action.doAndDrop, .cut, .stall])
  func lostAnswer(_ action: Rule.Action) async throws {
    // What stalls is waited for so long; nothing else comes near it.
    let limit: Duration = action == .stall ? .seconds(3) : patience
    try await Self.run(Rule(times: 1, then: action), answering: limit) { engine, client in
      let answer = try await client.commit(SampleTax.commit())
      #expect(answer == .committed(transactionId: "T-INV-1"))
      let commit = try await engine.books().commits["INV-1:commit"]
      #expect(commit?.sent == 2)
      #expect(commit?.booked == 1)
    }
  }

  @Test("Another total is a variance, on 200 and on 409 alike")
  func variance() async throws {
    let other = try Known.money("25.01", try Known.currency("EUR"))
    var rule = Rule(at: .commit)
    rule.totalTax = "25.01"
    try await Self.run(rule) { _, client in
      let answer = try await client.commit(SampleTax.commit())
      #expect(answer == .variance(transactionId: "T-INV-1", committedTax: other))
    }
    let exists = #"{"code": "exists", "transactionId": "X", "totalTax": "25.01"}"#
    try await Self.run(Rule(status: 409, body: exists)) { _, client in
      let answer = try await client.commit(SampleTax.commit())
      #expect(answer == .variance(transactionId: "X", committedTax: other))
    }
  }

  @Test("409 exists with the same total is committed; any other 409 is a refusal")
  func exists() async throws {
    let exists = #"{"code": "exists", "transactionId": "X", "totalTax": "25"}"#
    try await Self.run(Rule(status: 409, body: exists)) { _, client in
      let answer = try await client.commit(SampleTax.commit())
      #expect(answer == .committed(transactionId: "X"))
    }
    let locked = #"{"code": "locked", "message": "The period is closed."}"#
    try await Self.run(Rule(status: 409, body: locked)) { _, client in
      let answer = try await client.commit(SampleTax.commit())
      #expect(answer == .refused(message: "The period is closed. (status 409)"))
    }
  }

  @Test(
    "What cannot be read of a commit is invalid",
    arguments: [
      "", "{}", #"{"transactionId": "X"}"#, #"{"totalTax": "25.00"}"#,
      #"{"transactionId": "", "totalTax": "25.00"}"#, #"{"transactionId": "X", "totalTax": 25}"#,
      #"{"transactionId": "X", "totalTax": "25.001"}"#,
    ])
  func unreadable(_ body: String) async throws {
    try await Self.run(Rule(body: body)) { _, client in
      guard case .invalid(let reason) = try await client.commit(SampleTax.commit()) else {
        Issue.record("it is invalid")
        return
      }
      #expect(!reason.isEmpty)
    }
  }

  @Test("An engine that is away booked nothing that is known of")
  func away() async throws {
    try await Self.run(Rule(status: 503)) { _, client in
      guard case .away = await client.commit(try SampleTax.commit()),
        case .away = await client.void(Self.void)
      else {
        Issue.record("it is away")
        return
      }
    }
  }

  private static let void = TaxVoid(
    documentId: "INV-1", transactionId: "T-INV-1", reason: "Voided")

  @Test("A void that is sent again is done once; one of a locked period is credited instead")
  func voids() async throws {
    for isLocked in [false, true] {
      var rule = Rule(at: .void)
      rule.locked = isLocked
      try await Self.run(rule, Rule(at: .void, times: 1, then: .doAndDrop)) { engine, client in
        _ = await client.commit(try SampleTax.commit())
        for _ in 1...2 {
          #expect(
            await client.void(Self.void)
              == (isLocked
                ? .credited(transactionId: "T-INV-1-credit") : .voided(transactionId: "T-INV-1")))
        }
        let books = try await engine.books()
        #expect(books.voids["INV-1:void"]?.result == (isLocked ? "Credited" : "Voided"))
        #expect(books.commits["INV-1:commit"]?.voided == true)
      }
    }
  }

  @Test("404, and 409 voided, are voided; any other 4xx is a refusal")
  func voidedBefore() async throws {
    try await Self.run { _, client in
      #expect(await client.void(Self.void) == .voided(transactionId: nil), "it knows of none")
    }
    try await Self.run(Rule(status: 409, body: #"{"code": "voided"}"#)) { _, client in
      #expect(await client.void(Self.void) == .voided(transactionId: nil))
    }
    for status in [400, 409, 422] {
      try await Self.run(Rule(status: status, body: #"{"message": "no"}"#)) { _, client in
        #expect(await client.void(Self.void) == .refused(message: "no (status \(status))"))
      }
    }
  }

  @Test(
    "What cannot be read of a void is invalid",
    arguments: ["", "{}", #"{"result": "Done"}"#, #"{"result": "Credited"}"#])
  func unreadableVoid(_ body: String) async throws {
    try await Self.run(Rule(body: body)) { _, client in
      guard case .invalid = await client.void(Self.void) else {
        Issue.record("it is invalid")
        return
      }
    }
  }
}

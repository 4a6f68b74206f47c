import AMQP
import Billing
import SQLite
import Storage
import TestSupport
import TestWorker
import Testing

/// The rows of <doc:BadInput>, about an identifier that was seen.
@Suite(.sharedSystem) struct IdempotencyTests {
  @Test func `identifier seen, same request`() async throws {
    let system = try SharedSystem.system()
    let account = try await billable(system)
    let request = SampleRequest.generate(
      id: newIdentifier(), action: "Posted", ["accountId": .text(account)])
    let first = try await system.complete(request)
    #expect(first.outcome == "Succeeded")

    let id = request.properties.messageId ?? ""
    try await system.publish(request)
    let both = try await system.completions(id, atLeast: 2)
    #expect(Set(both.map(\.id)).count == 1)
    #expect(Set(both.map(\.body)).count == 1, "the stored completion, byte for byte")
    #expect(both.allSatisfy { $0.properties.messageId == $0.id })
    #expect(try system.invoices(of: account).count == 1)
    #expect(Set(system.events("invoice.posted.v1", of: id).map(\.id)).count == 1)
  }

  @Test func `identifier seen, same request in the other form`() async throws {
    let system = try SharedSystem.system()
    let account = try await billable(system)
    let id = newIdentifier()
    let selector: JSONLiteral = ["accountId": .text(account)]
    let first = try await system.complete(.generate(id: id, selector))
    try await system.publish(
      .cloudEvent(SampleRequest.generate, id: id, SampleRequest.generateBody(selector)))
    let both = try await system.completions(id, atLeast: 2)
    #expect(both.allSatisfy { $0.id == first.id })
    #expect(try system.invoices(of: account).count == 1)
  }

  @Test func `identifier seen, another request`() async throws {
    let system = try SharedSystem.system()
    let account = try await billable(system)
    let id = newIdentifier()
    let first = try await system.complete(.generate(id: id, ["accountId": .text(account)]))
    let other = SampleRequest.generate(
      id: id, ["accountId": .text(account)], targetDate: "2026-03-01")
    try await system.publish(other)
    let second = try await system.events.first("the refusal") {
      $0.isCompletion(of: id) && $0.outcome == "Rejected"
    }
    #expect(second.errorCodes == ["REQUEST_IDENTIFIER_REUSED"])
    #expect(second.data["conflictsWith"].text == first.id)
    #expect(second.id != first.id)
    let stored = try #require(try system.stored(id))
    #expect(stored.outcome.outcome == .succeeded, "the first outcome stands")
    #expect(stored.outcome.completionEventId == first.id)
    #expect(try system.invoices(of: account).count == 1)

    // The refusal too is derived from what came: the same again is the same event.
    try await system.publish(other)
    let refusals = try await system.events.all("the refusal", atLeast: 2) {
      $0.isCompletion(of: id) && $0.outcome == "Rejected"
    }
    #expect(refusals.allSatisfy { $0.id == second.id })
    // A third request is refused by an event of its own.
    try await system.publish(
      .generate(id: id, ["accountId": .text(account)], targetDate: "2026-04-01"))
    try await eventually("another refusal") {
      Set(system.completions(id).map(\.id)).count == 3
    }
  }

  @Test func `the same body under another type is another request`() async throws {
    let system = try SharedSystem.system()
    let id = newIdentifier()
    let body: JSONLiteral = ["billingScheduleIds": ["none"]]
    let first = try await system.complete(SampleRequest(SampleRequest.recover, id: id, body))
    try await system.publish(SampleRequest(SampleRequest.generate, id: id, body))
    let second = try await system.events.first("the refusal") {
      $0.isCompletion(of: id) && $0.id != first.id
    }
    #expect(second.errorCodes == ["REQUEST_IDENTIFIER_REUSED"])
  }

  @Test func `the same identifier of another source is another key`() async throws {
    let system = try SharedSystem.system()
    let id = newIdentifier()
    for source in ["crm", "erp", nil] {
      try await system.publish(
        SampleRequest.generate(id: id, ["accountId": "none"]).with { $0.appId = source })
    }
    let completions = try await system.completions(id, atLeast: 3)
    #expect(Set(completions.map(\.id)).count == 3)
    #expect(Set(completions.compactMap { $0.data["source"].text }) == ["crm", "erp", ""])
    #expect(completions.allSatisfy { $0.errorCodes == ["ACCOUNT_NOT_FOUND"] })
  }

  @Test func `a refused request keeps its identifier`() async throws {
    let system = try SharedSystem.system()
    let id = newIdentifier()
    let first = try await system.complete(
      SampleRequest(SampleRequest.generate, id: id, ["accountId": "A"]))
    #expect(first.errorCodes.contains("REQUEST_INVALID"))
    try await system.publish(.generate(id: id, ["accountId": "A"]))
    let second = try await system.events.first("the refusal") {
      $0.isCompletion(of: id) && $0.id != first.id
    }
    #expect(second.errorCodes == ["REQUEST_IDENTIFIER_REUSED"])
    #expect(second.data["conflictsWith"].text == first.id)
  }

  @Test func `duplicates and conflicts within one batch`() async throws {
    try await RunningSystem.run { system in
      let account = try await billable(system)
      let same = SampleRequest.generate(id: "same", ["accountId": .text(account)])
      let other = SampleRequest.generate(
        id: "same", ["accountId": .text(account)], targetDate: "2026-05-01")
      // While another writes, everything that comes gathers to a batch.
      let lock = try await system.lockDatabase()
      try await system.publish(.generate(id: "first", ["accountId": "none"]))
      try await eventually("the first is taken") {
        try await system.count(of: "invoice.generate").messageCount == 0
      }
      try await system.publish([same, same, other, same])
      try await eventually("the others are taken") {
        try await system.count(of: "invoice.generate").messageCount == 0
      }
      try lock.rollback()

      let all = try await system.completions("same", atLeast: 4)
      #expect(all.filter { $0.outcome == "Succeeded" }.count == 3)
      let succeeded = try #require(all.first { $0.outcome == "Succeeded" })
      #expect(all.allSatisfy { $0.outcome != "Succeeded" || $0.body == succeeded.body })
      let refused = try #require(all.first { $0.outcome == "Rejected" })
      #expect(refused.errorCodes == ["REQUEST_IDENTIFIER_REUSED"])
      #expect(refused.data["conflictsWith"].text == succeeded.id)
      #expect(try system.invoices(of: account).count == 1)
      #expect(try system.count("SELECT count(*) FROM request WHERE identifier = 'same'") == 1)
    }
  }

  private func billable(_ system: RunningSystem) async throws -> String {
    let account = newIdentifier("A")
    try await system.store(
      SampleRecords.account(account), SampleRecords.schedule(account, account: account))
    return account
  }
}

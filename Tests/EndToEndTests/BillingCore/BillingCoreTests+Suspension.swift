import AMQP
import JSON
import TestWorker
import Testing

extension BillingCoreTests {
  /// What can be suspended.
  enum Suspended: String, CaseIterable {
    case account = "accountId"
    case group = "billingScheduleGroupId"
    case schedule = "billingScheduleId"
  }

  @Test(arguments: TestStore.both, Suspended.allCases)
  func
    `suspended openly, for a time, or in the past; nothing of the request is billed, then all of it`(
      on store: TestStore, _ what: Suspended
    ) async throws
  {
    let system = try BothStores.system(on: store)
    let account = newIdentifier("A")
    let target: String
    switch what {
    case .account: target = account
    case .group: target = "\(account).g"
    case .schedule: target = "\(account).1"
    }
    let group: JSONLiteral = [
      "type": "BillingScheduleGroup", "id": .text("\(account).g"), "accountId": .text(account),
    ]
    try await system.store(
      SampleRecords.account(account), group,
      SampleRecords.schedule(
        "\(account).1", account: account, ["billingScheduleGroupId": .text("\(account).g")]),
      SampleRecords.schedule("\(account).2", account: account))
    func suspend(_ name: String, from: String, to: String?) async throws {
      let request = JSONLiteral.object([
        ("suspensionId", .text("\(account).\(name)")), (what.rawValue, .text(target)),
        ("suspendDate", .text(from)), ("resumeDate", to.map { .text($0) } ?? .null),
      ])
      let done = try await system.complete(
        SampleRequest("billing.suspend.v1", id: newIdentifier(), request))
      #expect(done.outcome == "Succeeded")
    }
    func bill(_ target: String) async throws -> RecordedMessage {
      try await system.generate(["accountId": .text(account)], targetDate: target)
    }
    // In the past: caught up as if nothing had been.
    try await suspend("past", from: "2025-06-01", to: "2026-01-02")
    #expect(try await bill("2026-01-02").data["invoices"][0]["totalAmount"].text == "200.00")
    // For a time: its last day is the first billed.
    try await suspend("closed", from: "2026-02-01", to: "2026-02-10")
    let refused = try await bill("2026-02-09")
    #expect(refused.outcome == "Failed")
    #expect(refused.errorCodes.contains("BILLING_SCHEDULE_SUSPENDED"))
    #expect(refused.errorCodes.contains("NOT_PROCESSED_TOGETHER") == (what != .account))
    #expect(try await bill("2026-02-10").data["invoices"][0]["totalAmount"].text == "200.00")
    // Openly, until it is resumed: the months between are caught up.
    try await suspend("open", from: "2026-03-01", to: nil)
    #expect(try await bill("2026-05-02").outcome == "Failed")
    #expect(try await bill("2026-02-28").outcome == "Succeeded")
    let resumed = try await system.complete(
      SampleRequest(
        "billing.resume.v1", id: newIdentifier(),
        ["suspensionId": .text("\(account).open"), "resumeDate": "2026-05-02"]))
    #expect(resumed.outcome == "Succeeded")
    let all = try await bill("2026-05-02")
    #expect(all.data["invoices"][0]["totalAmount"].text == "600.00")
  }
}

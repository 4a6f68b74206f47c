import AMQP
import JSON
import TestWorker
import Testing

extension BillingCoreTests {
  /// `schedule from..through amount` for every line of the events that a request caused, in their order.
  func lines(
    of id: String, _ type: String = "invoice.posted.v1", on system: RunningSystem
  ) async throws -> [String] {
    let event = try await system.events.first("the invoice of \(id)") {
      $0.routingKey == type && $0.properties.correlationId == id
    }
    return event.data["lines"].elements.map { line in
      let schedule = (line["billingScheduleId"].text ?? "").split(separator: ".").last ?? ""
      return "\(schedule) \(line["startDate"].text ?? "")..\(line["endDate"].text ?? "") "
        + (line["amount"].text ?? "")
    }
  }

  @Test(arguments: TestStore.both)
  func
    `a schedule comes to its total, from the day after it counts as billed, and keeps what its lines were made from`(
      on store: TestStore
    ) async throws
  {
    let system = try BothStores.system(on: store)
    let account = newIdentifier("A")
    func schedule(_ more: JSONLiteral) -> JSONLiteral {
      SampleRecords.schedule(
        "\(account).s", account: account, amount: "33.33",
        (["billingMethod": "OrderAmount", "endDate": "2026-04-30"] as JSONLiteral).adding(more))
    }
    try await system.store(SampleRecords.account(account))
    let mismatch = try await system.complete(
      .upsert(
        id: newIdentifier(),
        [schedule(["totalAmount": "100.03", "billedThroughDate": "2026-01-31"])]))
    #expect(mismatch.errorCodes == ["SCHEDULE_TOTAL_MISMATCH"])
    try await system.store(
      schedule(["totalAmount": "100.00", "billedThroughDate": "2026-01-31"]))
    let id = newIdentifier()
    try await system.generate(
      id: id, action: "Posted", ["accountId": .text(account)], targetDate: "2026-03-02")
    #expect(
      try await lines(of: id, on: system)
        == ["s 2026-02-01..2026-02-28 33.33", "s 2026-03-01..2026-03-31 33.33"])
    let fixed = try await system.complete(
      .upsert(
        id: newIdentifier(),
        [schedule(["billingTerm": .number("2"), "endDate": "2026-03-01"])]
      ))
    #expect(Set(fixed.errorCodes) == ["RECORD_ALREADY_BILLED"])
    #expect(
      Set(fixed.data["errors"].texts("pointer")) == [
        "/records/0/billingTerm", "/records/0/endDate",
      ]
    )
    let last = newIdentifier()
    try await system.generate(
      id: last, action: "Posted", ["accountId": .text(account)], targetDate: "2026-06-01")
    #expect(try await lines(of: last, on: system) == ["s 2026-04-01..2026-04-30 33.34"])
    #expect(try system.schedule("\(account).s", "status") == "CompletelyBilled")
    #expect(try system.schedule("\(account).s", "billed_amount") == "100.00")
  }

  @Test(arguments: TestStore.both)
  func `amendments are consolidated, cancellations credited, renewals go on`(
    on store: TestStore
  ) async throws {
    let system = try BothStores.system(on: store)
    let account = newIdentifier("A")
    func schedule(
      _ name: String, _ category: String, _ amount: String, from: String, to: String,
      _ more: JSONLiteral = [:]
    ) -> JSONLiteral {
      SampleRecords.schedule(
        "\(account).\(name)", account: account, amount: amount, start: from,
        ([
          "category": .text(category), "billingMethod": "OrderAmount", "endDate": .text(to),
        ] as JSONLiteral).adding(more))
    }
    try await system.store(
      SampleRecords.account(account),
      schedule("a", "Original", "100.00", from: "2026-01-01", to: "2026-03-31"),
      schedule("b", "AmendQuantity", "28.00", from: "2026-02-01", to: "2026-03-31"),
      schedule("c", "Renewal", "120.00", from: "2026-04-01", to: "2026-04-30"))
    let id = newIdentifier()
    try await system.generate(
      id: id, action: "Posted", ["accountId": .text(account)], targetDate: "2026-04-02")
    #expect(
      try await lines(of: id, on: system) == [
        "a 2026-01-01..2026-01-31 100.00", "a 2026-02-01..2026-02-28 100.00",
        "a 2026-03-01..2026-03-31 100.00", "b 2026-02-01..2026-02-28 28.00",
        "b 2026-03-01..2026-03-31 28.00", "c 2026-04-01..2026-04-30 120.00",
      ])
    // March is cancelled after it was billed: a negative invoice.
    try await system.store(
      schedule(
        "a", "Original", "100.00", from: "2026-01-01", to: "2026-03-31",
        ["cancellationDate": "2026-03-01"]),
      schedule(
        "d", "Cancellation", "-100.00", from: "2026-03-01", to: "2026-03-31", ["quantity": "-1"]))
    let credit = try await system.generate(
      action: "Posted", ["accountId": .text(account)], targetDate: "2026-05-01")
    #expect(credit.outcome == "Succeeded")
    #expect(credit.data["invoices"][0]["totalAmount"].text == "-100.00")
    #expect(credit.data["invoices"][0]["status"].text == "Posted")
    let named = try await system.generate(
      ["billingScheduleIds": [.text("\(account).a"), .text("\(account).c")]],
      targetDate: "2026-05-01")
    #expect(
      named.data["skipped"].texts("reason") == ["CompletelyBilled", "CompletelyBilled"])
  }

  @Test(arguments: TestStore.both)
  func `a bundle's parts stand below it and name its line; its group decides`(
    on store: TestStore
  ) async throws {
    let system = try BothStores.system(on: store)
    let account = newIdentifier("A")
    func group(_ name: String, parent: String?) -> JSONLiteral {
      [
        "type": "BillingScheduleGroup", "id": .text("\(account).\(name)"),
        "accountId": .text(account),
        "parentGroupId": parent.map { .text("\(account).\($0)") } ?? .null,
        "paymentTermId": .text("\(account).t"),
      ]
    }
    try await system.store(
      SampleRecords.account(account), SampleRecords.paymentTerm("\(account).t", days: 14),
      group("bundle", parent: nil), group("part", parent: "bundle"),
      SampleRecords.schedule(
        "\(account).1part", account: account, amount: "10.00",
        ["billingScheduleGroupId": .text("\(account).part")]),
      SampleRecords.schedule(
        "\(account).2whole", account: account, amount: "90.00",
        ["billingScheduleGroupId": .text("\(account).bundle")]))
    let id = newIdentifier()
    let billed = try await system.generate(
      id: id, action: "Posted", ["accountId": .text(account)], targetDate: "2026-01-02")
    #expect(billed.data["invoices"][0]["dueDate"].text == "2026-02-15")
    let event = try await system.events.first("the invoice") {
      $0.routingKey == "invoice.posted.v1" && $0.properties.correlationId == id
    }
    let lines = event.data["lines"]
    #expect(lines[0]["billingScheduleId"].text == "\(account).2whole")
    #expect(lines[0]["parentLineId"].isNull)
    #expect(lines[1]["billingScheduleId"].text == "\(account).1part")
    #expect(lines[1]["parentLineId"].text == lines[0]["lineId"].text)
    #expect(lines[0]["lineId"].text != nil)
  }

  @Test(arguments: TestStore.both)
  func `a milestone waits until an upsert says that it is accomplished`(
    on store: TestStore
  ) async throws {
    let system = try BothStores.system(on: store)
    let account = newIdentifier("A")
    func milestone(_ date: JSONLiteral) -> JSONLiteral {
      SampleRecords.schedule(
        "\(account).m", account: account, amount: "500.00",
        ["billingMethod": "Milestone", "billingTermUnit": "OneTime", "milestoneDate": date])
    }
    try await system.store(SampleRecords.account(account), milestone(.null))
    let waiting = try await system.generate(["accountId": .text(account)], targetDate: "2026-06-01")
    #expect(waiting.data["skipped"][0]["reason"].text == "NotReady")
    #expect(try system.schedule("\(account).m", "status") == "WaitingForMilestone")
    try await system.store(milestone("2026-05-10"))
    let early = try await system.generate(["accountId": .text(account)], targetDate: "2026-05-10")
    #expect(early.data["skipped"][0]["reason"].text == "NotDue")
    let id = newIdentifier()
    try await system.generate(
      id: id, action: "Posted", ["accountId": .text(account)], targetDate: "2026-05-11")
    #expect(try await lines(of: id, on: system) == ["m 2026-05-10..2026-05-10 500.00"])
    let again = try await system.generate(["accountId": .text(account)], targetDate: "2027-01-01")
    #expect(again.data["invoices"].elements.isEmpty)
  }
}

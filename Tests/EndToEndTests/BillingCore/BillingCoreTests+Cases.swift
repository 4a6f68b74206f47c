import AMQP
import JSON
import TestWorker
import Testing

/// Inputs that were once billed wrongly, through the broker, on both stores.
extension BillingCoreTests {
  /// A usage schedule `name` of an account at 0.10, with what is given besides.
  func metered(_ name: String, _ account: String, _ more: JSONLiteral = [:]) -> JSONLiteral {
    SampleRecords.schedule(
      "\(account).\(name)", account: account, amount: "0",
      (["billingMethod": "Usage", "unitPrice": "0.10"] as JSONLiteral).adding(more))
  }

  func usage(
    _ id: String, _ account: String, _ quantity: String, _ date: String, of schedule: String = "u"
  ) -> JSONLiteral {
    [
      "type": "UsageRecord", "id": .text("\(account).\(id)"),
      "billingScheduleId": .text("\(account).\(schedule)"), "quantity": .text(quantity),
      "usageDate": .text(date),
    ]
  }

  private func contract(_ account: String) -> JSONLiteral {
    [
      "type": "BillingContract", "id": .text("\(account).c"), "accountId": .text(account),
      "name": "C", "automation": ["charge": false, "sync": false, "send": false],
    ]
  }

  private func cycle(
    _ account: String, _ first: String? = nil, _ last: String? = nil
  ) -> JSONLiteral {
    var selection: JSONLiteral = ["billingContractId": .text("\(account).c")]
    if let first, let last {
      selection = selection.adding([
        "billingCycle": ["startDate": .text(first), "endDate": .text(last)]
      ])
    }
    return ["billingContracts": [selection]]
  }

  @Test(
    "G1, G2: cycles and previews go on past periods that charge nothing",
    arguments: TestStore.both)
  func emptyCycles(on store: TestStore) async throws {
    let system = try BothStores.system(on: store)
    let account = newIdentifier("A")
    try await system.store(
      SampleRecords.account(account), contract(account),
      metered("u", account, ["billingContractId": .text("\(account).c")]),
      usage("1", account, "100", "2026-02-10"))
    let preview = try await system.complete(
      SampleRequest(
        "invoice.preview.v1", id: newIdentifier(),
        [
          "accountId": .text(account), "targetDate": "2026-02-01", "invoiceDate": "2026-02-01",
          "periods": .number("12"),
        ]))
    #expect(preview.data["previews"].elements.count == 1)
    #expect(preview.data["previews"][0]["lines"][1]["amount"].text == "10.00")
    let id = newIdentifier()
    let billed = try await system.generate(
      id: id, action: "Posted", cycle(account), targetDate: "2026-03-01")
    #expect(billed.data["invoices"].elements.count == 1)
    #expect(
      try await lines(of: id, on: system)
        == ["u 2026-01-01..2026-01-31 0.00", "u 2026-02-01..2026-02-28 10.00"])
  }

  @Test(
    "G5: a billing cycle that does not exist, or is not due, is refused",
    arguments: TestStore.both)
  func namedCycles(on store: TestStore) async throws {
    let system = try BothStores.system(on: store)
    let account = newIdentifier("A")
    try await system.store(
      SampleRecords.account(account), contract(account),
      SampleRecords.schedule(
        "\(account).s", account: account, ["billingContractId": .text("\(account).c")]))
    let unknown = try await system.generate(
      cycle(account, "2026-12-05", "2026-12-20"), targetDate: "2027-01-01")
    #expect(unknown.outcome == "Failed")
    let fault = unknown.data["billingContracts"][0]["errors"][0]
    #expect(fault["errorCode"].text == "BILLING_CYCLE_UNKNOWN")
    #expect(fault["errorMessage"].text?.contains("2026-12-01 to 2026-12-31") == true)
    let early = try await system.generate(
      cycle(account, "2026-12-01", "2026-12-31"), targetDate: "2026-12-01")
    #expect(
      early.data["billingContracts"][0]["errors"][0]["errorCode"].text == "BILLING_CYCLE_NOT_DUE")
    #expect(try system.count("SELECT count(*) FROM invoice WHERE account_id = '\(account)'") == 0)
  }

  @Test(
    "G6: an order and a suspension named by a group hold for its schedules",
    arguments: TestStore.both)
  func byGroup(on store: TestStore) async throws {
    let system = try BothStores.system(on: store)
    let account = newIdentifier("A")
    func group(_ name: String, _ more: JSONLiteral) -> JSONLiteral {
      ([
        "type": "BillingScheduleGroup", "id": .text("\(account).\(name)"),
        "accountId": .text(account),
      ] as JSONLiteral).adding(more)
    }
    try await system.store(
      SampleRecords.account(account),
      [
        "type": "Order", "id": .text("\(account).o"), "accountId": .text(account),
        "orderNumber": "1",
      ],
      group("bundle", [:]),
      group(
        "part",
        ["orderId": .text("\(account).o"), "parentGroupId": .text("\(account).bundle")]),
      SampleRecords.schedule(
        "\(account).s", account: account, ["billingScheduleGroupId": .text("\(account).part")]))
    let suspended = try await system.complete(
      SampleRequest(
        "billing.suspend.v1", id: newIdentifier(),
        [
          "suspensionId": .text("\(account).x"),
          "billingScheduleGroupId": .text("\(account).bundle"), "suspendDate": "2026-01-01",
          "resumeDate": "2026-02-01",
        ]))
    #expect(suspended.outcome == "Succeeded")
    let refused = try await system.generate(
      ["orderId": .text("\(account).o")], targetDate: "2026-01-15")
    #expect(refused.errorCodes == ["BILLING_SCHEDULE_SUSPENDED"])
    let billed = try await system.generate(
      ["orderId": .text("\(account).o")], targetDate: "2026-02-01")
    #expect(billed.data["invoices"][0]["orderIds"].texts == ["\(account).o"])
    #expect(
      try system.count("SELECT count(*) FROM invoice_order WHERE order_id = '\(account).o'") == 1)
  }

  @Test("G8: another account's contact is not taken as bill-to", arguments: TestStore.both)
  func contactOfAnother(on store: TestStore) async throws {
    let system = try BothStores.system(on: store)
    let account = newIdentifier("A")
    let other = newIdentifier("B")
    try await system.store(
      SampleRecords.account(account), SampleRecords.account(other),
      [
        "type": "Contact", "id": .text("\(other).k"), "accountId": .text(other), "name": "K",
      ])
    let refused = try await system.complete(
      .upsert(
        id: newIdentifier(),
        [
          SampleRecords.schedule(
            "\(account).s", account: account, ["billToContactId": .text("\(other).k")])
        ]))
    #expect(refused.errorCodes == ["RECORD_ACCOUNT_MISMATCH"])
  }

  @Test(
    "G9: a schedule whose last period charges nothing is complete when its end has come",
    arguments: TestStore.both)
  func freeEnd(on store: TestStore) async throws {
    let system = try BothStores.system(on: store)
    let account = newIdentifier("A")
    try await system.store(
      SampleRecords.account(account), metered("u", account, ["endDate": "2026-02-28"]),
      usage("1", account, "100", "2026-01-10"))
    _ = try await system.generate(["accountId": .text(account)], targetDate: "2026-02-01")
    let last = try await system.generate(["accountId": .text(account)], targetDate: "2026-03-01")
    #expect(last.data["skipped"][0]["reason"].text == "ZeroAmount")
    #expect(last.data["skipped"][0]["nextBillingDate"].isNull)
    #expect(try system.schedule("\(account).u", "status") == "CompletelyBilled")
    let after = try await system.generate(["accountId": .text(account)], targetDate: "2026-04-01")
    #expect(after.data["skipped"].elements.isEmpty)
  }

  @Test(
    "G3: a full period is charged once where parts are charged in full", arguments: TestStore.both)
  func wholePeriods(on store: TestStore) async throws {
    let system = try BothStores.system(on: store)
    let account = newIdentifier("A")
    func schedule(_ more: JSONLiteral) -> JSONLiteral {
      SampleRecords.schedule(
        "\(account).s", account: account,
        (["partialPeriodsAllowed": false, "billedThroughDate": "2026-01-15"] as JSONLiteral)
          .adding(more))
    }
    try await system.store(SampleRecords.account(account), schedule([:]))
    var id = newIdentifier()
    try await system.generate(
      id: id, action: "Posted", ["accountId": .text(account)], targetDate: "2026-01-17")
    #expect(try await lines(of: id, on: system) == ["s 2026-01-16..2026-01-31 51.61"])
    try await system.store(schedule(["cancellationDate": "2026-02-11"]))
    try await system.generate(
      action: "Posted", ["accountId": .text(account)], targetDate: "2026-03-01")
    try await system.store(schedule([:]))
    id = newIdentifier()
    try await system.generate(
      id: id, action: "Posted", ["accountId": .text(account)], targetDate: "2026-03-02")
    #expect(
      try await lines(of: id, on: system)
        == ["s 2026-02-11..2026-02-28 0.00", "s 2026-03-01..2026-03-31 100.00"])
  }

  @Test("G4: an invoice takes the place of two, and all name each other", arguments: TestStore.both)
  func reinvoiced(on store: TestStore) async throws {
    let system = try BothStores.system(on: store)
    let account = newIdentifier("A")
    func schedule(_ name: String) -> JSONLiteral {
      SampleRecords.schedule(
        "\(account).\(name)", account: account, ["billingContractId": .text("\(account).c")])
    }
    try await system.store(SampleRecords.account(account), contract(account), schedule("s"))
    let january = cycle(account, "2026-01-01", "2026-01-31")
    func bill(_ more: JSONLiteral = [:]) async throws -> String? {
      let id = newIdentifier()
      try await system.generate(
        id: id, action: "Posted", january.adding(more), targetDate: "2026-02-01")
      let event = try await system.events.first("the invoice of \(id)") {
        $0.routingKey == "invoice.posted.v1" && $0.properties.correlationId == id
      }
      return event.data["invoiceId"].text
    }
    let first = try await bill()
    try await system.store(schedule("t"))
    let second = try await bill()
    let third = try await bill(["reinvoice": true])
    let links = try system.column(
      "SELECT earlier_id FROM reinvoicing WHERE later_id = '\(third ?? "")' ORDER BY earlier_id")
    #expect(links == [first, second].compactMap(\.self).sorted())
  }

  @Test(
    "G7: late usage is a line of its own period, also of a completed schedule",
    arguments: TestStore.both)
  func lateUsage(on store: TestStore) async throws {
    let system = try BothStores.system(on: store)
    let account = newIdentifier("A")
    try await system.store(
      SampleRecords.account(account),
      metered(
        "u", account, ["unitPrice": "1", "includedQuantity": "100", "endDate": "2026-02-28"]),
      usage("1", account, "60", "2026-01-10"))
    _ = try await system.generate(
      action: "Posted", ["accountId": .text(account), "zeroAmountInvoices": true],
      targetDate: "2026-02-01")
    try await system.store(
      usage("2", account, "50", "2026-01-20"), usage("3", account, "80", "2026-02-10"))
    var id = newIdentifier()
    try await system.generate(
      id: id, action: "Posted", ["accountId": .text(account)], targetDate: "2026-03-01")
    #expect(
      try await lines(of: id, on: system)
        == ["u 2026-01-01..2026-01-31 10.00", "u 2026-02-01..2026-02-28 0.00"])
    #expect(try system.schedule("\(account).u", "status") == "CompletelyBilled")
    try await system.store(usage("4", account, "25", "2026-02-11"))
    #expect(try system.schedule("\(account).u", "status") == "ReadyForInvoicing")
    id = newIdentifier()
    try await system.generate(
      id: id, action: "Posted", ["accountId": .text(account)], targetDate: "2026-03-01")
    #expect(try await lines(of: id, on: system) == ["u 2026-02-01..2026-02-28 5.00"])
    #expect(try system.schedule("\(account).u", "status") == "CompletelyBilled")
  }
}

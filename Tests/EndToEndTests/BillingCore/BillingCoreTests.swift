import AMQP
import Billing
import JSON
import Storage
import TestWorker
import Testing

/// The billing core through the broker, on both stores.
@Suite(.bothStores) struct BillingCoreTests {
  @Test(arguments: TestStore.both)
  func `suspended by request, resumed by request, caught up`(on store: TestStore) async throws {
    let system = try BothStores.system(on: store)
    let account = newIdentifier("A")
    try await system.store(
      SampleRecords.account(account), SampleRecords.schedule("\(account).s", account: account))
    let suspended = try await system.complete(
      SampleRequest(
        "billing.suspend.v1", id: newIdentifier(),
        [
          "suspensionId": .text("\(account).x"), "accountId": .text(account),
          "suspendDate": "2026-01-01",
        ]))
    #expect(suspended.outcome == "Succeeded")
    let refused = try await system.generate(["accountId": .text(account)], targetDate: "2026-03-02")
    #expect(refused.outcome == "Failed")
    let resumed = try await system.complete(
      SampleRequest(
        "billing.resume.v1", id: newIdentifier(),
        ["suspensionId": .text("\(account).x"), "resumeDate": "2026-03-01"]))
    #expect(resumed.outcome == "Succeeded")
    let billed = try await system.generate(["accountId": .text(account)], targetDate: "2026-03-02")
    #expect(billed.data["invoices"][0]["totalAmount"].text == "300.00")
  }

  @Test(arguments: TestStore.both)
  func `usage is recorded once and billed once`(on store: TestStore) async throws {
    let system = try BothStores.system(on: store)
    let account = newIdentifier("A")
    let schedule = "\(account).s"
    try await system.store(
      SampleRecords.account(account),
      SampleRecords.schedule(
        schedule, account: account, amount: "0.00",
        [
          "billingMethod": "Usage", "unitPrice": "2", "includedQuantity": "10",
          "tierMode": "Graduated",
          "tiers": [
            ["upTo": "5", "unitPrice": "2", "flatFee": "1"], ["unitPrice": "1"],
          ],
        ]))
    let usage: JSONLiteral = [
      "usageRecords": [
        [
          "id": .text("\(account).u"), "billingScheduleId": .text(schedule), "quantity": "17.5",
          "usageDate": "2026-01-15",
        ]
      ]
    ]
    for _ in 0..<2 {
      let recorded = try await system.complete(
        SampleRequest("usage.record.v1", id: newIdentifier(), usage))
      #expect(recorded.outcome == "Succeeded")
    }
    let id = newIdentifier()
    let billed = try await system.generate(
      id: id, action: "Posted", ["accountId": .text(account)], targetDate: "2026-02-01")
    // 5 × 2 + 1 + 2.5 × 1.
    #expect(billed.data["invoices"][0]["totalAmount"].text == "13.50")
    let event = try await system.events.first("the invoice") {
      $0.routingKey == "invoice.posted.v1" && $0.properties.correlationId == id
    }
    let line = event.data["lines"][0]["usage"]
    #expect(line["consumedQuantity"].text == "17.5")
    #expect(line["includedQuantity"].text == "10")
    #expect(line["overageQuantity"].text == "7.5")
    #expect(line["tierMode"].text == "Graduated")
    let again = try await system.generate(["accountId": .text(account)], targetDate: "2026-03-01")
    #expect(again.data["skipped"][0]["reason"].text == "ZeroAmount")
    // Late, of a month that is billed: on the next invoice, by the same tiers.
    let late: JSONLiteral = [
      "usageRecords": [
        [
          "id": .text("\(account).late"), "billingScheduleId": .text(schedule), "quantity": "11",
          "usageDate": "2026-01-20",
        ]
      ]
    ]
    try await system.complete(SampleRequest("usage.record.v1", id: newIdentifier(), late))
    let next = try await system.generate(["accountId": .text(account)], targetDate: "2026-03-01")
    // 18.5 of January are 24.50, of which 13.50 are billed.
    #expect(next.data["invoices"][0]["totalAmount"].text == "11.00")
    let other = try await system.complete(
      SampleRequest(
        "usage.record.v1", id: newIdentifier(),
        [
          "usageRecords": [
            [
              "id": .text("\(account).late"), "billingScheduleId": .text(schedule),
              "quantity": "12", "usageDate": "2026-01-20",
            ]
          ]
        ]))
    #expect(other.outcome == "Failed" && other.errorCodes == ["USAGE_RECORD_CONFLICT"])
  }

  @Test(arguments: TestStore.both)
  func `a preview stores nothing`(on store: TestStore) async throws {
    let system = try BothStores.system(on: store)
    let account = newIdentifier("A")
    try await system.store(
      SampleRecords.account(account), SampleRecords.schedule("\(account).s", account: account))
    let id = newIdentifier()
    let preview = try await system.complete(
      SampleRequest(
        "invoice.preview.v1", id: id,
        [
          "accountId": .text(account), "targetDate": "2026-01-02", "invoiceDate": "2026-01-02",
          "periods": .number("3"),
        ]))
    #expect(preview.outcome == "Succeeded")
    #expect(preview.data["previews"][2]["lines"][0]["startDate"].text == "2026-03-01")
    #expect(preview.data["previews"].elements.count == 3)
    #expect(preview.data["previews"][0]["invoiceId"].isNull)
    #expect(preview.data["previews"][0]["invoiceNumber"].isNull)
    #expect(preview.data["invoices"].elements.isEmpty)
    #expect(try system.count("SELECT count(*) FROM invoice WHERE account_id = '\(account)'") == 0)
    let billed = try await system.generate(["accountId": .text(account)], targetDate: "2026-01-02")
    #expect(billed.data["invoices"][0]["totalAmount"].text == "100.00")
  }

  @Test(arguments: TestStore.both)
  func `contracts in bulk: a result each, and the tasks ticked and enabled`(on store: TestStore)
    async throws
  {
    let system = try BothStores.system(on: store)
    let account = newIdentifier("A")
    func contract(_ name: String, charge: Bool) -> JSONLiteral {
      [
        "type": "BillingContract", "id": .text("\(account).\(name)"), "accountId": .text(account),
        "name": .text(name), "automation": ["charge": .flag(charge), "send": true],
      ]
    }
    try await system.store(
      SampleRecords.account(account), contract("c", charge: true), contract("d", charge: false),
      [
        "type": "SavedPaymentMethod", "id": .text("\(account).pm"), "accountId": .text(account),
        "kind": "Card", "displayName": "Visa ending in 4242", "isDefault": true,
      ],
      SampleRecords.schedule(
        "\(account).s", account: account, ["billingContractId": .text("\(account).c")]),
      SampleRecords.schedule(
        "\(account).t", account: account, ["billingContractId": .text("\(account).d")]))
    let id = newIdentifier()
    let bulk = try await system.generate(
      id: id, action: "Posted",
      [
        "billingContracts": [
          ["billingContractId": .text("\(account).c"), "triggerPostInvoicingTasks": true],
          ["billingContractId": .text("\(account).d")],
        ]
      ], targetDate: "2026-02-01")
    #expect(bulk.outcome == "Succeeded")
    let results = bulk.data["billingContracts"]
    #expect(results[0]["billingCycle"]["endDate"].text == "2026-01-31")
    #expect(results[0]["tasks"].texts == ["Charge", "Send"])
    #expect(results[1]["tasks"].elements.isEmpty)
    let tasks = try await system.events.all("the tasks", atLeast: 2) {
      $0.routingKey == "invoice.task-requested.v1" && $0.properties.correlationId == id
    }
    #expect(Set(tasks.compactMap { $0.data["task"].text }) == ["Charge", "Send"])
    #expect(
      tasks.allSatisfy {
        $0.data["invoice"]["invoiceId"].text == results[0]["invoiceIds"][0].text
      })

    let cycle: JSONLiteral = [
      "billingContracts": [
        [
          "billingContractId": .text("\(account).c"),
          "billingCycle": ["startDate": "2026-01-01", "endDate": "2026-01-31"],
        ]
      ]
    ]
    let refused = try await system.generate(action: "Posted", cycle, targetDate: "2026-02-01")
    #expect(refused.outcome == "Failed")
    let error = refused.data["billingContracts"][0]["errors"][0]
    #expect(error["errorCode"].text == "BILLING_CYCLE_ALREADY_INVOICED")
    #expect(error["errorSource"]["id"].text == results[0]["invoiceIds"][0].text)
    let named = bulk.data["invoices"].elements.first {
      $0["invoiceId"].text == results[0]["invoiceIds"][0].text
    }
    let number = try #require(named?["invoiceNumber"].text)
    #expect(error["errorMessage"].text?.contains(number) == true)
    let again = newIdentifier()
    let reinvoiced = try await system.generate(
      id: again, action: "Posted", cycle.adding(["reinvoice": true]), targetDate: "2026-02-01")
    #expect(reinvoiced.outcome == "Succeeded")
    let event = try await system.events.first("the invoice") {
      $0.routingKey == "invoice.posted.v1" && $0.properties.correlationId == again
    }
    #expect(event.data["reinvoiceOf"].texts == results[0]["invoiceIds"].texts)
    // Both stay, and each names the other.
    let stored = try system.invoices(of: account)
    let first = stored.first { $0.id.text == results[0]["invoiceIds"][0].text }
    #expect(first?.reinvoicedBy.map(\.text) == [event.data["invoiceId"].text].compactMap { $0 })
    let second = stored.first { $0.reinvoiceOf.map(\.text) == results[0]["invoiceIds"].texts }
    #expect(second != nil && first?.totalAmount == second?.totalAmount)
  }

  @Test(arguments: TestStore.both)
  func `one contract alone: the next cycle, its one-time charges at once, and never a task`(
    on store: TestStore
  ) async throws {
    let system = try BothStores.system(on: store)
    let account = newIdentifier("A")
    let contract = "\(account).c"
    try await system.store(
      SampleRecords.account(account),
      [
        "type": "BillingContract", "id": .text(contract), "accountId": .text(account), "name": "C",
        "invoiceOneTimeImmediately": true,
        "automation": ["charge": true, "sync": true, "send": true],
      ],
      SampleRecords.schedule(
        "\(account).s", account: account, ["billingContractId": .text(contract)]),
      SampleRecords.schedule(
        "\(account).u", account: account, amount: "7.00", start: "2027-01-01",
        [
          "billingContractId": .text(contract), "billingMethod": "OrderAmount",
          "billingTermUnit": "OneTime",
        ]))
    let request: JSONLiteral = [
      "billingContracts": [
        ["billingContractId": .text(contract), "triggerPostInvoicingTasks": true]
      ]
    ]
    for (lines, cycle) in [
      (["s 2026-01-01..2026-01-31 100.00", "u 2027-01-01..2027-01-01 7.00"], "2027-01-01"),
      (["s 2026-02-01..2026-02-28 100.00"], "2026-02-28"),
    ] {
      let id = newIdentifier()
      let billed = try await system.generate(
        id: id, action: "Posted", request, targetDate: "2026-03-02")
      #expect(billed.data["billingContracts"][0]["billingCycle"]["endDate"].text == cycle)
      #expect(billed.data["billingContracts"][0]["tasks"].elements.isEmpty)
      #expect(billed.data["warnings"].texts("errorCode") == ["POST_INVOICING_TASKS_NOT_RUN"])
      #expect(try await self.lines(of: id, on: system) == lines)
      #expect(system.events("invoice.task-requested.v1", of: id).isEmpty)
    }
    let preview = try await system.complete(
      SampleRequest(
        "invoice.preview.v1", id: newIdentifier(),
        [
          "billingContracts": [["billingContractId": .text(contract)]],
          "targetDate": "2026-03-02", "invoiceDate": "2026-03-02", "periods": .number("2"),
        ]))
    #expect(
      preview.data["previews"].elements.map { $0["lines"][0]["startDate"].text }
        == ["2026-03-01", "2026-04-01"])
  }
}

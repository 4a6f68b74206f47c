import TestSupport
import TestTaxEngine
import TestWorker
import Testing
import Worker

/// What posted invoices tell a real tax engine, with its faults.
@Suite struct TaxRelayTests {
  @Test("What is posted is committed once, over two workers", arguments: TestStore.both)
  func committed(on store: TestStore) async throws {
    try await TaxedInvoices.run(store, count: 8) { taxed in
      let ids = try await taxed.post()
      try await taxed.awaitState("Committed", of: 8)
      let books = try await taxed.engine.books()
      #expect(Set(books.commits.keys) == Set(ids.map { "\($0):commit" }))
      #expect(books.commits.values.allSatisfy { $0.sent == 1 && $0.booked == 1 })
      #expect(books.commits.values.allSatisfy { $0.totalTax == "25.00" })
      let calls = try taxed.calls
      #expect(Set(calls.compactMap(\.body.invoiceNumber)).count == 8)
      #expect(calls.allSatisfy { $0.body.kind == "Final" && $0.body.totalTax == "25.00" })
      #expect(
        try taxed.system.count(
          "SELECT count(*) FROM tax_transaction WHERE is_sent AND transaction_id IS NOT NULL") == 8)
      #expect(try taxed.errorCodes() == [])
      let worker = taxed.system.workers[0].runtime
      try await eventually("it is told that nothing waits") {
        worker.status.relays["tax"] == RelayBacklog(waiting: 0, oldestAge: 0)
      }
    }
  }

  @Test(
    "What the engine refuses is Failed, with its log and event, and no other waits for it; somebody has it tried again",
    arguments: TestStore.both)
  func refused(on store: TestStore) async throws {
    try await TaxedInvoices.run(store, count: 4) { taxed in
      try await taxed.engine.follow(
        TestTaxEngine.Rule(
          at: .commit, times: 1, status: 400, body: #"{"message": "No such company."}"#))
      let ids = try await taxed.post()
      try await taxed.awaitState("Committed", of: 3)
      try await taxed.awaitState("Failed", of: 1)
      #expect(try taxed.errorCodes() == ["TAX_COMMIT_REFUSED"])
      let event = try await taxed.system.events.first("it is reported") {
        $0.routingKey == "error-log.recorded.v1"
          && $0.data["errorCode"].text == "TAX_COMMIT_REFUSED"
      }
      #expect(event.data["errorMessage"].text?.contains("No such company.") == true)
      // The invoice is as it was.
      #expect(
        try taxed.system.count("SELECT count(*) FROM invoice WHERE status = 'Posted'") == 4)
      let failed = try taxed.system.column(
        "SELECT document_id FROM tax_transaction WHERE state = 'Failed'")
      #expect(Set(failed).isSubset(of: ids))
      let retried = try await taxed.system.complete(taxed.retry(failed))
      #expect(retried.outcome == "Succeeded")
      try await taxed.awaitState("Committed", of: 4)
      #expect(try taxed.errorCodes() == [])
      #expect(try taxed.errorCodes(isOpen: false) == ["TAX_COMMIT_REFUSED"])
    }
  }

  @Test(
    "Another total than the invoice's is a variance, and is taken back with the invoice",
    arguments: TestStore.both)
  func variance(on store: TestStore) async throws {
    try await TaxedInvoices.run(store, count: 1) { taxed in
      var rule = TestTaxEngine.Rule(at: .commit)
      rule.totalTax = "24.99"
      try await taxed.engine.follow(rule)
      let ids = try await taxed.post()
      try await taxed.awaitState("Failed", of: 1)
      #expect(try taxed.errorCodes() == ["TAX_COMMIT_VARIANCE"])
      let message = try taxed.system.column(
        "SELECT error_message FROM error_log WHERE category = 'TaxReporting'")
      #expect(message.first?.contains("24.99") == true && message.first?.contains("25.00") == true)
      #expect(try await taxed.system.complete(.void(ids)).outcome == "Succeeded")
      try await taxed.awaitState("Voided", of: 1)
      #expect(try taxed.calls.map(\.path) == ["/commit", "/void"])
      #expect(try taxed.errorCodes() == [])
    }
  }

  @Test(
    "An engine that is away is said once, waited for, and told everything when it is back",
    arguments: TestStore.both)
  func away(on store: TestStore) async throws {
    try await TaxedInvoices.run(store, count: 3, workers: 1) { taxed in
      // Posted by one request: none of them is asked about while the engine fails.
      let ids = try await taxed.draft()
      try await taxed.engine.follow(TestTaxEngine.Rule(at: .commit, status: 503))
      #expect(try await taxed.system.complete(.post(ids)).outcome == "Succeeded")
      try await eventually("each was tried, and waits") {
        try taxed.system.count(
          """
          SELECT count(*) FROM tax_transaction WHERE state = 'ToCommit' AND is_sent
            AND attempts = 1 AND reason IS NOT NULL AND leased_until IS NULL
            AND next_attempt_at > created_at
          """) == 3
      }
      #expect(try taxed.errorCodes() == [])
      try await taxed.engine.follow()
      try await eventually("it is told when it is back") {
        try taxed.endWaits()
        return try taxed.count("Committed") == 3
      }
      let books = try await taxed.engine.books()
      #expect(books.commits.values.allSatisfy { $0.booked == 1 })
      let log = taxed.system.log
      #expect(log.matches(of: /the tax engine is away/).count == 1)
      #expect(log.matches(of: /the tax engine is back/).count == 1)
    }
  }

  @Test(
    "An answer that is lost, and a document that exists already, are one commit",
    arguments: TestStore.both)
  func lostAnswers(on store: TestStore) async throws {
    try await TaxedInvoices.run(store, count: 2) { taxed in
      try await taxed.engine.follow(
        TestTaxEngine.Rule(at: .commit, times: 1, then: .doAndDrop),
        TestTaxEngine.Rule(
          at: .commit, times: 1, status: 409,
          body: #"{"code": "exists", "message": "x", "transactionId": "T", "totalTax": "25.00"}"#))
      _ = try await taxed.post()
      try await taxed.awaitState("Committed", of: 2)
      let books = try await taxed.engine.books()
      #expect(books.commits.values.allSatisfy { $0.booked == 1 })
      #expect(try taxed.errorCodes() == [])
    }
  }

  @Test(
    "Voids are told after their commits: taken back, booked the other way, or never known",
    arguments: TestStore.both)
  func voided(on store: TestStore) async throws {
    try await TaxedInvoices.run(store, count: 4) { taxed in
      let ids = try await taxed.post()
      try await taxed.awaitState("Committed", of: 4)
      var locked = TestTaxEngine.Rule(at: .void, match: ids[0])
      locked.locked = true
      try await taxed.engine.follow(
        locked,
        TestTaxEngine.Rule(at: .void, match: ids[1], status: 404),
        TestTaxEngine.Rule(
          at: .void, match: ids[2], times: 1, status: 422, body: #"{"message": "Not yours."}"#))
      #expect(try await taxed.system.complete(.void(ids)).outcome == "Succeeded")
      try await taxed.awaitState("Credited", of: 1)
      try await taxed.awaitState("Voided", of: 2)
      try await taxed.awaitState("Failed", of: 1)
      #expect(try taxed.errorCodes() == ["TAX_VOID_REFUSED"])
      let retried = try await taxed.system.complete(taxed.retry([ids[2]]))
      #expect(retried.outcome == "Succeeded")
      try await taxed.awaitState("Voided", of: 3)
      #expect(try taxed.errorCodes() == [])
      let again = try await taxed.system.complete(taxed.retry([ids[2]]))
      #expect(again.data["errors"].texts("errorCode") == ["TAX_NOTHING_TO_RETRY"])
      let books = try await taxed.engine.books()
      #expect(books.voids["\(ids[0]):void"]?.result == "Credited")
      #expect(books.voids["\(ids[2]):void"]?.sent == 1)
    }
  }

  @Test(
    "An invoice that is voided while its commit is under way is committed first, and never twice at once",
    arguments: TestStore.both)
  func voidedMeanwhile(on store: TestStore) async throws {
    try await TaxedInvoices.run(store, count: 1) { taxed in
      // The engine does it, and says so after the invoice is voided.
      try await taxed.engine.follow(TestTaxEngine.Rule(at: .commit, times: 1, delay: 4))
      let ids = try await taxed.post()
      try await eventually("it is being committed") { try taxed.calls.count == 1 }
      #expect(try await taxed.system.complete(.void(ids)).outcome == "Succeeded")
      try await taxed.awaitState("Voided", of: 1)
      #expect(try taxed.calls.map(\.path) == ["/commit", "/void"])
      let books = try await taxed.engine.books()
      #expect(books.commits["\(ids[0]):commit"]?.sent == 1)
      #expect(books.commits["\(ids[0]):commit"]?.voided == true)
    }
  }

  @Test(
    "A credit memo with tax is committed with negative amounts, and voided with the memo",
    arguments: TestStore.both)
  func creditMemo(on store: TestStore) async throws {
    try await TaxedInvoices.run(store, count: 1) { taxed in
      let system = taxed.system
      let created = try await system.complete(
        SampleRequest(
          "credit-memo.create.v1", id: "memo",
          [
            "creditMemo": [
              "accountId": "A1", "currency": "USD", "creditDate": "2026-02-01",
              "lines": [
                [
                  "name": "Goodwill", "amount": "40.00", "taxTreatmentId": "T",
                  "tax": ["strategy": "Calculate"],
                ]
              ],
            ]
          ]))
      #expect(created.outcome == "Succeeded", "\(String(decoding: created.body, as: UTF8.self))")
      try await taxed.awaitState("Committed", of: 1)
      let commit = try #require(try taxed.calls.first)
      #expect(commit.body.creditMemoNumber != nil && commit.body.invoiceNumber == nil)
      #expect(commit.body.totalTax == "-10.00")
      #expect(commit.body.lines?.map(\.amount) == ["-40.00"])
      let memo = try system.column("SELECT id FROM credit_memo")
      #expect(try await system.complete(.voidMemo(memo[0])).outcome == "Succeeded")
      try await taxed.awaitState("Voided", of: 1)
      #expect(try taxed.calls.map(\.path) == ["/commit", "/void"])
      #expect(try taxed.calls.map(\.key) == ["\(memo[0]):commit", "\(memo[0]):void"])
    }
  }
}

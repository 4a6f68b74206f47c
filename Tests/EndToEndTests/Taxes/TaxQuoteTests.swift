import SQLite
import TestSupport
import TestTaxEngine
import TestWorker
import Testing

/// Workers that ask a real tax engine before their transactions.
@Suite struct TaxQuoteTests {

  @Test("Drafts, posted invoices and previews have the engine's tax", arguments: TestStore.both)
  func quoted(on store: TestStore) async throws {
    try await TaxedInvoices.run(store, count: 3) { taxed in
      let system = taxed.system
      let preview = try await system.complete(
        SampleRequest(
          "invoice.preview.v1", id: "preview",
          ["accountId": "A1", "targetDate": "2026-02-01", "invoiceDate": "2026-02-01"]))
      #expect(preview.outcome == "Succeeded")
      let draft = try await system.generate(id: "draft", ["accountId": "A1"])
      #expect(draft.outcome == "Succeeded" && draft.data["warnings"].texts("errorCode").isEmpty)
      _ = try await system.generate(id: "posted", action: "Posted", ["accountId": "A2"])
      let totals = try system.column(
        "SELECT CAST(total_tax_amount AS text) FROM invoice ORDER BY account_id")
      #expect(totals.count == 2 && Set(totals).count == 1, "\(totals)")
      let quotes = try taxed.engine.calls.filter { $0.path == "/quote" }
      #expect(quotes.map(\.body.kind) == ["Estimate", "Estimate", "Final"])
      // What is committed is what was quoted, under the same identifier.
      try await taxed.awaitState("Committed", of: 1)
      #expect(
        try taxed.calls.map(\.body.documentId)
          == system.column("SELECT id FROM invoice WHERE status = 'Posted'"))
    }
  }

  @Test(
    "The engine's refusal, and what cannot be used of it, fail what they are of and nothing else",
    arguments: TestStore.both)
  func refused(on store: TestStore) async throws {
    try await TaxedInvoices.run(store, count: 3, workers: 1) { taxed in
      var inexact = TestTaxEngine.Rule(at: .quote, times: 1)
      inexact.change = ["amount": "25.001"]
      try await taxed.engine.follow(
        TestTaxEngine.Rule(
          at: .quote, times: 1, status: 400, body: #"{"message": "No such address."}"#))
      let refused = try await taxed.system.generate(id: "refused", ["accountId": "A1"])
      #expect(refused.outcome == "Failed")
      #expect(
        String(decoding: refused.body, as: UTF8.self).contains("TAX_ENGINE_REFUSED"),
        "\(String(decoding: refused.body, as: UTF8.self))")
      try await taxed.engine.follow(inexact)
      let invalid = try await taxed.system.generate(id: "invalid", ["accountId": "A2"])
      #expect(String(decoding: invalid.body, as: UTF8.self).contains("TAX_ENGINE_INVALID"))
      #expect(try await taxed.system.generate(["accountId": "A3"]).outcome == "Succeeded")
      #expect(try taxed.system.count("SELECT count(*) FROM invoice") == 1)
    }
  }

  @Test(
    "No transaction is open while the engine is asked, and what needs no quote does not wait",
    arguments: TestStore.both)
  func noTransaction(on store: TestStore) async throws {
    try await TaxedInvoices.run(
      store, count: 4, workers: 1, environment: ["INVOICE_WORKER_LANES": "1"]
    ) { taxed in
      let system = taxed.system
      // None is answered until the engine follows another rule, however often the worker gives up and asks again.
      try await taxed.engine.follow(TestTaxEngine.Rule(at: .quote, then: .hang))
      try await system.publish(
        taxed.accounts.map {
          .generate(id: "generate-\($0)", action: "Posted", ["accountId": .text($0)])
        })
      try await eventually("all are asked about") {
        try Set(taxed.engine.calls.map(\.body.documentId)).count == 4
      }
      try await expectNoTransaction(in: system)
      // The only lane is free.
      #expect(
        try await system.complete(.upsert(id: "more", [SampleRecords.account("B")])).outcome
          == "Succeeded")
      #expect(try system.count("SELECT count(*) FROM invoice") == 0, "they wait all the time")
      try await taxed.engine.follow()
      try await eventually("each is made then") {
        try system.count("SELECT count(*) FROM invoice WHERE status = 'Posted'") == 4
      }
      try await taxed.awaitState("Committed", of: 4)
    }
  }

  private func quotes(_ taxed: TaxedInvoices) throws -> Int {
    try taxed.engine.calls.count { $0.path == "/quote" }
  }

  /// Each transaction that is open now is over a moment later; none is there for as long as somebody waits for an engine.
  private func expectNoTransaction(in system: RunningSystem) async throws {
    switch system.store {
    case .sqlite: try await system.lockDatabase().rollback()
    case .postgreSQL:
      var open = try Set(openTransactions(in: system))
      try await eventually("the transactions are over") {
        open.formIntersection(try openTransactions(in: system))
        return open.isEmpty
      }
    }
  }

  /// What the server itself says.
  private func openTransactions(in system: RunningSystem) throws -> [String] {
    try system.column(
      """
      SELECT concat_ws(' ', pid, xact_start) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
        AND backend_type = 'client backend'
      """)
  }

  @Test(
    "Facts that change while the engine is asked are asked about again", arguments: TestStore.both)
  func changedFacts(on store: TestStore) async throws {
    try await TaxedInvoices.run(store, count: 1, workers: 1) { taxed in
      let system = taxed.system
      // Not answered before the facts have changed, however long that takes.
      try await taxed.engine.follow(TestTaxEngine.Rule(at: .quote, then: .hang))
      try await system.publish(
        .generate(id: "generate", action: "Posted", ["accountId": "A1"]))
      try await eventually("it is asked about") { try quotes(taxed) > 0 }
      try await system.store(
        SampleRecords.schedule("S-A1", account: "A1", amount: "200.00", ["taxTreatmentId": "T"]))
      try await taxed.engine.follow()
      let completion = try await system.completion("generate")
      #expect(completion.outcome == "Succeeded" && completion.data["attempts"].text == "1")
      #expect(
        try taxed.engine.calls.first?.body.lines?.map(\.amount) == ["100.00"])
      #expect(
        try taxed.engine.calls.last { $0.path == "/quote" }?.body.lines?.map(\.amount) == ["200.00"]
      )
      try await taxed.awaitState("Committed", of: 1)
      #expect(try taxed.calls.first?.body.totalTax == "50.00")
    }
  }

  @Test(
    "A worker that shall end waits for what it has asked, and settles it",
    arguments: TestStore.both)
  func drained(on store: TestStore) async throws {
    try await TaxedInvoices.run(store, count: 1, workers: 1) { taxed in
      let system = taxed.system
      try await taxed.engine.follow(TestTaxEngine.Rule(at: .quote, times: 1, delay: 1))
      try await system.publish(
        .generate(id: "generate", action: "Posted", ["accountId": "A1"]))
      try await eventually("it is asked about") { try quotes(taxed) == 1 }
      _ = try await system.workers[0].drain().get()
      #expect(try system.count("SELECT count(*) FROM invoice WHERE status = 'Posted'") == 1)
      #expect(try quotes(taxed) == 1)
      #expect(try await system.count(of: "invoice.generate").messageCount == 0)
    }
  }

  @Test("Many lanes of several workers ask side by side", arguments: TestStore.both)
  func manyLanes(on store: TestStore) async throws {
    try await TaxedInvoices.run(
      store, count: 60, workers: 2,
      environment: [
        "INVOICE_WORKER_LANES": "4", "INVOICE_WORKER_BATCH_SIZE": "7",
        "INVOICE_WORKER_TAX_CONCURRENCY": "8",
      ]
    ) { taxed in
      try await taxed.engine.follow(TestTaxEngine.Rule(at: .quote, delay: 0.05))
      _ = try await taxed.post()
      try await taxed.awaitState("Committed", of: 60)
      let books = try await taxed.engine.books()
      #expect(books.commits.count == 60 && books.commits.values.allSatisfy { $0.booked == 1 })
      try await OutcomeChecker(taxed.system).awaitPublished()
      #expect(
        try OutcomeChecker(taxed.system).violations(
          confirmed: ["records"] + taxed.accounts.map { "generate-\($0)" }
        ).isEmpty)
    }
  }

  // MARK: Runs

  @Test(
    "A run waits for an engine that is away, outside of any retry queue, and ends without errors",
    arguments: TestStore.both)
  func runWaits(on store: TestStore) async throws {
    try await TaxedInvoices.run(store, count: 60, workers: 1) { taxed in
      let system = taxed.system
      try await taxed.engine.follow(TestTaxEngine.Rule(at: .quote, status: 503))
      try await system.start(.startRun("R", accounts: taxed.accounts, action: "Posted"))
      try await eventually("the engine is away") {
        system.log.contains("the tax engine is away")
      }
      try await taxed.engine.follow()
      let end = try await system.ended("R")
      #expect(
        end.data["status"].text == "Completed", "\(String(decoding: end.body, as: UTF8.self))")
      #expect(end.counter("invoicesPosted") == 60)
      #expect(system.log.matches(of: /the tax engine is away/).count == 1)
      #expect(try await system.count(of: "invoice.retry.10s").messageCount == 0)
      #expect(try system.count("SELECT count(*) FROM invoice WHERE status = 'Posted'") == 60)
      try await taxed.awaitState("Committed", of: 60)
    }
  }
}

import TestSupport
import TestTaxEngine
import TestWorker
import Testing
import Worker

/// The worked examples of a tax engine over HTTP.
@Suite struct TaxExampleTests {
  @Test("E46: what is voided in a locked period is credited", arguments: TestStore.both)
  func e46(on store: TestStore) async throws {
    try await TaxedInvoices.run(store, count: 1) { taxed in
      var locked = TestTaxEngine.Rule(at: .void)
      locked.locked = true
      try await taxed.engine.follow(locked)
      let ids = try await taxed.post()
      try await taxed.awaitState("Committed", of: 1)
      let voided = try await taxed.system.complete(.void(id: "void", ids))
      #expect(voided.outcome == "Succeeded")
      #expect(try taxed.system.column("SELECT status FROM invoice") == ["Voided"])
      try await taxed.awaitState("Credited", of: 1)
      #expect(try taxed.calls.map(\.path) == ["/commit", "/void"])
      // It is never opened again.
      let again = try await taxed.system.complete(.void(id: "again", ids))
      #expect(again.outcome == "Failed")
      #expect(try taxed.calls.count == 2 && taxed.count("Credited") == 1)
    }
  }

  @Test(
    "E49: an engine that is away delays what needs it, and no attempt is counted",
    arguments: TestStore.both)
  func e49(on store: TestStore) async throws {
    try await TaxedInvoices.run(store, count: 2, workers: 1) { taxed in
      let system = taxed.system
      let draft = try await system.generate(id: "before", ["accountId": "A1"])
      let invoice = try #require(draft.data["invoices"][0]["invoiceId"].text)
      try await taxed.engine.follow(TestTaxEngine.Rule(at: .quote, status: 503))
      try await system.publish([
        .post(id: "post", [invoice]), .generate(id: "draft", ["accountId": "A2"]),
      ])
      try await eventually("both wait") { try await waiting(in: system) == 2 }
      #expect(system.completions("post").isEmpty && system.completions("draft").isEmpty)
      #expect(
        try system.count("SELECT count(*) FROM request WHERE identifier IN ('post', 'draft')") == 0)
      try await taxed.engine.follow()
      for id in ["post", "draft"] {
        let completion = try await system.completion(id)
        #expect(completion.outcome == "Succeeded")
        #expect(completion.data["attempts"].text == "1", "\(id)")
      }
      #expect(system.log.matches(of: /the tax engine is away/).count == 1)
      #expect(system.workers.allSatisfy { $0.runtime.progress.retries == 0 })
      try await taxed.awaitState("Committed", of: 1)
    }
  }

  @Test(
    "E49: with RateTable the draft is estimated at once, and what is posted waits",
    arguments: TestStore.both)
  func e49Fallback(on store: TestStore) async throws {
    try await TaxedInvoices.run(
      store, count: 2, workers: 1, environment: ["INVOICE_WORKER_TAX_FALLBACK": "RateTable"]
    ) { taxed in
      let system = taxed.system
      try await system.store(SampleRecords.taxRate("R", code: "std", percent: "10"))
      let before = try await system.generate(id: "before", ["accountId": "A1"])
      let invoice = try #require(before.data["invoices"][0]["invoiceId"].text)
      try await taxed.engine.follow(TestTaxEngine.Rule(at: .quote, status: 503))
      try await system.publish(.post(id: "post", [invoice]))
      let draft = try await system.generate(id: "draft", ["accountId": "A2"])
      #expect(draft.outcome == "Succeeded")
      #expect(draft.data["warnings"].texts("errorCode") == ["TAX_ESTIMATED_BY_FALLBACK"])
      try await eventually("what is posted waits") { try await waiting(in: system) == 1 }
      #expect(system.completions("post").isEmpty)
      try await taxed.engine.follow()
      let post = try await system.completion("post")
      #expect(post.outcome == "Succeeded" && post.data["attempts"].text == "1")
      #expect(post.data["warnings"].texts("errorCode").isEmpty)
      try await taxed.awaitState("Committed", of: 1)
      // The engine's tax, not the table's.
      #expect(try taxed.calls.map(\.body.totalTax) == ["25.00"])
    }
  }

  /// What is in the retry queues of a request that waits for an engine.
  private func waiting(in system: RunningSystem) async throws -> UInt32 {
    var count: UInt32 = 0
    for queue in ["invoice.retry.10s", "invoice.retry.1m"] {
      count += try await system.count(of: queue).messageCount
    }
    return count
  }

  @Test("E50: an engine that is busy is asked again when it says", arguments: TestStore.both)
  func e50(on store: TestStore) async throws {
    try await TaxedInvoices.run(store, count: 1) { taxed in
      let busy = [TestTaxEngine.Rule.Path.quote, .commit].map {
        TestTaxEngine.Rule(at: $0, times: 1, status: 429, headers: ["Retry-After": "2"])
      }
      try await taxed.engine.follow(busy)
      let posted = try await taxed.system.generate(
        id: "generate", action: "Posted", ["accountId": "A1"])
      #expect(posted.outcome == "Succeeded" && posted.errorCodes.isEmpty)
      try await taxed.awaitState("Committed", of: 1)
      let books = try await taxed.engine.books()
      #expect(books.commits.values.map(\.booked) == [1])
      #expect(try taxed.system.count("SELECT count(*) FROM invoice") == 1)
      #expect(try taxed.errorCodes() == [] && taxed.errorCodes(isOpen: false) == [])
      #expect(!taxed.system.log.contains("the tax engine is away"))
    }
  }
}

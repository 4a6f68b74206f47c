package import TestTaxEngine
import TestSupport
import Testing

/// Accounts with a taxable schedule each, of 100.00 a month and 25 % tax, a tax engine, and workers that ask it.
package struct TaxedInvoices {
  package let system: RunningSystem
  package let engine: TestTaxEngine
  /// `A1` …
  package let accounts: [String]

  /// `workers`: 0 where the caller starts processes.
  package static func run(
    _ store: TestStore, count: Int, workers: Int = 2, environment: [String: String] = [:],
    _ body: (TaxedInvoices) async throws -> Void
  ) async throws {
    try await TestTaxEngine.run { engine in
      var options = RunningSystem.Options()
      options.store = store
      options.workers = workers
      options.environment = access(to: engine).merging(environment) { $1 }
      try await RunningSystem.run(options) { system in
        let taxed = TaxedInvoices(system: system, engine: engine, count: count)
        if workers > 0 {
          try await taxed.prepare()
        } else {
          let preparing = try taxed.startProcess("preparing")
          try await taxed.prepare()
          try await preparing.finish()
        }
        try await body(taxed)
      }
    }
  }

  private static func access(to engine: TestTaxEngine) -> [String: String] {
    ["INVOICE_WORKER_TAX_URL": engine.address]
  }

  private init(system: RunningSystem, engine: TestTaxEngine, count: Int) {
    self.system = system
    self.engine = engine
    accounts = (1...count).map { "A\($0)" }
  }

  /// Starts a worker as a process of its own, which asks the engine. The caller ends it.
  package func startProcess(
    _ name: String, environment: [String: String] = [:]
  ) throws -> WorkerProcess {
    try system.startProcess(
      name, environment: Self.access(to: engine).merging(environment) { $1 })
  }

  private func prepare() async throws {
    // As many as one request takes, and no more.
    for start in stride(from: 0, to: accounts.count, by: 400) {
      let records: [JSONLiteral] =
        [SampleRecords.taxTreatment("T", code: "std")]
        + accounts[start..<min(start + 400, accounts.count)].flatMap { account in
          [
            SampleRecords.account(account),
            SampleRecords.schedule(
              "S-\(account)", account: account, ["taxTreatmentId": "T"]),
          ]
        }
      let stored = try await system.complete(
        .upsert(id: start == 0 ? "records" : "records-\(start)", records))
      #expect(stored.outcome == "Succeeded", "\(String(decoding: stored.body, as: UTF8.self))")
    }
  }

  /// Has an invoice posted for each account; its identifiers, in the order of the accounts.
  package func post() async throws -> [String] {
    try await system.publish(
      accounts.map {
        .generate(id: "generate-\($0)", action: "Posted", ["accountId": .text($0)])
      })
    try await eventually("each account has its invoice") {
      try system.count("SELECT count(*) FROM invoice WHERE status = 'Posted'") == accounts.count
    }
    return try system.column("SELECT id FROM invoice ORDER BY account_id")
  }

  /// Has a draft made for each account; their identifiers, in the order of the accounts.
  package func draft() async throws -> [String] {
    for account in accounts {
      let made = try await system.generate(["accountId": .text(account)])
      #expect(made.outcome == "Succeeded", "\(String(decoding: made.body, as: UTF8.self))")
    }
    return try system.column("SELECT id FROM invoice ORDER BY account_id")
  }

  package func awaitState(_ state: String, of count: Int) async throws {
    try await eventually("\(count) are \(state)") { try self.count(state) == count }
  }

  package func count(_ state: String) throws -> Int {
    try system.count("SELECT count(*) FROM tax_transaction WHERE state = '\(state)'")
  }

  /// As if the time between calls were over, for those that no relay holds.
  package func endWaits() throws {
    try system.execute(
      """
      UPDATE tax_transaction SET next_attempt_at = created_at
      WHERE next_attempt_at IS NOT NULL AND leased_until IS NULL
      """)
  }

  /// As if the leases of workers that are gone were over.
  package func endLeases() throws {
    try system.execute("UPDATE tax_transaction SET leased_until = NULL")
  }

  /// Asks for what failed to be tried again.
  package func retry(id: String = newIdentifier(), _ invoices: [String]) -> SampleRequest {
    SampleRequest(
      "tax.retry-commit.v1", id: id, ["invoiceIds": .array(invoices.map { .text($0) })])
  }

  package func errorCodes(isOpen: Bool = true) throws -> [String] {
    try system.column(
      """
      SELECT error_code FROM error_log
      WHERE category = 'TaxReporting' AND resolved_at IS \(isOpen ? "" : "NOT ")NULL
      ORDER BY error_code
      """)
  }

  /// What the engine was told, in order, but for quotes.
  package var calls: [TestTaxEngine.Call] {
    get throws { try engine.calls.filter { $0.path != "/quote" } }
  }
}

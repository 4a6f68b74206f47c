import AMQP
import TestPostgreSQL
import TestSupport
import TestWorker
import Testing

extension Chaos {
  /// Many transactions want the same rows: none waits in a circle, and each sees what the one before it did.
  @Suite struct LockingTests {
    private static let environment = [
      // Small batches on many lanes: as many transactions side by side as there can be.
      "INVOICE_WORKER_BATCH_SIZE": "3", "INVOICE_WORKER_PREFETCH": "60",
      "INVOICE_WORKER_LANES": "4",
    ]

    private static func options(_ server: PostgreSQLServer) -> RunningSystem.Options {
      var options = RunningSystem.Options()
      options.store = .postgreSQL(server)
      options.workers = 2
      options.environment = environment
      return options
    }

    @Test func `crossing sets of accounts on eight lanes: no deadlock, nothing twice`() async throws
    {
      var random = SeededGenerator(seed: 3)
      let load = ChaosLoad(accounts: 10, months: 5, using: &random)
      try await PostgreSQLServer.withOwn { (server: PostgreSQLServer) async throws in
        try await RunningSystem.run(Self.options(server)) { system in
          try await load.prepare(system)
          try await system.publish(load.requests)
          try await eventually("every request has an outcome", within: .seconds(60)) {
            try system.count("SELECT count(*) FROM request WHERE outcome IS NOT NULL")
              == load.identifiers.count + 1
          }
          let checker = OutcomeChecker(system)
          try await checker.awaitPublished()
          #expect(try checker.violations(confirmed: load.identifiers.sorted()).isEmpty)
          #expect(try system.count("SELECT count(*) FROM invoice_line") == load.lineCount)
          #expect(!system.log.contains("a batch failed"))
          #expect(!system.log.contains("not available"))
        }
        #expect(!server.log.contains("deadlock detected"))
      }
    }

    @Test
    func `two requests for one account at one moment: one set of invoices, one "nothing due"`()
      async throws
    {
      try await PostgreSQLServer.withOwn { (server: PostgreSQLServer) async throws in
        var options = Self.options(server)
        // Each request is a transaction of its own, so that the two really meet in the database.
        options.environment["INVOICE_WORKER_BATCH_SIZE"] = "1"
        try await RunningSystem.run(options) { system in
          let accounts = (1...60).map { "A\($0)" }
          try await system.store(
            accounts.flatMap {
              [SampleRecords.account($0), SampleRecords.schedule($0, account: $0)]
            })
          let twins = accounts.flatMap { account in
            ["one", "two"].map {
              SampleRequest.generate(
                id: "\(account)-\($0)", action: "Posted", ["accountId": .text(account)])
            }
          }
          try await system.publish(twins)
          for account in accounts {
            var invoices = 0
            var notDue = 0
            for twin in ["one", "two"] {
              let data = try await system.completion("\(account)-\(twin)").data
              #expect(data["outcome"].text == "Succeeded")
              invoices += data["invoices"].elements.count
              notDue += data["skipped"].texts("reason").count { $0 == "NotDue" }
            }
            #expect(invoices == 1, "\(account)")
            #expect(notDue == 1, "\(account)")
          }
          let checker = OutcomeChecker(system)
          try await checker.awaitPublished()
          let confirmed = twins.compactMap(\.properties.messageID)
          #expect(try checker.violations(confirmed: confirmed).isEmpty)
        }
        #expect(!server.log.contains("deadlock detected"))
      }
    }
  }
}

import AMQP
import PostgreSQL
import PostgreSQLStorage
import TestBroker
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
      // However long the lanes wait for each other: who waits in a circle waits for ever.
      options.limits.lock = 60_000
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
          try await eventually("every request has an outcome") {
            try system.count("SELECT count(*) FROM request WHERE outcome IS NOT NULL")
              == load.identifiers.count + 1
          }
          let checker = OutcomeChecker(system)
          try await checker.awaitPublished()
          #expect(try checker.violations(confirmed: load.identifiers.sorted()).isEmpty)
          #expect(try system.count(ChaosLoad.scheduledLines) == load.lineCount)
          #expect(try system.count("SELECT count(*) FROM ingested_invoice") == load.documentCount)
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
          let witness = try TransactionWitness(system)
          try await eventually("both workers consume") {
            try await system.count(of: "invoice.generate").consumerCount == 2
          }
          // Held until all eight lanes wait for it, so that the first pairs are under way at one moment.
          try await Self.withAccountsLocked(in: system, until: 8) {
            try await system.publish(twins)
          }
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
          // Or nothing was tried: twins that came one after the other prove nothing.
          let seen = try Dictionary(
            grouping: witness.observations(), by: { $0.identifier.prefix { $0 != "-" } })
          let met = seen.values.filter { $0.count == 2 && $0[0].overlaps($0[1]) }
          // Whichever worker the broker gives a request to, the first four are among the first four of theirs.
          #expect(met.count >= 2, "twins whose transactions were open at the same time")
          let checker = OutcomeChecker(system)
          try await checker.awaitPublished()
          let confirmed = twins.compactMap(\.properties.messageId)
          #expect(try checker.violations(confirmed: confirmed).isEmpty)
        }
        #expect(!server.log.contains("deadlock detected"))
      }
    }

    /// Locks every account as a person with psql does, begins, and lets go when so many lanes wait and the rest is done.
    private static func withAccountsLocked(
      in system: RunningSystem, until lanes: Int, _ begin: () async throws -> Void,
      then rest: () async throws -> Void = {}
    ) async throws {
      let person = try PostgreSQLConnection(PostgreSQLURL(system.databaseURL))
      defer { person.close() }
      try person.begin()
      _ = try person.query("SELECT id FROM account FOR UPDATE")
      try await begin()
      try await eventually("\(lanes) lanes wait for the rows") {
        try system.count(
          """
          SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
            AND application_name = 'invoice-worker' AND wait_event_type = 'Lock'
          """) >= lanes
      }
      try await rest()
      try person.rollback()
    }

    /// A lock that waits for the broker would stop whoever needs the same rows for as long as the broker likes.
    @Test func `nothing is locked while the broker keeps the workers waiting`() async throws {
      try await TestBroker.withOwnNode { broker in
        try await PostgreSQLServer.withOwn { (server: PostgreSQLServer) async throws in
          try await RunningSystem.run(Self.options(server), on: broker) { system in
            var random = SeededGenerator(seed: 5)
            let load = ChaosLoad(accounts: 20, months: 6, using: &random)
            try await load.prepare(system)
            // Requests are under way, and none can be done before the broker hangs.
            try await Self.withAccountsLocked(in: system, until: 1) {
              try await system.publish(load.requests)
            } then: {
              try await blocking { _ = try broker.run("freeze") }
            }
            try await eventually("something is committed") {
              try system.countUnsent() > 0
            }
            // What was in memory is committed, and its events wait. Whoever waited for the broker with a lock would
            // keep it from one look to the next.
            var looks = 0
            var open: Set<String>?
            try await eventually("no row is locked, at ten looks one after the other") {
              do {
                _ = try system.column("SELECT id FROM account FOR UPDATE NOWAIT")
                _ = try system.column("SELECT id FROM billing_schedule FOR UPDATE NOWAIT")
                looks += 1
              } catch let error as PostgreSQLError where error.code == .lockNotAvailable {
                looks = 0
                open = nil
              }
              // The search for events to publish has short ones.
              let transactions = try Set(
                system.column(
                  """
                  SELECT pid || ' ' || xact_start FROM pg_stat_activity
                  WHERE datname = current_database() AND application_name = 'invoice-worker'
                    AND xact_start IS NOT NULL
                  """))
              open = open.map { $0.intersection(transactions) } ?? transactions
              try await Task.sleep(for: .milliseconds(100))
              return looks == 10
            }
            #expect(open == [], "no transaction stays open")
            #expect(try system.countUnsent() > 0)
            try await blocking { _ = try broker.run("thaw") }
            try await eventually("every request has an outcome") {
              try system.count("SELECT count(*) FROM request WHERE outcome IS NOT NULL")
                == load.identifiers.count + 1
            }
          }
        }
      }
    }

    @Test
    func `records that are new in two requests at one moment: as if one came after the other`()
      async throws
    {
      try await PostgreSQLServer.withOwn { (server: PostgreSQLServer) async throws in
        var options = Self.options(server)
        options.environment["INVOICE_WORKER_BATCH_SIZE"] = "1"
        try await RunningSystem.run(options) { system in
          // Neither has a row yet that could be locked.
          let requests = (1...60).flatMap { number in
            ["1", "2"].map { revision in
              SampleRequest.upsert(
                id: "rate-\(number)-\(revision)",
                [
                  SampleRecords.taxRate("R\(number)", code: "C\(number)", percent: "1")
                    .adding(["revision": .number(revision)])
                ])
            }
          }
          let defaults = (1...20).map { number in
            SampleRequest.upsert(
              id: "default-\(number)",
              [SampleRecords.paymentTerm("P\(number)", days: 1).adding(["isDefault": true])])
          }
          try await system.publish(requests + defaults)
          for request in requests + defaults {
            _ = try await system.completion(request.properties.messageId ?? "")
          }
          #expect(try system.count("SELECT count(*) FROM tax_rate WHERE revision = 2") == 60)
          #expect(try system.count("SELECT count(*) FROM payment_term WHERE is_default") == 1)
        }
        #expect(!server.log.contains("deadlock detected"))
      }
    }
  }
}

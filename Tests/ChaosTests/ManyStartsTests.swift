import Foundation
import PostgreSQL
import Storage
import TestSupport
import TestWorker
import Testing

extension Chaos {
  @Suite struct ManyStartsTests {
    @Test(arguments: TestStore.both)
    func `ten workers start at once on an empty database, each told to migrate`(
      _ store: TestStore
    ) async throws {
      var options = RunningSystem.Options()
      options.workers = 0
      options.store = store
      options.migrates = false
      try await RunningSystem.run(options) { system in
        try system.prepareDirectory()
        // On PostgreSQL nobody begins before all ten wait for the lock.
        var gate: PostgreSQLConnection?
        if case .postgreSQL = store {
          gate = try PostgreSQLConnection(PostgreSQLURL(system.databaseURL))
          // As one who migrates takes it: `invoicew` in ASCII.
          try gate?.execute("SELECT pg_advisory_lock(7597139842302174583)")
        }
        let workers = try (1...10).map { try system.startProcess("worker-\($0)", ["--migrate"]) }
        if let gate {
          try await eventually("all ten wait") {
            try system.count(
              """
              SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database
              WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()
              """) == 10
          }
          gate.close()
        }
        try await eventually("all ten work") {
          system.log.components(separatedBy: "worker started").count == 11
        }
        try await system.store(
          SampleRecords.account("A"), SampleRecords.schedule("A", account: "A"))
        let completion = try await system.generate(["accountId": "A"])
        #expect(completion.data["invoices"].elements.count == 1)
        for worker in workers { worker.terminate() }
        for worker in workers { #expect(try await worker.end().status == 0) }
        // Each step ran once, in whichever process.
        let steps = system.log.matches(of: #/database schema .*steps=(\d+)/#).compactMap {
          Int64($0.output.1)
        }
        #expect(steps.count == 10)
        #expect(steps.reduce(0, +) == Schema.current)
        #expect(try system.count("SELECT count(*) FROM schema_version") == Int(Schema.current))
      }
    }
  }
}

import AMQP
import Foundation
import PostgreSQL
import PostgreSQLStorage
import TestPostgreSQL
import TestSupport
import TestWorker
import Testing
import Worker

extension Chaos {
  /// Somebody keeps rows locked for longer than a transaction waits: that is no outage of the database, and
  /// no fault of a request.
  @Suite struct ContentionTests {
    private static let accounts = (1...20).map { "A\($0)" }
    private static let begin = "other transactions hold locks that requests need"
    private static let end = "the locks that requests waited for are gone"

    private static func requests(_ name: String, month: Int) -> [SampleRequest] {
      accounts.map {
        .generate(
          id: "\($0)-\(name)", action: "Posted", ["accountId": .text($0)],
          targetDate: "2026-0\(month + 1)-01")
      }
    }

    /// Runs `body` while the test has locked the account A7, with the locks that a person with psql takes.
    private func whileLocked(
      lanes: Int, _ body: (RunningSystem) async throws -> Void
    ) async throws {
      try await PostgreSQLServer.withOwn { (server: PostgreSQLServer) async throws in
        var options = RunningSystem.Options()
        options.store = .postgreSQL(server)
        // Longer than lanes ever wait for each other.
        options.limits.lock = 2_000
        options.environment = ["INVOICE_WORKER_LANES": "\(lanes)"]
        try await RunningSystem.run(options) { system in
          try await system.store(
            Self.accounts.flatMap {
              [SampleRecords.account($0), SampleRecords.schedule($0, account: $0)]
            })
          let person = try PostgreSQLConnection(PostgreSQLURL(system.databaseURL))
          try person.begin()
          _ = try person.query("SELECT id FROM account WHERE id = 'A7' FOR UPDATE")
          try await body(system)
          try person.rollback()

          for request in Self.requests("first", month: 1) {
            let completion = try await system.completion(request.properties.messageId ?? "")
            #expect(completion.outcome == "Succeeded")
            #expect(completion.data["attempts"].text == "1", "waiting is no attempt")
          }
          let later = Self.requests("later", month: 3)
          try await system.publish(later)
          for request in later {
            _ = try await system.completion(request.properties.messageId ?? "")
          }
          try await eventually("the log says that it is over") { system.log.contains(Self.end) }
          for sentence in [Self.begin, Self.end] {
            #expect(system.log.components(separatedBy: sentence).count == 2, "\(sentence), once")
          }
          #expect(!system.log.contains("not available"))
          #expect(system.workers.first?.runtime.progress.retries == 0)
          #expect(system.dead.messages.isEmpty)
          let checker = OutcomeChecker(system)
          try await checker.awaitPublished()
          #expect(
            try checker.violations(
              confirmed: (Self.requests("first", month: 1) + later)
                .compactMap(\.properties.messageId)
            ).isEmpty)
        }
      }
    }

    @Test func `only the requests that need the rows wait`() async throws {
      try await whileLocked(lanes: 2) { system in
        try await system.publish(Self.requests("first", month: 1))
        // Those of its own batch too.
        for account in Self.accounts where account != "A7" {
          _ = try await system.completion("\(account)-first")
        }
        try await eventually("the log says why") { system.log.contains(Self.begin) }
        // The other lane goes on.
        let others = Self.requests("second", month: 2).filter { request in
          request.properties.messageId != "A7-second"
        }
        try await system.publish(others)
        for request in others {
          _ = try await system.completion(request.properties.messageId ?? "")
        }
        #expect(system.completions("A7-first").isEmpty)
        try await eventually("it still consumes") {
          try await system.count(of: "invoice.generate").consumerCount == 1
        }
      }
    }

    @Test
    func `when every lane waits, consumption pauses, so that other workers may have the rest`()
      async throws
    {
      try await whileLocked(lanes: 1) { system in
        try await system.publish(Self.requests("first", month: 1))
        try await eventually("consumption pauses") {
          try await system.count(of: "invoice.unrouted").consumerCount == 0
        }
        try await system.publish(.generate(id: "for-others", ["accountId": "A1"]))
        try await eventually("it waits for others") {
          try await system.count(of: "invoice.generate").messageCount >= 1
        }
        #expect(system.completions("A7-first").isEmpty)
      }
    }
  }
}

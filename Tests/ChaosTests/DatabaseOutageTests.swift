import AMQP
import Foundation
import PostgreSQL
import PostgreSQLStorage
import TestPostgreSQL
import TestSupport
import TestWorker
import Testing

extension Chaos {
  /// The database goes away in every way it can: consumption pauses, nothing is lost or dead-lettered, work goes on by
  /// itself, and the log says so once.
  @Suite struct DatabaseOutageTests {
    private static let accounts = (1...40).map { "A\($0)" }

    private static func requests(_ name: String, month: Int) -> [SampleRequest] {
      accounts.map {
        .generate(
          id: "\($0)-\(name)", action: "Posted", ["accountId": .text($0)],
          targetDate: "2026-0\(month + 1)-01")
      }
    }

    private static func options(_ server: PostgreSQLServer) -> RunningSystem.Options {
      var options = RunningSystem.Options()
      options.store = .postgreSQL(server)
      options.environment = ["INVOICE_WORKER_LANES": "3", "INVOICE_WORKER_BATCH_SIZE": "5"]
      return options
    }

    /// Runs an outage with requests before, during and after it. The workers meet an error, or, where it is
    /// not noticed, only wait.
    private func expectRecovery(
      in system: RunningSystem, isNoticed: Bool = true, from begin: () async throws -> Void,
      to end: () async throws -> Void
    ) async throws {
      try await system.store(
        Self.accounts.flatMap {
          [SampleRecords.account($0), SampleRecords.schedule($0, account: $0)]
        })
      let before = Self.requests("before", month: 1)
      try await system.publish(before)
      for request in before { try await system.awaitCompletion(of: request) }

      try await begin()
      let during = Self.requests("during", month: 2)
      try await system.publish(during)
      if isNoticed {
        try await eventually("consumption pauses") {
          system.log.contains("the database is not available")
        }
        let tries = system.opener.tries
        try await eventually("tries go on") { system.opener.tries >= tries + 3 }
        #expect(!system.log.contains("the database is available again"))
      }
      try await end()
      for request in during {
        try await system.awaitCompletion(of: request)
      }
      let after = Self.requests("after", month: 3)
      try await system.publish(after)
      for request in after { try await system.awaitCompletion(of: request) }

      let checker = OutcomeChecker(system)
      try await system.awaitEmptyQueues()
      try checker.endLeases()
      try await checker.awaitPublished()
      let confirmed = (before + during + after).compactMap(\.properties.messageId)
      #expect(try checker.violations(confirmed: confirmed).isEmpty)
      #expect(try system.count("SELECT count(*) FROM invoice_line") == 3 * Self.accounts.count)
      #expect(system.dead.messages.isEmpty)
      if isNoticed {
        try await eventually("the log says that it is over") {
          system.log.contains("the database is available again")
        }
        for sentence in ["the database is not available", "the database is available again"] {
          #expect(system.log.components(separatedBy: sentence).count == 2, "\(sentence), once")
        }
        // A loaded broker closes a connection for reasons of its own now and then; that is said by the connection's name.
        let faults = system.log.split(separator: "\n").filter {
          ($0.contains(" WARN ") || $0.contains(" ERROR ")) && !$0.contains(" connection=")
        }
        #expect(faults.count <= 2, "\(faults.joined(separator: "\n"))")
      }
    }

    @Test func `stopped and started again`() async throws {
      try await PostgreSQLServer.withOwn { (server: PostgreSQLServer) async throws in
        try await RunningSystem.run(Self.options(server)) { system in
          try await expectRecovery(in: system) {
            try await blocking { try server.stop() }
          } to: {
            try await blocking { try server.restart() }
          }
        }
      }
    }

    @Test func `power cut`() async throws {
      try await PostgreSQLServer.withOwn { (server: PostgreSQLServer) async throws in
        try await RunningSystem.run(Self.options(server)) { system in
          try await expectRecovery(in: system) {
            try await blocking { try server.kill() }
          } to: {
            try await blocking { try server.restart() }
          }
        }
      }
    }

    @Test func `frozen for a while`() async throws {
      try await PostgreSQLServer.withOwn { (server: PostgreSQLServer) async throws in
        try await RunningSystem.run(Self.options(server)) { system in
          try await expectRecovery(in: system, isNoticed: false) {
            try await blocking { try server.freeze() }
          } to: {
            // How long it is frozen; nothing is waited for.
            try await Task.sleep(for: .seconds(2))
            #expect(system.completions("A1-during").isEmpty)
            try await blocking { try server.thaw() }
          }
        }
      }
    }

    @Test func `frozen for longer than a worker waits for an answer`() async throws {
      try await PostgreSQLServer.withOwn { (server: PostgreSQLServer) async throws in
        var options = Self.options(server)
        // Longer than a server that is only slow takes, and shorter than what is set otherwise.
        options.limits.response = 10_000
        options.address = { "\($0)?connect_timeout=5" }
        try await RunningSystem.run(options) { system in
          try await expectRecovery(in: system) {
            try await blocking { try server.freeze() }
          } to: {
            try await blocking { try server.thaw() }
          }
        }
      }
    }

    /// The primary is gone for good. The standby has every commit that was answered, and takes over when it is
    /// promoted; until then it does not take writes, so that the worker passes it over.
    @Test func `failed over to a standby`() async throws {
      try await PostgreSQLServer.withOwn { (primary: PostgreSQLServer) async throws in
        try await primary.withStandby { standby in
          var options = Self.options(primary)
          let hosts = "127.0.0.1:\(try primary.port),127.0.0.1:\(try standby.port)"
          let first = "127.0.0.1:\(try primary.port)"
          options.address = {
            $0.replacing(first, with: hosts) + "?target_session_attrs=read-write"
          }
          try await RunningSystem.run(options) { system in
            try await expectRecovery(in: system) {
              try await blocking { try primary.kill() }
            } to: {
              try await blocking { try standby.promote() }
            }
          }
          #expect(standby.log.contains("selected new timeline ID"))
        }
      }
    }

    @Test func `out of connections`() async throws {
      try await PostgreSQLServer.withOwn { (server: PostgreSQLServer) async throws in
        try server.execute("CREATE ROLE worker LOGIN PASSWORD 'secret'")
        var options = Self.options(server)
        options.databaseUser = (name: "worker", password: "secret")
        try await RunningSystem.run(options) { system in
          try await expectRecovery(in: system) {
            // Committed first: no session comes back.
            try server.execute("ALTER ROLE worker CONNECTION LIMIT 0")
            try server.execute(
              "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'worker'")
          } to: {
            try server.execute("ALTER ROLE worker CONNECTION LIMIT -1")
          }
          #expect(system.log.contains("too many connections"))
          #expect(!system.log.contains("secret"))
        }
      }
    }

    @Test(.enabled(if: SmallDisk.isPermitted, "needs the right to mount a file system in memory"))
    func `disk full`() async throws {
      // Before the server, which may run with mounts of its own: those that there are when it starts.
      try await SmallDisk.with { disk in
        try await PostgreSQLServer.withOwn { (server: PostgreSQLServer) async throws in
          try server.execute("CREATE TABLESPACE small LOCATION '\(disk.path)'")
          var options = Self.options(server)
          options.tablespace = "small"
          try await RunningSystem.run(options) { system in
            try await expectRecovery(in: system) {
              try disk.fill()
            } to: {
              try disk.clear()
            }
            #expect(system.log.contains("No space left on device"))
          }
          try server.stop()
        }
      }
    }
  }
}

extension RunningSystem {
  fileprivate func awaitCompletion(
    of request: SampleRequest, within limit: Duration = patience
  ) async throws {
    let completion = try await completion(request.properties.messageId ?? "", within: limit)
    #expect(completion.outcome == "Succeeded")
  }
}

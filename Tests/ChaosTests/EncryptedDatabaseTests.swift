import TestBroker
import TestPostgreSQL
import TestSupport
import TestWorker
import Testing

extension Chaos {
  /// `DATABASE_URL` with everything that `sslmode=verify-full` asks for.
  @Suite struct EncryptedDatabaseTests {
    private static func options(
      _ server: PostgreSQLServer, authorities: String
    ) -> RunningSystem.Options {
      var options = RunningSystem.Options()
      options.workers = 0
      options.store = .postgreSQL(server)
      // The certificate names this host, not the address.
      options.address = {
        $0.replacing("@127.0.0.1:", with: "@localhost:")
          + "?sslmode=verify-full&sslrootcert=\(authorities)"
      }
      return options
    }

    @Test func `a server that proves its name is worked with, encrypted`() async throws {
      try await PostgreSQLServer.withOwn(tls: true) { (server: PostgreSQLServer) async throws in
        try await RunningSystem.run(Self.options(server, authorities: server.certificate)) {
          system in
          let worker = try system.startProcess("encrypted")
          try await system.store(
            SampleRecords.account("A"), SampleRecords.schedule("A", account: "A"))
          #expect(try await system.generate(["accountId": "A"]).outcome == "Succeeded")
          let sessions = try system.column(
            """
            SELECT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
            WHERE application_name = 'invoice-worker'
            """)
          #expect(!sessions.isEmpty)
          #expect(sessions.allSatisfy { $0 == "t" })
          try await worker.finish()
        }
      }
    }

    @Test func `a server that does not gets no password, and the log says why`() async throws {
      try await PostgreSQLServer.withOwn(tls: true) { (server: PostgreSQLServer) async throws in
        var options = Self.options(
          server, authorities: try TestBroker.shared().tlsDirectory + "/stranger.pem")
        options.migrates = false
        try await RunningSystem.run(options) { system in
          let worker = try system.startProcess("suspicious")
          try await eventually("the log says why") {
            system.log.contains("certificate verify failed")
          }
          #expect(system.log.contains("the database is not available; waiting for it"))
          try await worker.finish()
          #expect(!server.log.contains("authenticated"))
        }
      }
    }
  }
}

import PostgreSQL
import TestPostgreSQL
import Testing

/// Each on a server of its own, which it breaks.
@Suite("Outages", .serialized)
struct OutageTests {
  private func loss(_ connection: PostgreSQLConnection) throws -> PostgreSQLError {
    try #require(
      failure { () throws(PostgreSQLError) in _ = try connection.query("SELECT 1") })
  }

  @Test("A session ended by an administrator is lost, whatever was in its pipeline")
  func terminated() throws {
    try withDatabase { url throws in
      let connection = try connect(url)
      try connection.execute("CREATE TABLE t (id int8)")
      let administrator = try connect(url)
      defer { administrator.close() }
      try connection.begin()
      try connection.enqueue("INSERT INTO t VALUES (1)")
      try connection.flush()
      _ = try administrator.query(
        "SELECT pg_terminate_backend(\(connection.serverProcessID), 180000)")
      let error = try #require(
        failure { () throws(PostgreSQLError) in try connection.commit() })
      #expect(error.code == .adminShutdown)
      #expect(error.kind == .unavailable)
      #expect(!connection.isUsable)
      #expect(try loss(connection) == error)
      #expect(try administrator.integer("SELECT count(*) FROM t") == 0)
    }
  }

  @Test("A stopped server is an outage, and the same URL works once it is back")
  func restarted() throws {
    try PostgreSQLServer.withOwn { server throws in
      let connection = try connect(server.url)
      try connection.execute("CREATE TABLE t (id int8)")
      try server.stop()
      let error = try loss(connection)
      #expect(error.kind == .unavailable)
      #expect(!connection.isUsable)
      let refused = try #require(
        failure { () throws(PostgreSQLError) in _ = try connect(server.url) })
      #expect(refused.kind == .unavailable)
      try server.restart()
      #expect(try connect(server.url).integer("SELECT count(*) FROM t") == 0)
    }
  }

  @Test("A power cut: what was committed is there, what was not is gone")
  func killed() throws {
    try PostgreSQLServer.withOwn { server throws in
      let connection = try connect(server.url)
      try connection.execute("CREATE TABLE t (id int8)")
      try connection.begin()
      try connection.enqueue("INSERT INTO t VALUES (1)")
      try connection.commit()
      try connection.begin()
      _ = try connection.query("INSERT INTO t VALUES (2)")
      try server.kill()
      #expect(try loss(connection).kind == .unavailable)
      try server.restart()
      #expect(try connect(server.url).integer("SELECT sum(id) FROM t") == 1)
    }
  }

  @Test("A server that hangs is an outage, after the time that was set")
  func frozen() throws {
    try PostgreSQLServer.withOwn { server throws in
      var configuration = PostgreSQLConfiguration()
      configuration.responseTimeout = 5_000
      // Nothing hangs yet, so that only the answers' time counts.
      let connection = try connect(server.url, configuration)
      configuration.connectTimeout = 5_000
      try server.freeze()
      let error = try loss(connection)
      #expect(error.code == .connectionFailure)
      #expect(error.kind == .unavailable)
      let connecting = try #require(
        failure { () throws(PostgreSQLError) in _ = try connect(server.url, configuration) })
      #expect(connecting.code == .unableToConnect)
      #expect(connecting.kind == .unavailable)
      // What the connection string says goes before.
      let given = try server.url(query: "connect_timeout=1")
      let waited = try #require(failure { () throws(PostgreSQLError) in _ = try connect(given) })
      #expect(waited.message.contains("within 1000 ms"))
      #expect(waited.kind == .unavailable)
      try server.thaw()
      #expect(try connect(server.url).integer("SELECT 1") == 1)
    }
  }

  @Test("Sending into a server that hangs ends too")
  func frozenWhileSending() throws {
    try PostgreSQLServer.withOwn { server throws in
      var configuration = PostgreSQLConfiguration()
      configuration.responseTimeout = 5_000
      let connection = try connect(server.url, configuration)
      try server.freeze()
      let parameters = PostgreSQLParameters { $0.append(String(repeating: "x", count: 1_000_000)) }
      let error = failure { () throws(PostgreSQLError) in
        for _ in 0..<50 { try connection.enqueue("SELECT $1::text", parameters) }
        try connection.sync()
      }
      #expect(error?.kind == .unavailable)
      #expect(!connection.isUsable)
    }
  }

  @Test("Encryption is as the connection string says")
  func encrypted() throws {
    try PostgreSQLServer.withOwn(tls: true) { server throws in
      let required = try connect(server.url(query: "sslmode=require"))
      #expect(required.isEncrypted)
      let text = String(repeating: "x", count: 1_000_000)
      let parameters = PostgreSQLParameters { $0.append(text) }
      for _ in 0..<5 {
        #expect(try required.query("SELECT $1::text", parameters).text(0, 0) == text)
      }
      #expect(!(try connect(server.url(query: "sslmode=disable")).isEncrypted))
      let verified = "sslmode=verify-full&sslrootcert=\(server.certificate)"
      let named = try server.url(
        query: verified + "&hostaddr=127.0.0.1&host=localhost")
      #expect(try connect(named).isEncrypted)
      let stranger = try server.url(query: verified + "&hostaddr=127.0.0.1&host=example.org")
      let error = try #require(failure { () throws(PostgreSQLError) in _ = try connect(stranger) })
      #expect(error.code == .unableToConnect)
    }
  }
}

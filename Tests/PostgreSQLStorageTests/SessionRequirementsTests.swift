import CivilTime
import Foundation
import PostgreSQL
import PostgreSQLStorage
import Storage
import TestPostgreSQL
import Testing

@Suite("What a PostgreSQL database has to be like") struct SessionRequirementsTests {
  @Test(
    "W7: a database in another encoding than UTF8 is refused whatever it is opened for",
    arguments: ["LATIN1", "SQL_ASCII"])
  func encoding(name: String) throws {
    let server = try PostgreSQLServer.shared()
    let database = "test_" + UUID().uuidString.lowercased().replacing("-", with: "")
    try server.execute(
      "CREATE DATABASE \(database) ENCODING '\(name)' LOCALE 'C' TEMPLATE template0")
    defer { try? server.execute("DROP DATABASE \(database) WITH (FORCE)") }
    let opener = try PostgreSQLOpener(url: server.url(database: database))
    for purpose in [DatabasePurpose.migrating, .processing, .reading] {
      let error = try #require(throws: StoreError.self) { try opener.open(for: purpose) }
      #expect(error.kind == .environment)
      #expect(error.description.contains("encoding is \(name)"))
      #expect(error.description.contains("ENCODING 'UTF8'"))
    }
  }

  @Test(
    "W10: limits and defaults that a database sets hold for no session, that of migrate included")
  func defaults() throws {
    try withDatabase { url throws in
      let name = try #require(URL(string: url)?.lastPathComponent)
      let own = try PostgreSQLConnection(PostgreSQLURL(url))
      for setting in [
        "statement_timeout = '300ms'", "lock_timeout = '300ms'",
        "idle_in_transaction_session_timeout = '300ms'", "default_transaction_read_only = on",
        "default_transaction_isolation = 'serializable'", "default_transaction_deferrable = on",
      ] {
        try own.execute("ALTER DATABASE \(name) SET \(setting)")
      }
      if own.serverVersion >= 140_000 {
        try own.execute("ALTER DATABASE \(name) SET idle_session_timeout = '300ms'")
      }
      if own.serverVersion >= 170_000 {
        try own.execute("ALTER DATABASE \(name) SET transaction_timeout = '20ms'")
      }
      let opener = try PostgreSQLOpener(url: url)
      _ = try Schema(StoreSession(opener, for: .migrating)).migrate()
      for purpose in [DatabasePurpose.migrating, .processing] {
        let database = try opener.open(for: purpose)
        usleep(400_000)
        try database.query("SELECT pg_sleep(0.4)") { _ in }
        var isolation = ""
        try database.query("SHOW transaction_isolation") { row throws(StoreError) in
          isolation = try row.text(at: 0)
        }
        #expect(isolation == "read committed")
      }
    }
  }

  @Test("W9: the time is the database's, whatever this machine's clock says")
  func clock() throws {
    try withDatabase { url throws in
      let name = try #require(URL(string: url)?.lastPathComponent)
      let own = try PostgreSQLConnection(PostgreSQLURL(url))
      try own.execute(
        """
        CREATE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS
          $$ SELECT pg_catalog.clock_timestamp() - interval '10 minutes' $$;
        ALTER DATABASE \(name) SET search_path = public, pg_catalog;
        """)
      let begin = UTCInstant.now()
      let session = try StoreSession(PostgreSQLOpener(url: url), for: .processing)
      for _ in 0..<3 {
        let database = try session.now().adding(microseconds: 600_000_000)
        // Between the session's begin and now, with a second for clocks that are set meanwhile.
        #expect(database > begin.adding(microseconds: -1_000_000))
        #expect(database < UTCInstant.now().adding(microseconds: 1_000_000))
      }
    }
  }
}

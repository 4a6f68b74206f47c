import PostgreSQL
import TestPostgreSQL
import Testing

@Suite("Connecting")
struct ConnectingTests {
  private func failureToConnect(_ url: String) throws -> PostgreSQLError {
    try #require(failure { () throws(PostgreSQLError) in _ = try connect(url) })
  }

  @Test("A wrong password is told from an outage, and not shown")
  func wrongPassword() throws {
    let error = try failureToConnect(
      PostgreSQLServer.shared().url(password: "hunter2"))
    #expect(error.code == .invalidPassword)
    #expect(error.kind == .access)
    #expect(!"\(error)\(error.message)".contains("hunter2"))
  }

  @Test("An unknown database is told from an outage")
  func unknownDatabase() throws {
    let error = try failureToConnect(PostgreSQLServer.shared().url(database: "nowhere"))
    #expect(error.code == .unknownDatabase)
    #expect(error.kind == .access)
  }

  @Test("Nobody listens")
  func refused() throws {
    let error = try failureToConnect("postgres://user:hunter2@127.0.0.1:1/db")
    #expect(error.code == .unableToConnect)
    #expect(error.kind == .unavailable)
    #expect(!"\(error)".contains("hunter2"))
  }

  @Test("No connections left")
  func tooMany() throws {
    try withDatabase { url throws in
      let server = try PostgreSQLServer.shared()
      let role = "role_" + String(url.suffix(32))
      try server.execute("CREATE ROLE \(role) LOGIN CONNECTION LIMIT 0 PASSWORD 'p'")
      defer { try? server.execute("DROP ROLE \(role)") }
      let error = try failureToConnect(server.url(user: role, password: "p"))
      #expect(error.code == .tooManyConnections)
      #expect(error.kind == .unavailable)
    }
  }

  @Test("A host that cannot be reached makes way for the next")
  func nextHost() throws {
    try withDatabase { url throws in
      let port = try #require(url.split(separator: ":").last?.split(separator: "/").first)
      let several = url.replacing("127.0.0.1:\(port)", with: "127.0.0.1:1,127.0.0.1:\(port)")
      let connection = try connect(several)
      #expect(try connection.integer("SELECT 1") == 1)
    }
  }

  static let malformed = [
    "postgres://user:hunter2%zz@host/db",
    "postgres://user:hunter2@host/db?nonsense=1", "user=me hunter2", "postgres://[::1/hunter2",
    "postgres://user:p@hunter2@host/db", "postgres://user:pa/hunter2@host/db",
    "postgres://user:12/hunter2@host/db", "postgres://user:pa?hunter2@host/db",
    "postgres://user:hunter2", "postgres://user:hunter2/db", "postgres://u:p?x=/hunter2@host",
  ]

  @Test("S11: a connection string that cannot be read is not quoted", arguments: malformed)
  func unreadable(_ text: String) throws {
    let error = try #require(
      failure { () throws(PostgreSQLError) in _ = try PostgreSQLURL(text) })
    #expect(error.code == .invalidParameterValue)
    #expect(!error.message.contains("hunter2"))
  }

  @Test(
    "Special characters may be encoded, and a parameter may hold an address",
    arguments: [
      "postgres://me:p%40s%2Fs%3F@db.example/bills", "postgres://me@db.example:5433/bills",
      "postgres://db.example,other.example:5433/bills",
      "postgres://me:p@db.example/bills?application_name=a@b", "postgres:///bills?host=/run/pg",
    ])
  func readable(_ text: String) throws {
    _ = try PostgreSQLURL(text)
  }

  @Test("A connection string does not show its password")
  func redacted() throws {
    let url = try PostgreSQLURL("postgres://me:hunter2@db.example:5433/bills?sslmode=require")
    #expect("\(url)" == "postgres://me@db.example:5433/bills")
    var dumped = String(reflecting: url)
    dump(url, to: &dumped)
    dump(PostgreSQLURL?.some(url), to: &dumped)
    #expect(!dumped.contains("hunter2"))
  }

  @Test("The session is set up whatever the server's or the database's defaults are")
  func session() throws {
    try withDatabase { url throws in
      let name = try #require(url.split(separator: "/").last)
      try PostgreSQLServer.shared().execute(
        """
        ALTER DATABASE \(name) SET synchronous_commit = off;
        ALTER DATABASE \(name) SET TimeZone = 'Asia/Tokyo';
        ALTER DATABASE \(name) SET DateStyle = 'German';
        ALTER DATABASE \(name) SET bytea_output = 'escape';
        """)
      var configuration = PostgreSQLConfiguration(applicationName: "lane 1")
      configuration.statementTimeout = 1_234
      configuration.lockTimeout = 567
      configuration.idleInTransactionTimeout = 0
      let connection = try connect(url, configuration)
      let settings = [
        "synchronous_commit": "on", "TimeZone": "UTC", "DateStyle": "ISO, YMD",
        "bytea_output": "hex", "statement_timeout": "1234ms", "lock_timeout": "567ms",
        "idle_in_transaction_session_timeout": "0", "application_name": "lane 1",
        "client_encoding": "UTF8",
      ]
      for (setting, value) in settings {
        #expect(try connection.query("SHOW \(setting)").text(0, 0) == value, "\(setting)")
      }
      #expect(connection.serverVersion >= 140_000)
      #expect(!connection.isEncrypted)
    }
  }
}

import PostgreSQL
import TestPostgreSQL
import Testing

@Suite("Errors")
struct ErrorTests {
  @Test("A class pattern matches its class, a code itself")
  func patterns() {
    #expect(SQLState.integrityConstraintViolation ~= .uniqueViolation)
    #expect(SQLState.uniqueViolation ~= .uniqueViolation)
    #expect(!(SQLState.uniqueViolation ~= .checkViolation))
    #expect(!(SQLState.connectionException ~= .uniqueViolation))
    #expect(SQLState.connectionException ~= SQLState(rawValue: "08ZZZ"))
  }

  static let kinds: [(String, PostgreSQLError.Kind)] = [
    ("08006", .unavailable), ("08P01", .environment), ("57P01", .unavailable),
    ("57P03", .unavailable),
    ("53300", .unavailable), ("53100", .unavailable), ("58030", .unavailable),
    ("25006", .unavailable), ("25P03", .unavailable), ("40001", .contention),
    ("40P01", .contention), ("55P03", .contention), ("57014", .contention),
    ("40002", .constraint), ("23505", .constraint), ("23ZZZ", .constraint), ("28P01", .access),
    ("3D000", .access), ("42601", .environment),
    ("22P02", .data), ("22003", .data), ("22P05", .environment), ("54000", .data),
    ("21000", .data), ("P0001", .constraint), ("44000", .constraint), ("42501", .environment),
    ("42P01", .environment), ("42703", .environment), ("3F000", .environment),
    ("42P05", .environment), ("26000", .environment), ("25P04", .unavailable),
    ("XX000", .environment), ("XX001", .environment), ("ZZ999", .environment),
  ]

  @Test("W1: what to do about a code", arguments: kinds)
  func kind(_ code: String, _ kind: PostgreSQLError.Kind) {
    #expect(PostgreSQLError(code: SQLState(rawValue: code), message: "").kind == kind)
  }

  @Test("A constraint's violation names the constraint, and no value")
  func constraint() throws {
    try withSession { connection throws in
      try connection.execute("CREATE TABLE t (secret text CONSTRAINT one_of_a_kind UNIQUE)")
      let parameters = PostgreSQLParameters { $0.append("4111-1111") }
      try connection.enqueue("INSERT INTO t VALUES ($1)", parameters)
      let error = try #require(
        failure { () throws(PostgreSQLError) in
          _ = try connection.query("INSERT INTO t VALUES ($1)", parameters)
        })
      #expect(error.code == .uniqueViolation)
      #expect(error.kind == .constraint)
      #expect(error.constraint == "one_of_a_kind")
      #expect(error.table == "t")
      #expect(error.detail?.contains("4111-1111") == true)
      #expect(!"\(error)".contains("4111"))
      #expect(!String(reflecting: error).contains("4111"))
      #expect("\(error)".contains("one_of_a_kind"))
      var dumped = ""
      dump(error, to: &dumped)
      #expect(!dumped.contains("4111"))
    }
  }

  @Test("A message that quotes the value is not shown")
  func quotedValue() throws {
    try withSession { connection throws in
      let error = try #require(
        failure { () throws(PostgreSQLError) in
          _ = try connection.query(
            "SELECT $1::int8", PostgreSQLParameters { $0.append("4111-1111") })
        })
      #expect(error.code == .invalidTextRepresentation)
      #expect(error.message.contains("4111"))
      #expect(!"\(error)".contains("4111"))
      #expect("\(error)".contains("SELECT $1::int8"))
      #expect(connection.isUsable)
    }
  }

  @Test("A deadlock ends one of the two, and the other goes on")
  func deadlock() throws {
    try withDatabase { url throws in
      let first = try connect(url)
      let second = try connect(url)
      defer {
        first.close()
        second.close()
      }
      try first.execute("CREATE TABLE t (id int8 PRIMARY KEY); INSERT INTO t VALUES (1), (2)")
      let lock = "SELECT id FROM t WHERE id = $1 FOR UPDATE"
      let one = PostgreSQLParameters { $0.append(1 as Int64) }
      let two = PostgreSQLParameters { $0.append(2 as Int64) }
      try first.begin()
      try second.begin()
      _ = try first.query(lock, one)
      _ = try second.query(lock, two)
      try first.enqueue(lock, two)
      try first.flush()
      let errors = [
        failure { () throws(PostgreSQLError) in _ = try second.query(lock, one) },
        failure { () throws(PostgreSQLError) in
          try second.rollback()
          try first.sync()
        },
      ].compactMap(\.self)
      #expect(errors.map(\.code) == [.deadlockDetected])
      #expect(errors.map(\.kind) == [.contention])
    }
  }

  @Test("Waiting too long for a lock, and running too long, is contention")
  func timeouts() throws {
    var configuration = PostgreSQLConfiguration()
    configuration.lockTimeout = 50
    configuration.statementTimeout = 300
    try withDatabase { url throws in
      let owner = try connect(url)
      defer { owner.close() }
      try owner.execute("CREATE TABLE t (id int8); INSERT INTO t VALUES (1)")
      try owner.begin()
      _ = try owner.query("SELECT id FROM t FOR UPDATE")
      let other = try connect(url, configuration)
      defer { other.close() }
      let lock = failure { () throws(PostgreSQLError) in
        _ = try other.query("SELECT id FROM t FOR UPDATE")
      }
      #expect(lock?.code == .lockNotAvailable)
      #expect(lock?.kind == .contention)
      let slow = failure { () throws(PostgreSQLError) in _ = try other.query("SELECT pg_sleep(60)")
      }
      #expect(slow?.code == .queryCanceled)
      #expect(slow?.kind == .contention)
      #expect(other.isUsable)
    }
  }

  @Test("Transactions that cannot have run one after the other")
  func serialization() throws {
    try withDatabase { url throws in
      let first = try connect(url)
      let second = try connect(url)
      defer {
        first.close()
        second.close()
      }
      try first.execute("CREATE TABLE t (id int8, v int8); INSERT INTO t VALUES (1, 0)")
      try first.begin(.repeatableRead)
      _ = try first.query("SELECT v FROM t")
      _ = try second.query("UPDATE t SET v = v + 1")
      let error = failure { () throws(PostgreSQLError) in
        _ = try first.query("UPDATE t SET v = v + 1")
      }
      #expect(error?.code == .serializationFailure)
      #expect(error?.kind == .contention)
    }
  }

  @Test("Cancelling from another thread ends the statement, not the session")
  func cancel() async throws {
    try await withDatabase { (url: String) async throws in
      let connection = try connect(url)
      let observer = try connect(url)
      defer {
        connection.close()
        observer.close()
      }
      try connection.enqueue("SELECT pg_sleep(60)")
      try connection.flush()
      let asleep =
        "SELECT count(*) FROM pg_stat_activity WHERE pid = \(connection.serverProcessID) AND wait_event = 'PgSleep'"
      let deadline = ContinuousClock.now + .seconds(180)
      while try observer.integer(asleep) == 0, ContinuousClock.now < deadline {}
      let cancellation = try #require(connection.cancellation())
      let sent = await Task.detached { cancellation.cancel() }.value
      #expect(sent)
      let error = failure { () throws(PostgreSQLError) in try connection.sync() }
      #expect(error?.code == .queryCanceled)
      #expect(try connection.integer("SELECT 1") == 1)
    }
  }

  @Test("A closed connection says so")
  func closed() throws {
    try withSession { connection throws in
      connection.close()
      #expect(!connection.isUsable)
      #expect(connection.cancellation() == nil)
      let error = failure { () throws(PostgreSQLError) in _ = try connection.query("SELECT 1") }
      #expect(error?.code == .connectionDoesNotExist)
      connection.close()
    }
  }
}

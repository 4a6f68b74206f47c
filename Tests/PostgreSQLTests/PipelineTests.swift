import PostgreSQL
import TestPostgreSQL
import Testing

@Suite("Pipelines")
struct PipelineTests {
  @Test("Statements run in the order they were sent, each with its own result")
  func order() throws {
    try withSession { connection throws in
      try connection.execute("CREATE TABLE t (id int8 GENERATED ALWAYS AS IDENTITY, v int8)")
      var tickets: [PostgreSQLTicket] = []
      for value in 0..<100 as Range<Int64> {
        try connection.enqueue(
          "INSERT INTO t (v) VALUES ($1)", PostgreSQLParameters { $0.append(value) })
        tickets.append(try connection.submit("SELECT count(*), max(v) FROM t"))
      }
      try connection.sync()
      for (index, ticket) in tickets.enumerated() {
        let result = try connection.result(for: ticket)
        #expect(try result.int64(0, 0) == Int64(index + 1))
        #expect(try result.int64(0, 1) == Int64(index))
      }
      #expect(
        failure { () throws(PostgreSQLError) in _ = try connection.result(for: tickets[0]) }?.code
          == .invalidDescriptorIndex)
    }
  }

  @Test("The first error is the one thrown, by the next sync, and what follows it is not run")
  func firstError() throws {
    try withSession { connection throws in
      try connection.execute("CREATE TABLE t (id int8 PRIMARY KEY)")
      try connection.begin()
      try connection.enqueue("INSERT INTO t VALUES (1)")
      try connection.enqueue("INSERT INTO t VALUES (1)")
      try connection.enqueue("SELECT 1 / 0")
      try connection.enqueue("INSERT INTO nowhere VALUES (1)")
      let error = failure { () throws(PostgreSQLError) in _ = try connection.query("SELECT 1") }
      #expect(error?.code == .uniqueViolation)
      #expect(error?.sql == "INSERT INTO t VALUES (1)")
      #expect(connection.isInTransaction)
      let next = failure { () throws(PostgreSQLError) in _ = try connection.query("SELECT 1") }
      #expect(next?.code == .inFailedTransaction)
      try connection.rollback()
      #expect(!connection.isInTransaction)
      #expect(try connection.integer("SELECT count(*) FROM t") == 0)
    }
  }

  @Test("Rolling back works while an error is still on its way, and outside a transaction")
  func rollback() throws {
    try withSession { connection throws in
      try connection.execute("CREATE TABLE t (id int8 PRIMARY KEY)")
      try connection.rollback()
      try connection.begin()
      try connection.enqueue("INSERT INTO t VALUES (1)")
      try connection.enqueue("INSERT INTO t VALUES (1)")
      try connection.rollback()
      #expect(!connection.isInTransaction)
      #expect(try connection.integer("SELECT count(*) FROM t") == 0)
    }
  }

  @Test("A commit is one only when the server says so")
  func commit() throws {
    try withSession { connection throws in
      try connection.execute("CREATE TABLE t (id int8 PRIMARY KEY)")
      try connection.begin(.serializable)
      try connection.enqueue("INSERT INTO t VALUES (1)")
      try connection.commit()
      #expect(try connection.integer("SELECT count(*) FROM t") == 1)

      try connection.begin()
      let error = failure { () throws(PostgreSQLError) in
        _ = try connection.query("INSERT INTO t VALUES (1)")
      }
      #expect(error?.code == .uniqueViolation)
      // The server answers this COMMIT with success, and rolls back.
      let commit = failure { () throws(PostgreSQLError) in try connection.commit() }
      #expect(commit?.code == .transactionRollback)
      #expect(!connection.isInTransaction)

      try connection.begin()
      try connection.enqueue("INSERT INTO t VALUES (2)")
      try connection.enqueue("INSERT INTO t VALUES (1)")
      let late = failure { () throws(PostgreSQLError) in try connection.commit() }
      #expect(late?.code == .uniqueViolation)
      try connection.rollback()
      #expect(try connection.integer("SELECT count(*) FROM t") == 1)
    }
  }

  @Test("What lies between two syncs outside a transaction happens as a whole or not at all")
  func implicitTransaction() throws {
    try withSession { connection throws in
      try connection.execute("CREATE TABLE t (id int8 PRIMARY KEY)")
      try connection.enqueue("INSERT INTO t VALUES (1)")
      try connection.enqueue("INSERT INTO t VALUES (1)")
      #expect(failure { () throws(PostgreSQLError) in try connection.sync() } != nil)
      #expect(try connection.integer("SELECT count(*) FROM t") == 0)
    }
  }

  @Test("10,000 statements in one pipeline")
  func manyStatements() throws {
    try withSession { connection throws in
      try connection.execute("CREATE TABLE t (id int8 PRIMARY KEY, name text)")
      try connection.begin()
      var parameters = PostgreSQLParameters()
      for value in 0..<10_000 as Range<Int64> {
        parameters.removeAll()
        parameters.append(value)
        parameters.append("row \(value)")
        try connection.enqueue("INSERT INTO t VALUES ($1, $2)", parameters)
      }
      try connection.commit()
      #expect(try connection.integer("SELECT count(*) FROM t") == 10_000)
    }
  }

  @Test("50 MB each way in one pipeline: neither side waits for the other to read")
  func manyBytes() throws {
    try withSession { connection throws in
      let text = String(repeating: "0123456789", count: 10_000)
      let parameters = PostgreSQLParameters { $0.append(text) }
      var tickets: [PostgreSQLTicket] = []
      for _ in 0..<500 { tickets.append(try connection.submit("SELECT $1::text", parameters)) }
      try connection.sync()
      for ticket in tickets {
        let count = try connection.result(for: ticket).withUTF8(0, 0) { $0.count }
        #expect(count == text.utf8.count)
      }
    }
  }

  @Test("One value of 50 MB")
  func oneLargeValue() throws {
    try withSession { connection throws in
      let bytes = [UInt8](repeating: 7, count: 50_000_000)
      let row = try connection.query(
        "SELECT octet_length($1), md5($1) = md5($2)",
        PostgreSQLParameters {
          $0.append(bytes: bytes)
          $0.append(bytes: bytes)
        })
      #expect(try row.int64(0, 0) == 50_000_000)
      #expect(try row.bool(0, 1))
    }
  }

  @Test("An error in a long pipeline, seen while still sending, is thrown at its end")
  func errorWhileSending() throws {
    try withSession { connection throws in
      let parameters = PostgreSQLParameters { $0.append(String(repeating: "x", count: 100_000)) }
      try connection.enqueue("SELECT 1 / 0")
      for _ in 0..<200 { try connection.enqueue("SELECT $1::text", parameters) }
      let error = failure { () throws(PostgreSQLError) in try connection.sync() }
      #expect(error?.code == SQLState(rawValue: "22012"))
      #expect(try connection.integer("SELECT 1") == 1)
    }
  }

  @Test("What was answered before its sync is still committed by it, and only by it")
  func answeredEarly() throws {
    try withDatabase { url throws in
      let connection = try connect(url)
      let observer = try connect(url)
      defer {
        connection.close()
        observer.close()
      }
      try connection.execute("CREATE TABLE t (id int8, pad text)")
      let parameters = PostgreSQLParameters { $0.append(String(repeating: "x", count: 100_000)) }
      for _ in 0..<20 { try connection.enqueue("INSERT INTO t VALUES (1, $1)", parameters) }
      try connection.flush()
      let idle =
        "SELECT count(*) FROM pg_stat_activity WHERE pid = \(connection.serverProcessID) AND wait_event = 'ClientRead'"
      let deadline = ContinuousClock.now + .seconds(180)
      while try observer.integer(idle) == 0, ContinuousClock.now < deadline {}
      try connection.flush()
      let before = try observer.integer("SELECT count(*) FROM t")
      #expect(before == 0)
      try connection.sync()
      let after = try observer.integer("SELECT count(*) FROM t")
      #expect(after == 20)
    }
  }

  @Test("A script runs as one transaction, and the pipeline goes on after it")
  func script() throws {
    try withSession { connection throws in
      try connection.execute("CREATE TABLE t (id int8); INSERT INTO t VALUES (1), (2); SELECT 1;")
      #expect(try connection.integer("SELECT count(*) FROM t") == 2)
      let error = failure { () throws(PostgreSQLError) in
        try connection.execute("INSERT INTO t VALUES (3); SELECT * FROM nowhere; DROP TABLE t")
      }
      #expect(error?.code == .undefinedTable)
      #expect(try connection.integer("SELECT count(*) FROM t") == 2)
    }
  }

  @Test("Copying is refused and ends the session, for nobody goes on with it")
  func copy() throws {
    for statement in ["COPY t FROM STDIN", "COPY t TO STDOUT"] {
      try withSession { connection throws in
        try connection.execute("CREATE TABLE t (id int8)")
        let error = failure { () throws(PostgreSQLError) in try connection.execute(statement) }
        #expect(error?.code == .featureNotSupported)
        #expect(!connection.isUsable)
      }
    }
  }
}

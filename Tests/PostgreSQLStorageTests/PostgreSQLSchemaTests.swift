import Foundation
import PostgreSQL
import PostgreSQLStorage
import Storage
import StorageConformance
import Synchronization
import TestPostgreSQL
import Testing

@Suite("PostgreSQL's own side of the store")
struct PostgreSQLSchemaTests {
  @Test("A person with psql finds dates, amounts and instants, not texts")
  func types() throws {
    try withDatabase { url throws in
      _ = try Schema(StoreSession(PostgreSQLOpener(url: url), for: .processing)).migrate()
      let connection = try PostgreSQLConnection(PostgreSQLURL(url))
      let types = [
        ("invoice", "invoice_date", "date"), ("invoice", "total_amount", "numeric"),
        ("invoice_line", "is_live", "boolean"), ("invoice_line", "position", "bigint"),
        ("request", "received_at", "timestamp with time zone"), ("request", "body_sha256", "bytea"),
        ("account", "id", "text"),
      ]
      for (table, column, type) in types {
        let found = try connection.query(
          """
          SELECT data_type FROM information_schema.columns
          WHERE table_name = $1 AND column_name = $2
          """,
          PostgreSQLParameters {
            $0.append(table)
            $0.append(column)
          })
        #expect(try found.text(0, 0) == type, "\(table).\(column)")
      }
    }
  }

  @Test("A person with psql finds what a table and what is not plain about a column means")
  func comments() throws {
    try withDatabase { url throws in
      _ = try Schema(StoreSession(PostgreSQLOpener(url: url), for: .migrating)).migrate()
      let connection = try PostgreSQLConnection(PostgreSQLURL(url))
      let silent = try connection.query(
        """
        SELECT relname FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
          AND obj_description(oid, 'pg_class') IS NULL
        """)
      #expect(try (0..<silent.rowCount).map { try silent.text($0, 0) } == [])
      let column = try connection.query(
        """
        SELECT col_description('billing_schedule'::regclass, attnum) FROM pg_attribute
        WHERE attrelid = 'billing_schedule'::regclass AND attname = 'billing_type'
        """)
      #expect(try column.text(0, 0) == "Advance: billed at a period's start. Arrears: at its end.")
    }
  }

  @Test("What has read an invoice's account and holds its row is not made to look for it again")
  func accountsOfInvoices() throws {
    try withDatabase { url throws in
      let opener = try PostgreSQLOpener(url: url)
      let connection = try PostgreSQLConnection(PostgreSQLURL(url))
      func references(of table: String) throws -> Int64 {
        try connection.query(
          """
          SELECT count(*) FROM pg_constraint
          WHERE contype = 'f' AND conrelid = to_regclass($1) AND confrelid = to_regclass('account')
          """,
          PostgreSQLParameters { $0.append(table) }
        ).int64(0, 0)
      }
      let migrations = try Schema(StoreSession(opener, for: .migrating))
      _ = try migrations.migrate(upTo: 23)
      #expect(try references(of: "invoice") == 1)
      try connection.execute(
        """
        INSERT INTO account (id, name, currency, billing_street, billing_city, billing_postal_code,
          billing_country, is_tax_exempt)
        VALUES ('A', 'Old', 'USD', 'S', 'C', '1', 'NO', false);
        INSERT INTO invoice (id, status, creation_mode, account_id, currency, invoice_date, due_date,
          bill_to_name, grouping_key, billing_street, billing_city, billing_postal_code,
          billing_country, total_amount, total_tax_amount, total_amount_with_tax, balance, payable,
          settlement_status, request_source, request_identifier)
        VALUES ('I', 'Draft', 'Generated', 'A', 'USD', '2026-02-01', '2026-02-01', 'Ann', '', 'S',
          'C', '1', 'NO', 1, 0, 1, 1, 1, 'NotSettled', '', 'r')
        """)
      _ = try migrations.migrate()
      #expect(try references(of: "invoice") == 0)
      #expect(try references(of: "payment") == 1, "what moves money keeps it")
      let kept = try connection.query("SELECT account_id FROM invoice")
      #expect(try kept.text(0, 0) == "A")
    }
  }

  @Test("A step that meets a worker's locks in a circle is run again")
  func circleOfLocks() throws {
    try withDatabase { url throws in
      let opener = try PostgreSQLOpener(url: url)
      _ = try Schema(StoreSession(opener, for: .migrating)).migrate(upTo: 26)
      let worker = try PostgreSQLConnection(PostgreSQLURL(url))
      let watcher = try PostgreSQLConnection(PostgreSQLURL(url))
      // As a worker does: accounts first, then invoices. The step comes the other way round, and is the first to look for a circle.
      try worker.execute(
        "SET deadlock_timeout = '10s'; BEGIN; SELECT FROM account FOR NO KEY UPDATE")
      let result = Mutex<Result<[Int64], StoreError>?>(nil)
      let ended = DispatchSemaphore(value: 0)
      Thread.detachNewThread {
        let applied = Result { () throws(StoreError) in
          try Schema(StoreSession(opener, for: .migrating)).migrate(upTo: 27)
        }
        result.withLock { $0 = applied }
        ended.signal()
      }
      let waiting = """
        SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'
        """
      while try watcher.query(waiting, PostgreSQLParameters()).int64(0, 0) == 0,
        result.withLock({ $0 == nil })
      {}
      do {
        try worker.execute("LOCK TABLE invoice IN ROW EXCLUSIVE MODE; COMMIT")
      } catch let error as PostgreSQLError where error.code == .deadlockDetected {
        // On a machine so slow that it looked first.
        try worker.execute("ROLLBACK")
      }
      ended.wait()
      #expect(result.withLock(\.self) == .success([27]))
    }
  }

  @Test("No time limit that holds for requests holds for migrations")
  func migrationLimits() throws {
    try withDatabase { url throws in
      let opener = try PostgreSQLOpener(url: url)
      for (purpose, isLimited) in [(DatabasePurpose.processing, true), (.migrating, false)] {
        let database = try opener.open(for: purpose)
        for setting in ["statement_timeout", "lock_timeout"] {
          var found = ""
          try database.query(SQL(stringLiteral: "SHOW \(setting)")) { row throws(StoreError) in
            found = try row.text(at: 0)
          }
          #expect((found != "0") == isLimited, "\(setting), \(purpose)")
        }
      }
    }
  }

  @Test("A commit is durable for requests, and reading cannot write")
  func purposes() throws {
    try withDatabase { url throws in
      let opener = try PostgreSQLOpener(url: url)
      let expected: [(DatabasePurpose, commit: String, readOnly: String)] = [
        (.processing, "on", "off"), (.migrating, "on", "off"), (.reading, "on", "on"),
      ]
      for (purpose, commit, readOnly) in expected {
        let database = try opener.open(for: purpose)
        var settings: [String] = []
        for statement in ["SHOW synchronous_commit", "SHOW default_transaction_read_only"] {
          try database.query(SQL(stringLiteral: statement)) { row throws(StoreError) in
            settings.append(try row.text(at: 0))
          }
        }
        #expect(settings == [commit, readOnly], "\(purpose)")
      }
    }
  }

  @Test("A request's statement is planned once, and by an index also while its table is empty")
  func plans() throws {
    try withDatabase { url throws in
      let opener = try PostgreSQLOpener(url: url)
      _ = try Schema(StoreSession(opener, for: .migrating)).migrate()
      let database = try opener.open(for: .processing)
      let wanted: SQL = "SELECT id FROM outbox_message WHERE id \(anyOf: ["one", "two"])"
      var plan = ""
      try database.query("EXPLAIN \(wanted)") { row throws(StoreError) in
        plan += try row.text(at: 0) + "\n"
      }
      #expect(plan.contains("outbox_message_pkey"), "\(plan)")
      for _ in 1...3 { try database.query(wanted) { _ throws(StoreError) in } }
      var anew: [Int64] = []
      try database.query(
        "SELECT custom_plans FROM pg_prepared_statements WHERE statement LIKE 'SELECT id FROM outbox%'"
      ) { row throws(StoreError) in anew.append(try row.integer(at: 0)) }
      #expect(anew == [0])
    }
  }

  @Test("A stopped server is an outage: the session is broken, and another one works again")
  func outage() throws {
    try PostgreSQLServer.withOwn { server throws in
      let opener = try PostgreSQLOpener(url: server.url)
      let session = try StoreSession(opener, for: .processing)
      _ = try Schema(session).migrate()
      try server.kill()
      let lost = #expect(throws: StoreError.self) {
        try session.transaction { transaction throws(StoreError) in
          _ = try transaction.takeBuiltInNumbers(1)
        }
      }
      #expect(lost?.kind == .unavailable)
      #expect(session.isBroken)
      let refused = #expect(throws: StoreError.self) { try opener.open(for: .processing) }
      #expect(refused?.kind == .unavailable)
      try server.restart()
      let again = try StoreSession(opener, for: .processing)
      let numbers = try again.transaction { transaction throws(StoreError) in
        try transaction.takeBuiltInNumbers(1)
      }
      #expect(numbers == 1..<2)
    }
  }

  @Test("Neither a malformed URL nor a refused password is shown")
  func secrets() throws {
    let malformed = #expect(throws: StoreError.self) {
      try PostgreSQLOpener(url: "postgres://me:hunter2%zz@host/db")
    }
    #expect(malformed?.kind == .fault)
    #expect(malformed?.description.contains("hunter2") == false)
    let opener = try PostgreSQLOpener(url: PostgreSQLServer.shared().url(password: "hunter2"))
    let refused = #expect(throws: StoreError.self) { try opener.open(for: .processing) }
    #expect(refused?.kind == .unavailable)
    #expect(refused?.description.contains("28P01") == true)
    #expect(refused?.description.contains("hunter2") == false)
    #expect(!String(reflecting: opener).contains("hunter2"))
  }
}

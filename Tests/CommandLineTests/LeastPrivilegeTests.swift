import Foundation
import PostgreSQL
import TestBroker
import TestPostgreSQL
import TestSupport
import Testing
import Worker

/// Everybody with the rights that SECURITY.md gives them and no others, at their work.
@Suite("Least privilege", .serialized)
struct LeastPrivilegeTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// The three patterns of a user, from the document's table.
  static func patterns(of user: String) throws -> [String] {
    let row = try #require(
      text(".github/SECURITY.md").split(separator: "\n").first { $0.hasPrefix("| \(user) | `") })
    let cells = row.replacing("\\|", with: "\u{0}").split(separator: "|")
      .map { $0.trimmingCharacters(in: [" ", "`"]).replacing("\u{0}", with: "|") }
    try #require(cells.count == 4)
    return Array(cells.dropFirst())
  }

  /// A script of `compose/postgres`, by other names of the roles.
  private static func script(_ name: String, by names: [String: String]) throws -> String {
    try names.reduce(text("compose/postgres/\(name).sql")) {
      $0.replacing($1.key, with: $1.value)
    }
  }

  /// Roles of this test's own, by the names of the script, and their passwords.
  private static func withRoles(
    _ body: (_ script: String, _ names: [String: String]) async throws -> Void
  ) async throws {
    let mark = UUID().uuidString.lowercased().prefix(8)
    var names: [String: String] = [:]
    for name in ["invoice_migrator", "invoice_worker", "invoice_reader"] {
      names[name] = "\(name)_\(mark)"
    }
    var script = try self.script("roles", by: names)
    for name in names.values { script += "\nALTER ROLE \(name) PASSWORD '\(name)';" }
    defer {
      for name in names.values { try? PostgreSQLServer.shared().execute("DROP ROLE \(name)") }
    }
    try await body(script, names)
  }

  @Test("The document gives a worker the rights that doctor expects")
  func documentedRights() throws {
    #expect(
      try Self.patterns(of: "worker") == [
        WorkerRights.configure, WorkerRights.write, WorkerRights.read,
      ])
  }

  @Test(
    "S14: operator, migrator, worker, sender and readers do their work with the documented rights",
    .timeLimit(.minutes(10)))
  func everybody() async throws {
    let broker = try TestBroker.shared()
    let server = try PostgreSQLServer.shared()
    try await Self.withRoles { script, names in
      try await withDatabase { database in
        let owner = try PostgreSQLConnection(PostgreSQLURL(database))
        defer { owner.close() }
        try owner.execute(script)
        try await broker.withVirtualHost { address in
          let virtualHost = try #require(address.split(separator: "/").last.map(String.init))
          func signIn(_ row: String) throws -> String {
            let name = "u" + UUID().uuidString.lowercased()
            try broker.addUser(name, password: name)
            let rights = try Self.patterns(of: row)
            try broker.setPermissions(
              user: name, virtualHost: virtualHost, configure: rights[0], write: rights[1],
              read: rights[2])
            return address.replacing("guest:guest@", with: "\(name):\(name)@")
          }
          func login(as role: String) throws -> String {
            let name = try #require(names[role])
            return try server.url(
              database: URL(string: database)?.lastPathComponent, user: name, password: name)
          }
          let operating = [
            "AMQP_URL": try signIn("operator"), "DATABASE_URL": try login(as: "invoice_reader"),
          ]
          let running = [
            "AMQP_URL": try signIn("worker"), "DATABASE_URL": try login(as: "invoice_worker"),
          ]
          let sending = ["AMQP_URL": try signIn("sender that takes replies by `request --wait`")]
          try await Self.work(
            operating, running, sending: sending,
            blindSending: ["AMQP_URL": try signIn("sender")],
            reading: ["AMQP_URL": try signIn("reader of events")],
            migrating: ["DATABASE_URL": try login(as: "invoice_migrator")],
            afterMigrating: Self.script("ledger", by: names))
          try Self.checkBounds(
            worker: login(as: "invoice_worker"), reader: login(as: "invoice_reader"))
        }
      }
    }
  }

  private static func run(
    _ words: [String], _ environment: [String: String], expecting status: Int32 = 0
  ) throws -> String {
    let result = try Program.run(words, environment: environment)
    #expect(result.status == status, "\(words): \(result)")
    return result.output + result.errors
  }

  private static func work(
    _ operating: [String: String], _ running: [String: String], sending: [String: String],
    blindSending: [String: String], reading: [String: String], migrating: [String: String],
    afterMigrating script: String
  ) async throws {
    _ = try run(["topology", "apply"], operating)
    _ = try run(["migrate"], migrating)
    let migrator = try PostgreSQLConnection(PostgreSQLURL(#require(migrating["DATABASE_URL"])))
    defer { migrator.close() }
    try migrator.execute(script)
    let worker = try start(["run", "--migrate"], running)
    let events = FileManager.default.temporaryDirectory.appending(
      path: "events-\(UUID().uuidString)")
    try Data().write(to: events)
    let notes = try Program.sampleFile("")
    let watcher = try start(
      ["watch"], reading, output: FileHandle(forWritingTo: events),
      errors: FileHandle(forWritingTo: notes))
    defer {
      watcher.terminate()
      watcher.waitUntilExit()
      for file in [events, notes] { try? FileManager.default.removeItem(at: file) }
    }
    // What is published before is not seen.
    try await eventually("the watcher watches") {
      try String(contentsOf: notes, encoding: .utf8).contains("Watching events")
    }
    _ = try run(["import", root.appending(path: "compose/sample/records.ndjson").path], sending)
    let dates = ["--set", "targetDate=2026-12-01", "--set", "invoiceDate=2026-12-01"]
    let generate = ["request", "invoice.generate.v1", "--set", "action=Posted"] + dates
    let answer = try run(
      generate + ["--set", "accountId=ACC-1001", "--id", "a", "--wait"], sending)
    #expect(answer.contains("INV-2026-000001"))
    _ = try run(generate + ["--set", "accountId=ACC-2002", "--id", "b"], blindSending)
    // Refused, logged and parked; sent after b, so that b is answered when this is.
    _ = try run(
      ["request", "invoice.generate.v1", "--id", "c", "--force", "--wait"], sending, expecting: 4)
    _ = try run(generate + ["--set", "accountId=ACC-2002", "--id", "d", "--wait"], sending)
    #expect(try run(["invoices", "list", "--account", "ACC-2002"], operating).contains("INV-"))
    #expect(try run(["requests", "show", "c"], operating).contains("Rejected"))
    #expect(
      try run(["error-logs", "list", "--request", "c"], operating).contains("REQUEST_INVALID"))
    #expect(try run(["dead", "list"], operating).contains("c"))
    try afterTheDraft(operating, sending: sending)
    // What is taken out of the queue is taken out of the database as well.
    let readOnly = try Program.run("dead", "discard", "--all", "--yes", environment: operating)
    #expect(readOnly.status != 0 && readOnly.errors.contains("dead_letter"), "\(readOnly)")
    let writing = operating.merging(["DATABASE_URL": running["DATABASE_URL"] ?? ""]) { $1 }
    try await eventually("it is discarded: nothing was taken out before") {
      try Program.run("dead", "discard", "--all", "--yes", environment: writing).output
        == "1 dead letter discarded\n"
    }
    worker.terminate()
    worker.waitUntilExit()
    #expect(worker.terminationStatus == 0)
    try await eventually("the watcher has shown the invoice") {
      try String(contentsOf: events, encoding: .utf8).contains("INV-2026-000001")
    }
    // What is beyond the rights is refused.
    for (words, environment) in [
      (["topology", "apply"], running), (["watch"], sending),
      (["dead", "list", "--in-queue"], reading),
      (["request", "invoice.generate.v1", "--force"], reading),
      (["dead", "list", "--in-queue"], sending),
    ] {
      let result = try Program.run(words, environment: environment)
      #expect(result.status != 0 && !result.errors.isEmpty, "\(words): \(result)")
    }
  }

  /// Money and a void, which add to the ledger, and what the reader's role shows of them.
  private static func afterTheDraft(
    _ operating: [String: String], sending: [String: String]
  ) throws {
    let payment = [
      "paymentId=BANK-1", "accountId=ACC-1001", "currency=EUR", "amount=100.00",
      "receivedDate=2025-01-15",
    ]
    _ = try run(
      ["request", "payment.record.v1", "--wait", "--set", "autoApply=OldestFirst"]
        + payment.flatMap { ["--set", "payment.\($0)"] }, sending)
    _ = try run(
      ["request", "payment.unapply.v1", "--wait", "--set", "paymentId=BANK-1"], sending)
    let shown = try run(["invoices", "show", "INV-2026-000002", "--json"], operating)
    let invoice = try JSONSerialization.jsonObject(with: Data(shown.utf8)) as? [String: Any]
    let id = try #require(invoice?["invoiceId"] as? String)
    _ = try run(
      ["request", "invoice.void.v1", "--wait", "--set", "invoiceIds=[\"\(id)\"]"], sending)
    for words in [
      ["payments", "show", "BANK-1"], ["credit-memos", "list"], ["accounts", "show", "ACC-1001"],
      ["invoices", "show", id, "--history"], ["invoices", "explain", id], ["report", "aging"],
      ["report", "statement", "--account", "ACC-1001", "--from", "2025-01-01"]
        + ["--to", "2026-12-31"], ["numbers", "check"], ["audit"],
    ] {
      #expect(try !run(words, operating).isEmpty, "\(words)")
    }
  }

  private static func start(
    _ words: [String], _ environment: [String: String], output: FileHandle = .nullDevice,
    errors: FileHandle = .nullDevice
  ) throws -> Process {
    let process = Process()
    process.executableURL = Program.url
    process.arguments = words
    process.environment = environment.merging(["PATH": "/usr/bin:/bin"]) { given, _ in given }
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    return process
  }

  private static func checkBounds(worker: String, reader: String) throws {
    let forbidden = [
      (worker, "CREATE TABLE t (a integer)"), (worker, "DROP TABLE invoice"),
      (worker, "ALTER TABLE invoice ADD COLUMN t integer"), (worker, "TRUNCATE invoice"),
      (worker, "CREATE SCHEMA s"), (worker, "CREATE TEMPORARY TABLE t (a integer)"),
      (worker, "UPDATE application SET amount = amount"), (worker, "DELETE FROM application"),
      (worker, "UPDATE refund SET amount = amount"), (worker, "DELETE FROM reversal"),
      (worker, "DELETE FROM credit_memo_line"), (worker, "UPDATE invoice_event SET actor = NULL"),
      (reader, "UPDATE payment SET amount = amount"), (reader, "DELETE FROM application"),
      (reader, "DELETE FROM invoice"), (reader, "UPDATE account SET name = name"),
    ]
    for (url, statement) in forbidden {
      let session = try PostgreSQLConnection(PostgreSQLURL(url))
      defer { session.close() }
      let error = #expect(throws: PostgreSQLError.self) { try session.execute(statement) }
      #expect(error?.code.rawValue == "42501", "\(statement): \(String(describing: error))")
    }
  }
}

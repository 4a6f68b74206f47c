import Foundation
import SQLite
import Storage
import TestPostgreSQL
import TestSupport
import TestWorker
import Testing
import Worker

/// A database that is not what requests need: consumption pauses, the log says once which statement failed and
/// why, no request is blamed, and all are done once it has been put right.
@Suite struct DatabaseFaultTests {
  struct Harm: Sendable, CustomTestStringConvertible {
    let name: String
    let store: TestStore
    let harm: String
    let repair: String
    /// What the log names.
    let words: [String]
    var testDescription: String { "\(name), \(store)" }
  }

  static let harms: [Harm] = TestStore.both.flatMap { store in
    [
      Harm(
        name: "table renamed", store: store, harm: "ALTER TABLE invoice RENAME TO bill",
        repair: "ALTER TABLE bill RENAME TO invoice",
        words: ["invoice", "put back what is missing"]
      ),
      Harm(
        name: "column renamed", store: store,
        harm: "ALTER TABLE invoice RENAME COLUMN due_date TO due",
        repair: "ALTER TABLE invoice RENAME COLUMN due TO due_date",
        words: ["due_date", "put back what is missing"]),
      Harm(
        name: "table of what every request needs renamed", store: store,
        harm: "ALTER TABLE request RENAME TO requests",
        repair: "ALTER TABLE requests RENAME TO request",
        words: ["FROM request", "put back what is missing"]),
    ]
  }

  /// Runs twenty good requests into the harm, and expects all of them done after the repair.
  private func expectPause(
    in system: RunningSystem, words: [String], harm: () async throws -> Void,
    repair: () async throws -> Void
  ) async throws {
    let accounts = (1...20).map { "A\($0)" }
    try await system.store(
      accounts.flatMap { [SampleRecords.account($0), SampleRecords.schedule($0, account: $0)] })
    try await harm()
    let requests = accounts.map {
      SampleRequest.generate(id: "\($0)-r", action: "Posted", ["accountId": .text($0)])
    }
    try await system.publish(requests)
    let sentence = "the database refuses what every request needs"
    try await eventually("consumption pauses") {
      try await system.count(of: "invoice.unrouted").consumerCount == 0
    }
    try await eventually("the log says so") { system.log.contains(sentence) }
    for word in words { #expect(system.log.contains(word), "\(word)") }
    #expect(accounts.allSatisfy { system.completions("\($0)-r").isEmpty })
    try await repair()
    for account in accounts {
      let completion = try await system.completion("\(account)-r")
      #expect(completion.outcome == "Succeeded")
      #expect(completion.data["attempts"].text == "1", "no fault of the request's")
    }
    #expect(system.log.components(separatedBy: sentence).count == 2, "once")
    #expect(system.dead.messages.isEmpty)
    #expect(system.workers.allSatisfy { $0.runtime.progress.retries == 0 })
    let checker = OutcomeChecker(system)
    try await checker.awaitPublished()
    #expect(try checker.violations(confirmed: accounts.map { "\($0)-r" }).isEmpty)
    try await eventually("the log says that it is over") {
      system.log.contains("the database takes what requests need again")
    }
  }

  @Test("W1: what requests need is missing: a pause, no blame", arguments: harms)
  func missing(harm: Harm) async throws {
    var options = RunningSystem.Options()
    options.store = harm.store
    try await RunningSystem.run(options) { system in
      try await expectPause(in: system, words: harm.words) {
        try system.execute(harm.harm)
      } repair: {
        try system.execute(harm.repair)
      }
    }
  }

  /// The role that the worker logs in as, which owns nothing.
  private func runAsGuest(
    _ body: (RunningSystem, _ role: String, _ server: PostgreSQLServer) async throws -> Void
  ) async throws {
    let server = try PostgreSQLServer.shared()
    let role = "guest_" + UUID().uuidString.lowercased().replacing("-", with: "")
    try server.execute("CREATE ROLE \(role) LOGIN PASSWORD 'secret'")
    defer { try? server.execute("DROP OWNED BY \(role); DROP ROLE \(role)") }
    var options = RunningSystem.Options()
    options.store = .postgreSQL(server)
    options.workers = 0
    try await RunningSystem.run(options) { system in
      try system.execute(
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO \(role)")
      let url = try server.url(
        database: URL(string: system.databaseURL)?.lastPathComponent, user: role,
        password: "secret")
      try system.startWorker(databaseURL: url)
      defer { try? system.execute("DROP OWNED BY \(role)") }
      try await body(system, role, server)
      for worker in system.workers { await worker.drain() }
    }
  }

  @Test("W1: a right revoked: a pause, no blame")
  func revoked() async throws {
    try await runAsGuest { system, role, _ in
      try await expectPause(
        in: system, words: ["42501", "INSERT INTO invoice ", "grant the worker's role"]
      ) {
        try system.execute("REVOKE INSERT ON invoice FROM \(role)")
      } repair: {
        try system.execute("GRANT INSERT ON invoice TO \(role)")
      }
      #expect(!system.log.contains("secret"))
    }
  }

  @Test("W1: the role's search path leads elsewhere: a pause, no blame")
  func searchPath() async throws {
    try await runAsGuest { system, role, server in
      try await expectPause(in: system, words: ["search_path"]) {
        // Committed first: a session that comes back at once has it.
        try server.execute("ALTER ROLE \(role) SET search_path = pg_catalog")
        try server.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '\(role)'")
      } repair: {
        try server.execute("ALTER ROLE \(role) RESET search_path")
      }
    }
  }

  @Test(
    "W1: row-level security without a policy: rows that are hidden are not rows that do not exist")
  func rowSecurity() async throws {
    try await runAsGuest { system, role, _ in
      try await expectPause(in: system, words: ["row-level security", "policy"]) {
        try system.execute("ALTER TABLE account ENABLE ROW LEVEL SECURITY")
      } repair: {
        try system.execute(
          "CREATE POLICY worker ON account TO \(role) USING (true) WITH CHECK (true)")
      }
    }
  }

  @Test("W1: the database's file is damaged in the middle: a pause, no blame")
  func damaged() async throws {
    try await RunningSystem.run { system in
      let copy = system.databasePath + ".whole"
      var page = 0
      try await expectPause(in: system, words: ["is malformed", "restore a backup"]) {
        // The root of a table that requests write, as it is in the file: nothing of it in the log beside it.
        try await system.checkpoint()
        page = try system.count("SELECT rootpage FROM sqlite_schema WHERE name = 'invoice'")
        try FileManager.default.copyItem(atPath: system.databasePath, toPath: copy)
        let garbage = system.databasePath + ".garbage"
        try Data(repeating: 0xA5, count: 4_096).write(to: URL(fileURLWithPath: garbage))
        try overwrite("\(garbage)", skip: 0, page: page - 1, of: system.databasePath)
        // Whoever has the page in its cache has to read it again.
        try system.execute("UPDATE account SET name = 'again' WHERE id = 'A1'")
      } repair: {
        try overwrite(copy, skip: page - 1, page: page - 1, of: system.databasePath)
      }
    }
  }

  /// By a process of its own: closing the file in this one would drop SQLite's locks on it.
  private func overwrite(_ source: String, skip: Int, page: Int, of path: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/dd")
    process.arguments = [
      "if=\(source)", "of=\(path)", "bs=4096", "count=1", "skip=\(skip)", "seek=\(page)",
      "conv=notrunc", "status=none",
    ]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  @Test("W3: the log removed under a running worker: nothing is answered that is not stored")
  func logRemoved() async throws {
    var options = RunningSystem.Options()
    // Of many small batches all but the first are planned ahead, over a connection of its own.
    options.environment["INVOICE_WORKER_BATCH_SIZE"] = "2"
    try await RunningSystem.run(options) { system in
      let accounts = (1...40).map { "A\($0)" }
      try await system.store(
        accounts.flatMap { [SampleRecords.account($0), SampleRecords.schedule($0, account: $0)] })
      func send(_ name: String, targetDate: String) async throws {
        try await system.publish(
          accounts.map {
            .generate(
              id: "\($0)-\(name)", action: "Posted", ["accountId": .text($0)],
              targetDate: targetDate)
          })
        for account in accounts {
          #expect(
            try await system.completion("\(account)-\(name)").outcome
              == "Succeeded")
        }
      }
      try await send("before", targetDate: "2026-02-01")
      // Nothing that is answered stands in the log alone, and nobody writes.
      let checker = OutcomeChecker(system)
      try await checker.awaitPublished()
      try await system.checkpoint()
      try FileManager.default.removeItem(atPath: system.databasePath + "-wal")
      try await send("after", targetDate: "2026-03-01")
      #expect(system.log.contains("\(system.databasePath)-wal"), "said")
      for worker in system.workers { await worker.drain() }
      try system.startWorker()
      try await send("before", targetDate: "2026-02-01")
      #expect(try system.count("SELECT count(*) FROM invoice") == 80)
      try await checker.awaitPublished()
      #expect(
        try checker.violations(confirmed: accounts.flatMap { ["\($0)-before", "\($0)-after"] })
          .isEmpty)
    }
  }

  /// A constraint that somebody adds refuses rows with the code of a row that is wrong.
  @Test(
    "W1: every request refused by one constraint: from the third on nobody is blamed",
    arguments: TestStore.both)
  func constraintForAll(store: TestStore) async throws {
    var options = RunningSystem.Options()
    options.store = store
    try await RunningSystem.run(options) { system in
      let accounts = (1...8).map { "A\($0)" }
      try await system.store(
        accounts.flatMap { [SampleRecords.account($0), SampleRecords.schedule($0, account: $0)] })
      switch store {
      case .sqlite:
        try system.execute(
          "CREATE TRIGGER t BEFORE INSERT ON invoice BEGIN SELECT RAISE(ABORT, 'closed'); END")
      case .postgreSQL:
        try system.execute("ALTER TABLE invoice ADD CONSTRAINT closed CHECK (false) NOT VALID")
      }
      try await system.publish(
        accounts.map { .generate(id: "\($0)-r", action: "Posted", ["accountId": .text($0)]) })
      try await eventually("consumption pauses") {
        try await system.count(of: "invoice.unrouted").consumerCount == 0
      }
      try await eventually("the log says so") {
        system.log.contains("the database refuses what every request needs")
      }
      switch store {
      case .sqlite: try system.execute("DROP TRIGGER t")
      case .postgreSQL: try system.execute("ALTER TABLE invoice DROP CONSTRAINT closed")
      }
      // The two that raised the suspicion come back from the first retry queue.
      for account in accounts {
        let completion = try await system.completion("\(account)-r")
        #expect(completion.outcome == "Succeeded")
      }
      #expect((system.workers.first?.runtime.progress.retries ?? 0) <= 2)
      #expect(system.dead.messages.isEmpty)
    }
  }
}

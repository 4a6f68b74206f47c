import AMQP
import Foundation
import SQLite
import SQLiteStorage
import Storage
import TestBroker
import TestPostgreSQL
import TestSupport
import Testing

@testable import Worker

extension BrokerCommandTests {
  /// The installation as a worker with the least rights sees it, with a broker's user of its own.
  private static func asWorker(
    _ environment: [String: String], read: String = WorkerRights.read,
    write: String = WorkerRights.write
  ) throws -> [String: String] {
    let broker = try TestBroker.shared()
    let user = "doctor-\(UUID().uuidString.lowercased().prefix(8))"
    var url = try AMQPURL(#require(environment["AMQP_URL"]))
    try broker.addUser(user, password: user)
    try broker.setPermissions(
      user: user, virtualHost: url.virtualHost, configure: WorkerRights.configure, write: write,
      read: read)
    url.user = user
    let place = try #require(url.hosts.first)
    var changed = environment
    changed["AMQP_URL"] = "amqp://\(user):\(user)@\(place)/\(url.virtualHost)"
    return changed
  }

  private static func commands(
    _ environment: [String: String],
    _ body: (CommandConnection) async throws -> Void
  ) async throws {
    let url = try AMQPURL(#require(environment["AMQP_URL"]))
    let connection = try CommandConnection(
      configuration: ConnectionConfiguration(url: url, name: "test"))
    try await connection.connect()
    try await body(connection)
    try await connection.close()
  }

  /// The lines of what is wrong or not checked, with the repair behind each.
  private static func findings(_ environment: [String: String], _ words: String...) throws -> (
    status: Int32, checks: [String], output: String
  ) {
    let result = try Program.run(
      ["doctor", "--json"] + words, environment: environment)
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any],
      "\(result)")
    let checks = try #require(report["checks"] as? [[String: Any]])
    #expect(report["status"] as? Int == Int(result.status))
    return (
      result.status,
      checks.filter { $0["verdict"] as? String != "ok" }.map { check in
        let text = ["group", "verdict", "name", "sentence", "repair"].map {
          check[$0] as? String ?? ""
        }
        return text.joined(separator: " | ")
      }, result.output
    )
  }

  private static func failures(_ checks: [String]) -> [String] {
    checks.filter { $0.contains("| failed |") || $0.contains("| unavailable |") }
  }

  @Test(
    "Doctor finds nothing wrong with a worker that runs with its least rights",
    .timeLimit(.minutes(10)), arguments: [false, true])
  func doctorHealthy(onPostgreSQL: Bool) async throws {
    func examine(_ database: String?) async throws {
      try await Self.withInstallation(worker: true, database: database) { environment in
        let worker = try Self.asWorker(environment)
        let found = try Self.findings(worker)
        #expect(found.status == 0 && Self.failures(found.checks) == [], "\(found)")
        let text = try Program.run("doctor", environment: worker)
        #expect(text.status == 0, "\(text)")
        for line in text.output.split(separator: "\n") where !line.contains("→") {
          #expect(line.count <= 60, "\(line)")
        }
        for line in [
          "✓ version: RabbitMQ", "✓ alarms: none", "✓ nothing less: doctor-",
          "✓ nothing more: doctor-", "✓ objects: all ", "! arguments: not checked: ",
          "✓ invoice.generate: 0 waiting, 1 consumer\n", "✓ schema: version ",
          "✓ numbers have no gap: ", "✓ open files: ",
        ] {
          #expect(text.output.contains("\n" + line), "\(line): \(text.output)")
        }
        #expect(!text.output.contains(worker["AMQP_URL"] ?? "-"), "the password is not shown")
      }
    }
    if onPostgreSQL {
      try await withDatabase { try await examine($0) }
    } else {
      try await examine(nil)
    }
  }

  @Test("Doctor finds a queue that is missing, and --fix declares it", .timeLimit(.minutes(10)))
  func doctorMissingQueue() async throws {
    try await Self.withInstallation(worker: false) { environment in
      try await Self.commands(environment) { try await $0.deleteQueue("invoice.retry.1m") }
      let found = try Self.findings(environment)
      #expect(found.status == 1)
      #expect(
        found.checks.contains(
          "topology | failed | queue invoice.retry.1m | is missing | invoice-worker topology apply"),
        "\(found)")
      // A worker has no right to declare it: said, and nothing hidden.
      let refused = try Program.run("doctor", "--fix", environment: Self.asWorker(environment))
      #expect(
        refused.status == 1 && refused.errors.contains("topology apply was refused: ")
          && refused.output.contains("✗ queue invoice.retry.1m: "), "\(refused)")
      let fixed = try Program.run("doctor", "--fix", environment: environment)
      #expect(fixed.output.hasPrefix("fixed: topology apply declared"), "\(fixed)")
      #expect(fixed.output.contains("\n✓ objects: all "), "\(fixed)")
    }
  }

  @Test("Doctor finds an argument that differs, by name and values", .timeLimit(.minutes(10)))
  func doctorWrongArgument() async throws {
    try await Self.withInstallation(worker: false) { environment in
      try await Self.commands(environment) {
        try await $0.deleteQueue("invoice.dead")
        try await $0.declare(
          QueueDeclaration(
            name: "invoice.dead",
            arguments: ["x-queue-type": "quorum", "x-delivery-limit": .int64(7)]))
      }
      let found = try Self.findings(environment)
      #expect(found.status == 1)
      let differs = try #require(found.checks.first { $0.contains("| arguments |") })
      for words in ["failed", "queue invoice.dead", "x-delivery-limit", "1000000000", "'7'"] {
        #expect(differs.contains(words), "\(differs)")
      }
      #expect(found.checks.count { $0.contains("| arguments |") } == 1, "\(found)")
      let worker = try Self.findings(Self.asWorker(environment))
      #expect(
        worker.checks.contains {
          $0.hasPrefix("topology | warning | arguments | not checked: this user may not declare")
        }, "\(worker)")
    }
  }

  @Test(
    "Doctor compares what the broker itself exports, binding by binding", .timeLimit(.minutes(10)))
  func doctorDefinitions() async throws {
    try await Self.withInstallation(worker: false) { environment in
      let broker = try TestBroker.shared()
      let file = FileManager.default.temporaryDirectory.appending(
        path: "definitions-\(UUID().uuidString).json")
      defer { try? FileManager.default.removeItem(at: file) }
      func bindings() throws -> [String] {
        try? FileManager.default.removeItem(at: file)
        _ = try broker.control(["export_definitions", file.path])
        return try Self.findings(
          Self.asWorker(environment), "--definitions", file.path
        ).checks.filter { $0.contains("| bindings |") || $0.contains("| arguments |") }
      }
      #expect(try bindings() == [])
      try await Self.commands(environment) {
        try await $0.unbind(
          queue: "invoice.changes", exchange: "invoice.events", routingKey: "payment.#")
      }
      #expect(
        try bindings() == [
          "topology | failed | bindings | invoice.events → invoice.changes by payment.# is missing | invoice-worker topology apply"
        ])
      let fixed = try Program.run(
        "doctor", "--fix", "--definitions", file.path, environment: environment)
      #expect(fixed.output.hasPrefix("fixed: topology apply"), "\(fixed)")
      #expect(try bindings() == [])
    }
  }

  @Test("Doctor finds each right that is missing or too much", .timeLimit(.minutes(10)))
  func doctorRights() async throws {
    try await Self.withInstallation(worker: false) { environment in
      func rights(_ environment: [String: String]) throws -> [String] {
        Self.failures(try Self.findings(environment).checks).filter { $0.hasPrefix("rights") }
      }
      #expect(try rights(Self.asWorker(environment)) == [])
      for (write, read, words) in [
        (
          #"^(invoice\.(dead|retry\..+)|amq\.default)$"#, WorkerRights.read,
          "may not publish to invoice.events |"
        ),
        (
          #"^invoice\.(events|dead|retry\..+)$"#, WorkerRights.read,
          "may not publish to the default exchange |"
        ),
        (
          WorkerRights.write, #"^invoice\.(generate|ingest|manage|records|unrouted)$"#,
          "may not consume from invoice.run |"
        ),
        (
          WorkerRights.write, #"^invoice\..*$"#,
          "may also consume from invoice.dead, consume from invoice.notifications, which"
        ),
        (
          #"^(invoice\.(events|dead|requests|retry\..+)|amq\.default)$"#, WorkerRights.read,
          "may also publish to invoice.requests, which"
        ),
      ] {
        let found = try rights(Self.asWorker(environment, read: read, write: write))
        #expect(found.count == 1, "\(found)")
        #expect(found.first?.contains(words) == true, "\(found)")
        #expect(
          found.first?.contains("rabbitmqctl set_permissions -p") == true
            && found.first?.contains(WorkerRights.write) == true
            && found.first?.hasSuffix(" '\(WorkerRights.read)'") == true, "\(found)")
      }
      // Who may do everything may declare as well.
      let all = try rights(environment)
      #expect(all.first?.contains("guest may also declare queues, publish to amq.topic") == true)
    }
  }

  @Test("Doctor finds an old schema, and --fix upgrades it", .timeLimit(.minutes(10)))
  func doctorSchema() async throws {
    try await TestBroker.shared().withVirtualHost { address in
      let folder = FileManager.default.temporaryDirectory.appending(
        path: "doctor-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: folder) }
      let path = folder.appending(path: "invoices.db").path
      let environment = ["AMQP_URL": address, "DATABASE_URL": "sqlite:\(path)"]
      let none = try Self.findings(environment)
      #expect(none.status == 1)
      #expect(
        none.checks.contains { $0.contains("schema") && $0.hasSuffix("invoice-worker migrate") })
      do {
        let session = try StoreSession(SQLiteOpener(path: path), for: .migrating)
        _ = try Schema(session).migrate(upTo: Schema.current - 1)
      }
      let old = try Self.findings(environment)
      #expect(old.status == 1)
      #expect(
        old.checks.contains {
          $0.hasPrefix("database | failed | schema | ") && $0.contains("needs \(Schema.current)")
            && $0.hasSuffix("invoice-worker migrate")
        }, "\(old)")
      #expect(old.checks.contains { $0.hasPrefix("promises | warning | audit | not checked") })
      // The topology was never declared here: both are fixed.
      let fixed = try Program.run("doctor", "--fix", environment: environment)
      #expect(fixed.output.contains("fixed: migrate ran "), "\(fixed)")
      let after = Self.failures(try Self.findings(environment).checks)
      #expect(after.allSatisfy { $0.hasPrefix("rights") }, "\(after)")
    }
  }

  @Test("Doctor finds a number that is missing", .timeLimit(.minutes(10)))
  func doctorNumberGap() async throws {
    try await Self.withInstallation(worker: false) { environment in
      let path = try #require(environment["DATABASE_URL"]?.dropFirst("sqlite:".count))
      try SQLiteConnection(.file(String(path))).execute(
        "UPDATE sequence_counter SET next_value = 3 WHERE name = 'invoice_number'")
      let found = Self.failures(try Self.findings(Self.asWorker(environment)).checks)
      #expect(found.count == 1, "\(found)")
      #expect(
        found.first?.hasPrefix("promises | failed | numbers have no gap | 2 breaches") == true
          && found.first?.hasSuffix("invoice-worker numbers check") == true, "\(found)")
    }
  }

  @Test("Doctor finds synchronous_commit turned off", .timeLimit(.minutes(10)))
  func doctorSynchronousCommit() async throws {
    try await withDatabase { database in
      try await Self.withInstallation(worker: false, database: database) { environment in
        let name = try #require(URL(string: database)?.lastPathComponent)
        try PostgreSQLServer.shared().execute(
          "ALTER DATABASE \(name) SET synchronous_commit = off")
        let found = Self.failures(try Self.findings(Self.asWorker(environment)).checks)
        #expect(found.count == 1, "\(found)")
        #expect(
          found.first?.hasPrefix("database | failed | synchronous_commit | off") == true,
          "\(found)")
      }
    }
  }

  @Test(
    "Doctor refuses a pooler that gives each transaction another session",
    .enabled(if: Pooler.isInstalled, "needs the package pgbouncer"), .timeLimit(.minutes(10)))
  func doctorPooler() throws {
    let broker = try TestBroker.shared()
    for (mode, isRefused) in [("transaction", true), ("session", false)] {
      try Pooler.with(mode) { address in
        let found = try Self.findings(["AMQP_URL": broker.url, "DATABASE_URL": address])
        let failures = Self.failures(found.checks).filter { $0.hasPrefix("database") }
        #expect(
          failures.contains { $0.contains("use the pooler's session pooling") } == isRefused,
          "\(mode): \(found)")
      }
    }
  }

  @Test("Doctor tells a server that is away from one that refuses", .timeLimit(.minutes(10)))
  func doctorAway() async throws {
    try await Self.withInstallation(worker: false) { environment in
      func changed(_ name: String, _ value: String) throws -> (Int32, [String]) {
        var changed = environment
        changed[name] = value
        let found = try Self.findings(changed)
        return (found.status, Self.failures(found.checks).filter { !$0.hasPrefix("rights") })
      }
      let (away, broker) = try changed("AMQP_URL", "amqp://guest:guest@127.0.0.1:1/")
      #expect(away == 69 && broker.count == 1, "\(broker)")
      #expect(broker.first?.hasPrefix("broker | unavailable | reachable | amqp://") == true)
      #expect(broker.first?.contains("connection refused") == true, "\(broker)")

      let address = try #require(environment["AMQP_URL"])
      let (refused, login) = try changed(
        "AMQP_URL", address.replacing("guest:guest@", with: "guest:wrong@"))
      #expect(refused == 1 && login.count == 1, "\(login)")
      #expect(login.first?.contains("the user name or password is wrong") == true, "\(login)")

      let (gone, database) = try changed(
        "DATABASE_URL", "postgres://worker:secret@127.0.0.1:1/billing")
      #expect(gone == 69 && database.count == 1, "\(database)")
      #expect(database.first?.hasPrefix("database | unavailable | reachable") == true)
      #expect(database.first?.contains("secret") == false)

      let (wrong, variable) = try changed("INVOICE_WORKER_LANES", "many")
      #expect(wrong == 1 && variable.count == 1, "\(variable)")
      #expect(variable.first?.contains("INVOICE_WORKER_LANES") == true)
    }
  }

  @Test(
    "Doctor finds a certificate that has expired, and the days of one that has not",
    .timeLimit(.minutes(10)))
  func doctorCertificate() async throws {
    let broker = try TestBroker.shared()
    var environment = [
      "AMQP_URL": broker.tlsURL, "DATABASE_URL": "sqlite:/nonexistent/x.db",
      "INVOICE_WORKER_TLS_CA": broker.tlsDirectory + "/ca.pem",
    ]
    let valid = try Program.run("doctor", environment: environment)
    #expect(
      valid.output.contains(/TLS: (verified; )?the certificate (is valid for|expires in) \d+ days/),
      "\(valid)")
    let server = try await TLSServer(
      authority: broker.tlsDirectory, validity: ("20200101000000Z", "20210102030405Z"))
    defer { server.stop() }
    environment["AMQP_URL"] = server.url
    let expired = try Self.findings(environment)
    #expect(
      expired.checks.contains {
        $0.hasPrefix(
          "broker | failed | TLS | the broker's certificate expired on 2021-01-02T03:04:05Z | renew"
        )
      }, "\(expired)")
  }

  @Test("Doctor finds a broker that takes no messages", .timeLimit(.minutes(10)))
  func doctorAlarm() async throws {
    try await TestBroker.withOwnNode { broker in
      try broker.setMemoryAlarm(true)
      let environment = ["AMQP_URL": broker.url, "DATABASE_URL": "sqlite:/nonexistent/x.db"]
      // The node notices by and by that it is short of memory.
      let found = try await eventually("the alarm is found") { () -> [String]? in
        let checks = try Self.findings(environment).checks
        return checks.contains { $0.hasPrefix("broker | failed | alarms |") } ? checks : nil
      }
      #expect(
        found.contains {
          $0.hasPrefix("broker | failed | alarms | it takes no messages: ") && $0.contains("memory")
        }, "\(found)")
      #expect(
        found.contains {
          $0.hasPrefix("rights | warning | permissions | not checked: the broker takes no messages")
        }, "\(found)")
    }
  }
}

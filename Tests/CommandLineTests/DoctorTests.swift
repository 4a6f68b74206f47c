import AMQP
import CivilTime
import PostgreSQLStorage
import Storage
import Testing
import Worker

@testable import invoice_worker

/// What the doctor makes of what it finds, without a server.
@Suite("Doctor")
struct DoctorTests {
  private static func access(_ address: String) throws -> BrokerAccess {
    BrokerAccess(url: try AMQPURL(address))
  }

  @Test("A line fits 60 columns, and a command stays in one piece")
  func lines() {
    let command =
      "rabbitmqctl set_permissions -p / worker '^$' '^(invoice\\.(events|dead|retry\\..+)|amq\\.default)$' '^invoice$'"
    let report = DoctorReport(checks: [
      .fine(.broker, "version", "RabbitMQ 3.10.8"),
      .failed(
        .rights, "nothing less",
        "worker may not publish to invoice.events, publish to invoice.dead, consume from invoice.run",
        .command(command)),
      .notChecked(.topology, "bindings", "AMQP cannot ask for them"),
    ])
    let lines = report.text.split(separator: "\n")
    for line in lines where !line.contains("→") { #expect(line.count <= 60, "\(line)") }
    #expect(lines.contains("  → \(command)"))
    #expect(report.text.hasPrefix("broker\n✓ version: RabbitMQ 3.10.8\n\nrights\n✗ nothing less: "))
    #expect(report.text.contains("! bindings: not checked: AMQP cannot ask for them\n"))
    #expect(report.text.hasSuffix("\n1 ✓, 1 !, 1 ✗\n"))
  }

  @Test("What a server says cannot draw on the terminal")
  func controlCharacters() {
    let report = DoctorReport(checks: [
      .failed(.broker, "reachable", "it says \u{1B}[2J\nfine", .command("a\u{7}b"))
    ])
    #expect(!report.text.contains("\u{1B}") && !report.text.contains("\u{7}"))
    #expect(report.text.split(separator: "\n").count == 4)
  }

  @Test("The exit status says whether something is wrong, or away")
  func status() {
    let fine = DoctorCheck.fine(.host, "cores", "4")
    let notice = DoctorCheck.notice(.host, "disk", "little")
    let failed = DoctorCheck.failed(.database, "schema", "old", .migrate)
    let away = DoctorCheck.unavailable(.broker, "reachable", "refused", .advice("start it"))
    #expect(DoctorReport(checks: [fine, notice]).status.rawValue == 0)
    #expect(DoctorReport(checks: [fine, notice, failed]).status.rawValue == 1)
    #expect(DoctorReport(checks: [failed, away]).status.rawValue == 69)
  }

  @Test("Of what the broker says at the door, only silence counts as away")
  func brokerErrors() throws {
    let access = try Self.access("amqps://worker:secret@broker.example/")
    let expired = BrokerChecks.check(of: .certificate(.expired(1_609_556_645)), at: access)
    #expect(expired.verdict == .failed && expired.name == "TLS")
    #expect(expired.sentence.contains("expired on 2021-01-02"))
    #expect(expired.repair?.text.contains("renew") == true)
    let login = BrokerChecks.check(
      of: .connectionClosed(
        BrokerReply(code: 403, text: "ACCESS_REFUSED - Login was refused using PLAIN")),
      at: access)
    #expect(login.verdict == .failed && login.repair?.text.contains("password is wrong") == true)
    #expect(!login.sentence.contains("secret"))
    let host = try #require(access.url.hosts.first)
    let away = BrokerChecks.check(
      of: .unreachable(host, reason: "connection refused"), at: access)
    #expect(away.verdict == .unavailable)
  }

  @Test(
    "Days left of the broker's certificate",
    arguments: [(400, "ok"), (20, "warning"), (3, "failed")])
  func certificate(days: Int64, verdict: String) throws {
    let now = UTCInstant(microsecondsSince1970: 1_700_000_000_000_000)
    let end = 1_700_000_000 + days * 86_400
    let check = BrokerChecks.encryption(
      until: end, at: try Self.access("amqps://a:b@broker.example/"), now: now)
    #expect(check.verdict.rawValue == verdict)
    #expect(check.sentence.contains("\(days) days"))
  }

  @Test("Without TLS passwords may only stay on the machine")
  func encryption() throws {
    for (address, verdict) in [
      ("amqp://a:b@localhost/", DoctorCheck.Verdict.fine), ("amqp://a:b@broker.example/", .notice),
      ("amqp://a:b@localhost,broker.example/", .notice),
    ] {
      let check = BrokerChecks.encryption(until: nil, at: try Self.access(address), now: .now())
      #expect(check.verdict == verdict, "\(address)")
    }
  }

  @Test(
    "Versions of the broker",
    arguments: [
      ("RabbitMQ", "3.9.27", "failed"), ("RabbitMQ", "3.10.0", "ok"), ("RabbitMQ", "4.1.2", "ok"),
      ("LavinMQ", "2.0.0", "warning"), ("RabbitMQ", "", "warning"),
    ])
  func versions(product: String, version: String, verdict: String) {
    #expect(BrokerChecks.version(product, version).verdict.rawValue == verdict)
  }

  @Test("What a PostgreSQL server can be wrong about, one thing at a time")
  func database() throws {
    var healthy = PostgreSQLInspection()
    healthy.serverVersion = 150_004
    healthy.synchronousCommit = "on"
    healthy.maxConnections = 100
    healthy.outbox = .init(live: 3, dead: 200, bytes: 65_536)
    func wrong(_ change: (inout PostgreSQLInspection) -> Void) -> [String] {
      var found = healthy
      change(&found)
      return DatabaseChecks.checks(of: found, needed: 22).filter { $0.verdict != .fine }
        .map { "\($0.verdict.symbol) \($0.name)" }
    }
    #expect(wrong { _ in } == [])
    #expect(wrong { $0.serverVersion = 130_012 } == ["✗ version"])
    #expect(wrong { $0.synchronousCommit = "off" } == ["✗ synchronous_commit"])
    #expect(wrong { $0.hasFsync = false } == ["✗ fsync"])
    #expect(wrong { $0.maxConnections = 21 } == ["✗ max_connections"])
    #expect(wrong { $0.outbox?.dead = 2_000_000 } == ["! outbox"])
    #expect(wrong { $0.longestTransaction = 3_600 } == ["! transactions"])
    #expect(wrong { $0.hiddenSessions = 2 } == ["! transactions"])
    #expect(wrong { $0.clockAheadMicroseconds = -3_000_000 } == ["✗ clock"])
    #expect(wrong { $0.clockAheadMicroseconds = 1_900_000 } == [])
  }

  @Test("What a machine can be short of, one thing at a time")
  func host() {
    let healthy = HostFacts(
      openFiles: 4_096, freeDisk: 10 << 30, memoryLimit: nil, cores: 4, lanes: 4)
    func wrong(_ change: (inout HostFacts) -> Void) -> [String] {
      var facts = healthy
      change(&facts)
      return HostChecks.checks(of: facts).filter { $0.verdict != .fine }
        .map { "\($0.verdict.symbol) \($0.name)" }
    }
    #expect(wrong { _ in } == [])
    #expect(wrong { $0.openFiles = 512 } == ["✗ open files"])
    #expect(wrong { $0.openFiles = nil } == ["! open files"])
    #expect(wrong { $0.freeDisk = 500 << 20 } == ["! disk"])
    #expect(wrong { $0.freeDisk = 5 << 20 } == ["✗ disk"])
    #expect(wrong { $0.memoryLimit = 64 << 20 } == ["✗ memory"])
    #expect(wrong { $0.lanes = 64 } == ["! cores"])
  }

  @Test("Where each variable comes from, and what should not be set")
  func configuration() {
    func checks(_ environment: [String: String]) -> [DoctorCheck] {
      ConfigurationChecks.checks(names: environment.keys.map { $0 }) { environment[$0] }
    }
    let plain = checks(["AMQP_URL": "amqp://a:secret@b/", "INVOICE_WORKER_LANES": ""])
    #expect(plain.count == ConfigurationVariable.allCases.count)
    #expect(plain.allSatisfy { $0.verdict == .fine })
    #expect(plain.allSatisfy { !$0.sentence.contains("secret") })
    #expect(plain.first { $0.name == "AMQP_URL" }?.sentence == "from the environment")
    #expect(plain.first { $0.name == "INVOICE_WORKER_PREFETCH" }?.sentence == "default: 400")

    let misspelt = checks(["INVOICE_WORKER_LANE": "4"]).filter { $0.verdict == .failed }
    #expect(misspelt.map(\.name) == ["INVOICE_WORKER_LANE"])
    #expect(misspelt.first?.sentence.contains("did you mean INVOICE_WORKER_LANES?") == true)

    let both = checks([
      "INVOICE_WORKER_SMTP_URL": "smtp://a:secret@b", "INVOICE_WORKER_SMTP_URL_FILE": "/run/s",
    ]).filter { $0.verdict == .failed }
    #expect(both.map(\.name) == ["INVOICE_WORKER_SMTP_URL_FILE"])
    #expect(both.first?.repair?.text == "unset INVOICE_WORKER_SMTP_URL")
  }

  private static func exported(
    of host: String = "billing", _ change: (String) -> String = { $0 }
  ) throws -> [String] {
    let text = change(
      String(decoding: Topology.standard.definitions(virtualHost: "billing"), as: UTF8.self))
    return try ExportedDefinitions(reading: Array(text.utf8), virtualHost: host)
      .checks(against: .standard).map { "\($0.verdict.symbol) \($0.name): \($0.sentence)" }
  }

  @Test("An export of the broker's definitions is compared, one thing at a time")
  func definitions() throws {
    let fine = try Self.exported()
    #expect(fine.count == 3 && fine.allSatisfy { $0.hasPrefix("✓") }, "\(fine)")
    func wrong(_ old: String, _ new: String) throws -> [String] {
      try Self.exported { text in
        #expect(text.contains(old), "\(old)")
        return text.replacing(old, with: new)
      }.filter { $0.hasPrefix("✗") }
    }
    #expect(
      try wrong(#""x-message-ttl":60000,"#, #""x-message-ttl":61000,"#) == [
        "✗ arguments: queue invoice.retry.1m: x-message-ttl should be 60000, and it is 61000"
      ])
    #expect(
      try wrong(#""alternate-exchange":"invoice.unrouted""#, #""x":"y""#) == [
        "✗ arguments: exchange invoice.requests: alternate-exchange should be invoice.unrouted, and is not set",
        "✗ arguments: exchange invoice.requests: x should not be set",
      ])
    #expect(
      try wrong(##""routing_key":"error-log.#""##, ##""routing_key":"error.#""##) == [
        "✗ bindings: invoice.events → invoice.error-logs by error-log.# is missing"
      ])
    // Of an earlier version, in the place of one of this.
    #expect(
      try wrong(##""routing_key":"email.#""##, ##""routing_key":"invoice.#""##).contains(
        "✗ bindings: invoice.events → invoice.notifications by invoice.# is of an earlier version"))
    #expect(
      try wrong(#""name":"invoice-notices""#, #""name":"mine""#) == [
        "✗ policies: invoice-notices is missing"
      ])
    #expect(
      try wrong(#""delivery-limit":1000000,"#, #""delivery-limit":20,"#) == [
        "✗ policies: invoice-notices: delivery-limit should be 1000000, and it is 20"
      ])
  }

  @Test("Another virtual host's objects are no answer; an export of one alone is")
  func definitionsOfOthers() throws {
    let other = try Self.exported(of: "elsewhere")
    #expect(other.contains("✗ policies: invoice-dead is missing"), "\(other)")
    let alone = try Self.exported(of: "elsewhere") {
      $0.replacing(#","vhost":"billing""#, with: "").replacing(#""vhost":"billing","#, with: "")
    }
    #expect(alone.allSatisfy { $0.hasPrefix("✓") }, "\(alone)")
    #expect(throws: (any Error).self) {
      try ExportedDefinitions(reading: Array("no".utf8), virtualHost: "/")
    }
  }

  @Test("A worker's rights are those of the objects that it uses")
  func rights() throws {
    let write = try Regex(WorkerRights.write)
    let read = try Regex(WorkerRights.read)
    func mayWrite(_ exchange: String) throws -> Bool {
      // The broker matches its default exchange by this name.
      try write.firstMatch(in: exchange.isEmpty ? "amq.default" : exchange) != nil
    }
    for exchange in WorkerRights.publishing { #expect(try mayWrite(exchange), "\(exchange)") }
    for exchange in WorkerRights.foreignExchanges {
      #expect(try !mayWrite(exchange), "\(exchange)")
    }
    for queue in WorkerRights.consuming { #expect(try read.firstMatch(in: queue) != nil) }
    for queue in WorkerRights.foreignQueues { #expect(try read.firstMatch(in: queue) == nil) }
  }
}

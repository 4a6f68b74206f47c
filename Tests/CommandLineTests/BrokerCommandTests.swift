import AMQP
import Foundation
import TestBroker
import TestSupport
import Testing

@testable import Worker

/// The commands that need a broker and a worker, run as a user runs them.
@Suite("Commands on a broker", .serialized)
struct BrokerCommandTests {
  /// A virtual host with everything declared, a database of its own, and one running worker.
  static func withInstallation(
    worker: Bool = true, database: String? = nil, workerSettings: [String: String] = [:],
    _ body: ([String: String]) async throws -> Void
  ) async throws {
    let broker = try TestBroker.shared()
    try await broker.withVirtualHost { address in
      let path = FileManager.default.temporaryDirectory.appending(
        path: "commands-\(UUID().uuidString).db"
      ).path
      let environment = [
        "AMQP_URL": address, "DATABASE_URL": database ?? "sqlite:\(path)",
        "PATH": "/usr/bin:/bin",
      ]
      defer {
        for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) }
      }
      let applied = try Program.run("topology", "apply", environment: environment)
      #expect(applied.status == 0, "\(applied)")
      let migrated = try Program.run("migrate", environment: environment)
      #expect(migrated.status == 0, "\(migrated)")
      guard worker else { return try await body(environment) }
      let log = try Program.sampleFile("")
      defer { try? FileManager.default.removeItem(at: log) }
      let process = Process()
      process.executableURL = Program.url
      process.arguments = ["run"]
      process.environment = environment.merging(workerSettings) { _, own in own }
      process.standardError = try FileHandle(forWritingTo: log)
      try process.run()
      let result: Swift.Result<Void, any Error>
      do {
        // A reply that meets no connection is dropped, and a command may wait for it.
        try await eventually("the worker is connected, to take and to publish") {
          let text = try String(contentsOf: log, encoding: .utf8)
          return !process.isRunning
            || text.contains(" consuming ") && text.contains("connection=publish")
        }
        result = .success(try await body(environment))
      } catch {
        result = .failure(error)
      }
      process.terminate()
      process.waitUntilExit()
      #expect(
        process.terminationReason == .exit && process.terminationStatus == 0, "drains on SIGTERM")
      try result.get()
    }
  }

  static let sample = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "compose/sample/records.ndjson").path

  @Test("The sample is imported, billed, listed and shown", .timeLimit(.minutes(10)))
  func sampleIsBilled() async throws {
    try await Self.withInstallation { environment in
      let imported = try Program.run("import", Self.sample, "--json", environment: environment)
      #expect(imported.status == 0, "\(imported.output) \(imported.errors)")
      #expect(imported.output.contains(#""refusedCount":0"#))

      let request = [
        "request", "invoice.generate.v1", "--id", "r-1", "--set", "targetDate=2026-12-01", "--set",
        "invoiceDate=2026-12-01", "--set", "action=Posted", "--wait",
      ]
      let account = request + ["--set", "accountId=ACC-1001"]
      let first = try Program.run(account, environment: environment)
      #expect(first.status == 0, "\(first.output) \(first.errors)")
      #expect(first.output.contains("INV-2026-000001"))
      let again = try Program.run(account + ["--json"], environment: environment)
      #expect(again.status == 0 && again.output.contains("INV-2026-000001"))
      let reused = try Program.run(
        request + ["--set", "accountId=ACC-2002"], environment: environment)
      #expect(reused.status == 4 && reused.output.contains("REQUEST_IDENTIFIER_REUSED"))

      let list = try Program.run(
        "invoices", "list", "--order", "ORD-77", "--json", environment: environment)
      let invoices = try #require(
        try JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [[String: Any]])
      #expect(invoices.count == 1)
      #expect(invoices.first?["accountId"] as? String == "ACC-1001")
      let shown = try Program.run("invoices", "show", "INV-2026-000001", environment: environment)
      #expect(shown.status == 0 && shown.output.contains("BS-1001"))

      func outcome(_ id: String, _ account: String) throws -> Program.Result {
        var words = request
        words[3] = id
        return try Program.run(words + ["--set", "accountId=\(account)"], environment: environment)
      }
      #expect(try outcome("r-2", "ACC-4004").status == 2)
      #expect(try outcome("r-3", "ACC-5005").status == 3)
      let logs = try Program.run(
        "error-logs", "list", "--request", "r-3", environment: environment)
      #expect(logs.output.contains("BILLING_SCHEDULE_SUSPENDED") && logs.output.contains("BS-5002"))
      let stored = try Program.run("requests", "show", "r-3", environment: environment)
      #expect(stored.status == 0 && stored.output.contains("Failed"))
      let own = try Program.run(
        "requests", "show", "r-3", "--source", "invoice-worker-cli", environment: environment)
      #expect(own.output == stored.output)
      let foreign = try Program.run(
        "requests", "show", "r-3", "--source", "crm", environment: environment)
      #expect(foreign.status == 1 && foreign.errors.contains("request r-3 of source crm"))
      let storedJSON = try Program.run(
        "requests", "show", "r-3", "--json", environment: environment)
      #expect(throws: Never.self) {
        try JSONSerialization.jsonObject(with: Data(storedJSON.output.utf8))
      }
    }
  }

  @Test("Faulty lines of an import are named, and the others stored", .timeLimit(.minutes(10)))
  func faultyLines() async throws {
    try await Self.withInstallation { environment in
      let address = #"{"street":"S","city":"C","postalCode":"1","country":"DE"}"#
      let input = """
        {"type":"Contact","id":"C1","accountId":"A1","name":"N"}
        {"type":"Account","id":"A2","name":"B","currency":"XXQ","billingAddress":\(address)}
        not json
        {"type":"Account","id":"A1","name":"A","currency":"EUR","billToContactId":"C1","billingAddress":\(address)}
        {"type":"Order","id":"O1","accountId":"A1","orderNumber":"1"}
        {"type":"Order","id":"O2","accountId":"A9","orderNumber":"2"}
        {"type":"Order","id":"O3","accountId":"A1","orderNumber":"3","colour":"red"}
        """
      let result = try Program.run("import", "-", environment: environment, input: input)
      #expect(result.status == 1)
      #expect(result.output.hasPrefix("3 records stored, 4 refused"), "\(result.output)")
      for (line, word) in [(2, "XXQ"), (3, "JSON"), (6, "A9"), (7, "colour")] {
        #expect(
          result.errors.split(separator: "\n").contains {
            $0.hasPrefix("-:\(line): ") && $0.contains(word)
          }, "line \(line): \(result.errors)")
      }
    }
  }

  @Test("Without a topology the sentence says how to get one", .timeLimit(.minutes(10)))
  func noTopology() async throws {
    try await TestBroker.shared().withVirtualHost { address in
      for words in [
        ["request", "invoice.generate.v1", "--force"], ["dead", "list", "--in-queue"],
        ["watch"],
      ] {
        let result = try Program.run(words, environment: ["AMQP_URL": address])
        #expect(result.status == 69, "\(words): \(result.errors)")
        #expect(result.errors.contains("topology apply"), "\(words): \(result.errors)")
      }
    }
  }

  /// What a worker that runs until its log says so, and a while longer, has written by then.
  private static func log(
    of environment: [String: String], until isEnough: (String) -> Bool
  ) throws -> String {
    let file = try Program.sampleFile("")
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = Program.url
    process.arguments = ["run", "--migrate"]
    process.environment = environment
    process.standardError = try FileHandle(forWritingTo: file)
    try process.run()
    let deadline = ContinuousClock.now.advanced(by: .seconds(180))
    var text = ""
    while !isEnough(text), ContinuousClock.now < deadline {
      text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    }
    process.terminate()
    process.waitUntilExit()
    return String(decoding: try Data(contentsOf: file), as: UTF8.self)
  }

  /// What a command shows on a terminal of so many columns.
  static func shown(
    _ words: [String], columns: UInt16, _ environment: [String: String]
  ) throws -> String {
    let terminal = try Terminal(columns: columns)
    let process = Process()
    process.executableURL = Program.url
    process.arguments = words
    process.environment = environment
    process.standardOutput = terminal.user
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return terminal.drawn().replacing("\r\n", with: "\n")
  }

  @Test("A worker without a topology says once how to get one", .timeLimit(.minutes(10)))
  func workerWithoutTopology() async throws {
    try await TestBroker.shared().withVirtualHost { address in
      let database = FileManager.default.temporaryDirectory.appending(
        path: "commands-\(UUID().uuidString).db"
      ).path
      defer {
        for end in ["", "-wal", "-shm"] {
          try? FileManager.default.removeItem(atPath: database + end)
        }
      }
      let environment = ["AMQP_URL": address, "DATABASE_URL": "sqlite:\(database)"]
      let log = try Self.log(of: environment) { $0.contains("topology apply") }
      #expect(log.contains("run `invoice-worker topology apply`"), "\(log)")
      // Six queues were refused by then.
      #expect(log.split(separator: "\n").filter { $0.contains("refused") }.count == 1, "\(log)")

      let elsewhere = environment.merging(["AMQP_URL": address + "-missing"]) { $1 }
      let other = try Self.log(of: elsewhere) { $0.contains("virtual host") }
      #expect(other.contains("rabbitmqctl add_vhost"), "\(other)")
      let command = try Program.run("dead", "list", "--in-queue", environment: elsewhere)
      #expect(command.status == 69 && command.errors.contains("add_vhost"), "\(command.errors)")
    }
  }

  @Test("An import that nobody answers ends after its timeout", .timeLimit(.minutes(10)))
  func nobodyImports() async throws {
    try await Self.withInstallation(worker: false) { environment in
      let begin = ContinuousClock.now
      let result = try Program.run(
        "import", "-", "--timeout", "2", environment: environment,
        input: #"{"type":"Order","id":"O"}"#)
      #expect(result.status == 69, "\(result.errors)")
      #expect(result.errors.contains("within 2 s"), "\(result.errors)")
      #expect(ContinuousClock.now - begin >= .seconds(2))
    }
  }

  @Test("Waiting without a worker ends with 69, and the request stays", .timeLimit(.minutes(10)))
  func nobodyAnswers() async throws {
    try await Self.withInstallation(worker: false) { environment in
      let result = try Program.run(
        "request", "invoice.generate.v1", "--id", "r-1", "--force", "--wait", "--timeout", "1",
        environment: environment)
      #expect(result.status == 69 && result.errors.contains("r-1"))
      let commands = try CommandConnection(
        configuration: ConnectionConfiguration(
          url: try AMQPURL(environment["AMQP_URL"] ?? ""), name: "test"))
      try await commands.connect()
      let delivery = try await commands.get("invoice.generate")
      #expect(delivery?.properties.messageId == "r-1")
      #expect(delivery?.properties.type == "invoice.generate.v1")
      #expect(delivery?.properties.deliveryMode == .persistent)
      try await commands.close()
    }
  }
}

import AMQP
import Foundation
import SQLite
import TestBroker
import TestSupport
import Testing

@testable import Worker

extension BrokerCommandTests {
  /// A worker that a test sends signals to, and what its log says.
  private struct SignalledWorker {
    let process: Process
    let file: URL

    func log() throws -> String { try String(contentsOf: file, encoding: .utf8) }

    func awaitLog(_ words: String, times: Int = 1) async throws {
      try await eventually("the log says \(words)") {
        try log().ranges(of: words).count >= times
      }
    }
  }

  private static func withWorker(
    _ environment: [String: String], _ body: (SignalledWorker) async throws -> Void
  ) async throws {
    let file = try Program.sampleFile("")
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = Program.url
    process.arguments = ["run"]
    process.environment = environment
    process.standardError = try FileHandle(forWritingTo: file)
    try process.run()
    let worker = SignalledWorker(process: process, file: file)
    let result: Swift.Result<Void, any Error>
    do {
      try await worker.awaitLog(" consuming ")
      try await worker.awaitLog("connection=publish")
      result = .success(try await body(worker))
    } catch {
      result = .failure(error)
    }
    process.terminate()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit && process.terminationStatus == 0, "it drains")
    try result.get()
  }

  /// Ready messages and consumers of a queue.
  private static func counts(
    _ queue: String, _ environment: [String: String]
  ) async throws -> (ready: Int, consumers: Int) {
    let url = try AMQPURL(#require(environment["AMQP_URL"]))
    let connection = try CommandConnection(
      configuration: ConnectionConfiguration(url: url, name: "test"))
    try await connection.connect()
    let counts = try await connection.declare(QueueDeclaration(name: queue, isPassive: true))
    try await connection.close()
    return (Int(counts.messageCount), Int(counts.consumerCount))
  }

  private static func awaitConsumers(
    _ count: Int, of queue: String, _ environment: [String: String]
  ) async throws {
    try await eventually("\(queue) has \(count) consumers") {
      try await counts(queue, environment).consumers == count
    }
  }

  private static func send(_ id: String, _ environment: [String: String]) throws {
    let sent = try Program.run(
      "request", "invoice.generate.v1", "--id", id, "--set", "accountId=A", "--set",
      "targetDate=2026-12-01", "--set", "invoiceDate=2026-12-01", "--set", "action=Draft",
      environment: environment)
    #expect(sent.status == 0, "\(sent)")
  }

  private static func awaitOutcome(_ id: String, _ environment: [String: String]) async throws {
    try await eventually("\(id) has an outcome") {
      try Program.run("requests", "show", id, environment: environment).status == 0
    }
  }

  @Test("A class of work is paused for every worker, and resumed", .timeLimit(.minutes(10)))
  func pauseAndResume() async throws {
    try await Self.withInstallation(worker: false) { environment in
      let early = try Program.run("pause", "generate", environment: environment)
      #expect(early.status == 0 && early.output.contains("generate"), "\(early)")
      // A worker that starts later obeys from the beginning.
      try await Self.withWorker(environment) { worker in
        #expect(try worker.log().contains("an operator has paused a class of work"))
        try Self.send("waits", environment)
        try await Self.awaitConsumers(1, of: "invoice.manage", environment)
        try await eventually("it waits, and nobody takes it") {
          try await Self.counts("invoice.generate", environment) == (1, 0)
        }
        let listed = try Program.run("pause", "--json", environment: environment)
        #expect(listed.output.contains(#""class":"generate""#), "\(listed)")
        let doctor = try Program.run("doctor", environment: environment)
        #expect(doctor.output.contains("! paused: generate, by"), "\(doctor)")
        #expect(doctor.output.contains("→ invoice-worker resume generate\n"), "\(doctor)")

        let resumed = try Program.run("resume", "generate", environment: environment)
        #expect(resumed.status == 0 && resumed.output.contains("is taken again"), "\(resumed)")
        try await Self.awaitOutcome("waits", environment)
        let again = try Program.run("resume", "generate", environment: environment)
        #expect(again.status == 0 && again.output == "generate was not paused.\n")

        // One with an end is over by itself.
        _ = try Program.run("pause", "generate", "--for", "1h", environment: environment)
        try await Self.awaitConsumers(0, of: "invoice.generate", environment)
        let path = try #require(environment["DATABASE_URL"]?.dropFirst("sqlite:".count))
        try SQLiteConnection(.file(String(path))).execute(
          "UPDATE work_pause SET ends_at = paused_at")
        try await Self.awaitConsumers(1, of: "invoice.generate", environment)
        let nothing = try Program.run("pause", environment: environment)
        #expect(nothing.output == "Nothing is paused.\n")
      }
    }
  }

  @Test("What is no class or no time is said with what there is")
  func pauseUsage() throws {
    let environment = ["DATABASE_URL": "sqlite:/nonexistent/x.db"]
    let unknown = try Program.run("pause", "generat", environment: environment)
    #expect(unknown.status == 64 && unknown.errors.contains("did you mean generate?"))
    let time = try Program.run("pause", "run", "--for", "soon", environment: environment)
    #expect(time.status == 64 && time.errors.contains("90s, 30m, 1h or 2d"))
  }

  @Test(
    "SIGTSTP quiets a worker without ending it, SIGCONT has it go on", .timeLimit(.minutes(10)))
  func quietBySignal() async throws {
    try await Self.withInstallation(worker: false) { environment in
      try await Self.withWorker(environment) { worker in
        let id = worker.process.processIdentifier
        kill(id, SIGTSTP)
        try await worker.awaitLog("quiet: nothing more is taken")
        for queue in ["invoice.generate", "invoice.records", "invoice.unrouted"] {
          try await Self.awaitConsumers(0, of: queue, environment)
        }
        try Self.send("quiet", environment)
        try await eventually("it waits") {
          try await Self.counts("invoice.generate", environment).ready == 1
        }
        #expect(worker.process.isRunning)
        kill(id, SIGCONT)
        try await Self.awaitOutcome("quiet", environment)
        #expect(try worker.log().contains("no longer quiet"))
      }
    }
  }

  @Test(
    "SIGHUP connects anew, one connection after the other, and loses nothing",
    .timeLimit(.minutes(10)))
  func renewBySignal() async throws {
    try await Self.withInstallation(worker: false) { environment in
      try await Self.withWorker(environment) { worker in
        try Self.send("before", environment)
        kill(worker.process.processIdentifier, SIGHUP)
        // Each connection is made a second time.
        try await eventually("both connections are made anew") {
          let lines = try worker.log().split(separator: "\n").filter {
            $0.contains("connected to the broker")
          }
          return lines.count { $0.contains("connection=consume") } == 2
            && lines.count { $0.contains("connection=publish") } == 2
        }
        let lines = try worker.log().split(separator: "\n").map(String.init)
        let anew = try #require(lines.firstIndex { $0.contains("connecting to the broker anew") })
        let consuming = try #require(
          lines[anew...].firstIndex { $0.contains(" consuming ") })
        let published = try #require(
          lines[anew...].firstIndex {
            $0.contains("connected to the broker") && $0.contains("connection=publish")
          })
        #expect(consuming < published, "\(lines)")
        #expect(!lines.contains { $0.contains("was lost") }, "\(lines)")
        try Self.send("after", environment)
        for id in ["before", "after"] { try await Self.awaitOutcome(id, environment) }
      }
    }
  }
}

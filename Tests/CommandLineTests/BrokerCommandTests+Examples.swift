import Foundation
import SQLite
import TestMail
import Testing

@testable import invoice_worker

/// What `--help` shows is what a new user types.
extension BrokerCommandTests {
  /// A folder to run examples in, with the sample beside it as in a checkout.
  private struct Place {
    let folder: URL
    let environment: [String: String]

    init(_ environment: [String: String]) throws {
      folder = FileManager.default.temporaryDirectory.appending(
        path: "examples-\(UUID().uuidString)", directoryHint: .isDirectory)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let compose = URL(filePath: BrokerCommandTests.sample).deletingLastPathComponent()
        .deletingLastPathComponent()
      try FileManager.default.createSymbolicLink(
        at: folder.appending(path: "compose"), withDestinationURL: compose)
      // The program stands where a shell finds it.
      self.environment = environment.merging([
        "PATH": "\(Program.url.deletingLastPathComponent().path):/usr/bin:/bin"
      ]) { $1 }
    }

    /// As by hand: the first posted invoice no longer says which value of its sequence its number is.
    func loseNumber(_ value: Int) throws {
      let path = try #require(environment["DATABASE_URL"]?.split(separator: ":").last)
      try SQLiteConnection(.file(String(path))).execute(
        "UPDATE invoice SET number_value = NULL WHERE number_value = \(value)")
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    private func process(_ line: String, errors: URL) throws -> Process {
      let process = Process()
      process.executableURL = URL(filePath: "/bin/sh")
      process.arguments = ["-c", line]
      process.environment = environment
      process.currentDirectoryURL = folder
      process.standardInput = FileHandle.nullDevice
      try Data().write(to: errors)
      process.standardError = try FileHandle(forWritingTo: errors)
      return process
    }

    /// Runs a line as a shell would.
    func run(_ line: String) throws -> Program.Result {
      let errors = folder.appending(path: "errors-\(UUID().uuidString)")
      let output = folder.appending(path: "output-\(UUID().uuidString)")
      let process = try process(line, errors: errors)
      try Data().write(to: output)
      process.standardOutput = try FileHandle(forWritingTo: output)
      try process.run()
      process.waitUntilExit()
      return Program.Result(
        status: process.terminationReason == .exit ? process.terminationStatus : -1,
        output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
        errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
    }

    /// Runs a line that goes on until it is told to end, until it has said this.
    ///
    /// - Returns: what it has said.
    func run(_ line: String, until sentence: String) throws -> String {
      let errors = folder.appending(path: "errors-\(UUID().uuidString)")
      // The shell makes way for the program, so that the signal is the program's.
      let process = try process("exec \(line)", errors: errors)
      process.standardOutput = FileHandle.nullDevice
      try process.run()
      let deadline = ContinuousClock.now.advanced(by: .seconds(180))
      var text = ""
      while !text.contains(sentence), process.isRunning, ContinuousClock.now < deadline {
        text = String(decoding: try Data(contentsOf: errors), as: UTF8.self)
      }
      #expect(text.contains(sentence), "\(line): \(text)")
      process.terminate()
      process.waitUntilExit()
      return String(decoding: try Data(contentsOf: errors), as: UTF8.self)
    }
  }

  @Test(
    "CLI 2, 20: every example of every --help works as it stands on the sample records",
    .timeLimit(.minutes(10)))
  func examples() async throws {
    try await TestMailServer.run { mail in
      let settings = [
        "INVOICE_WORKER_SMTP_URL": "smtp://127.0.0.1:\(mail.port)",
        "INVOICE_WORKER_EMAIL_FROM": "billing@northlight.example",
      ]
      try await Self.withInstallation(workerSettings: settings) { environment in
        let place = try Place(environment)
        defer { place.remove() }
        #expect(try place.run("invoice-worker import compose/sample/records.ndjson").status == 0)
        // What the examples of dead letters, error logs and requests are about.
        let refused = "invoice-worker request invoice.generate.v1 --id r-17 --force --wait"
        #expect(try place.run(refused).status == 4)
        for description in Command.all.map(\.description) {
          let topics = description.topics.flatMap(\.examples)
          for example in description.examples + topics {
            try await Self.check(example, of: description, at: place)
          }
        }
      }
    }
  }

  private static func check(
    _ example: String, of description: CommandDescription, at place: Place
  ) async throws {
    let line = "invoice-worker \(example)"
    switch description.words {
    case ["run"]:
      let log = try place.run(line, until: " consuming ")
      #expect(log.contains("worker stopped"), "\(log)")
      let lines = log.split(separator: "\n").filter { $0.contains(" consuming ") }
      #expect(lines.count == 1, "CLI 30: one line for all queues: \(log)")
      #expect(lines.first?.contains("invoice.generate, ") == true, "\(lines)")
      #expect(!log.contains("event="), "\(log)")
    case ["health"]:
      // No worker runs that answers.
      let result = try place.run(line)
      #expect(result.status == 69 || result.status == 78, "\(example): \(result.errors)")
    case ["doctor"]:
      // An administrator may do more than a worker needs, which is one ✗.
      #expect(try place.run("invoice-worker topology definitions >now.json").status == 0)
      let result = try place.run(line)
      #expect(result.status == 1, "\(example): \(result.output) \(result.errors)")
      #expect(!result.errors.contains("invoice-worker: "), "\(example): \(result.errors)")
    case ["reconcile"]:
      // What a consumer kept: nothing so far.
      #expect(try place.run("touch completions.ndjson").status == 0)
      expectSuccess(try place.run(line), of: example)
    case ["web", "password"]:
      #expect(try place.run("echo 'as long as it has to be' >password.txt").status == 0)
      expectSuccess(try place.run(line), of: example)
    case ["web"]:
      // The file of users was made by the example before.
      #expect(try place.run(line, until: "the page is shown").contains("stopping"))
    case ["watch"]:
      _ = try place.run(line, until: "Watching events")
    case ["numbers", "explain"]:
      try place.loseNumber(1)
      expectSuccess(try place.run(line), of: example)
    case ["request"] where example.contains("email.report-bounce.v1"):
      // Only what was sent can come back, and it is sent after the request is answered.
      try await awaitSentEmail(at: place)
      expectSuccess(try place.run(line), of: example)
    case ["request"] where example.contains("tax.retry-commit.v1"):
      // No engine has the sample's taxes.
      let result = try place.run(line)
      #expect(result.status == 3, "\(example): \(result.output) \(result.errors)")
      #expect(
        (result.output + result.errors).contains("TAX_NOTHING_TO_RETRY"),
        "\(example): \(result.output) \(result.errors)")
    case let words where words.first == "dead":
      // A request is parked after it is answered, and again after a replay.
      if !example.contains("--older-than") { try await awaitDeadLetter("r-17", at: place) }
      let asks = ["replay", "discard"].contains(words.last)
      // Where somebody sits, the command asks.
      let answered = asks && !example.contains("--yes") ? line + " --yes" : line
      expectSuccess(try place.run(answered), of: example)
    default:
      // What another program does with the output is its affair.
      let own = line.components(separatedBy: " && ")[0]
      expectSuccess(try place.run(own), of: example)
    }
  }

  private static func expectSuccess(_ result: Program.Result, of example: String) {
    #expect(result.status == 0, "\(example): \(result.output) \(result.errors)")
    #expect(!result.errors.contains("invoice-worker: "), "\(example): \(result.errors)")
  }

  private static func awaitSentEmail(at place: Place) async throws {
    let deadline = ContinuousClock.now.advanced(by: .seconds(180))
    while ContinuousClock.now < deadline {
      let sent = try place.run("invoice-worker emails list --status Sent --json")
      if sent.output.contains("ap@example.com") { return }
    }
    Issue.record("no e-mail was sent")
  }

  private static func awaitDeadLetter(_ id: String, at place: Place) async throws {
    let deadline = ContinuousClock.now.advanced(by: .seconds(180))
    while ContinuousClock.now < deadline {
      if try place.run("invoice-worker dead list --in-queue").output.contains(id) { return }
    }
    Issue.record("\(id) did not become a dead letter")
  }

  @Test(
    "CLI 18, 19: what is refused before it is sent is refused in a worker's words; CLI 23: one record",
    .timeLimit(.minutes(10)))
  func sameWords() async throws {
    try await Self.withInstallation { environment in
      let words = [
        "request", "invoice.generate.v1", "--set", "accountId=A", "--set", "targetDate=2026-02-30",
        "--set", "action=Now", "--set", "colour=red",
      ]
      let here = try Program.run(words, environment: environment)
      let there = try Program.run(words + ["--force", "--wait"], environment: environment)
      #expect(here.status == 4 && here.output.isEmpty, "\(here)")
      #expect(there.status == 4 && there.errors.isEmpty, "\(there)")
      func faults(_ text: String) -> [Substring] {
        text.split(separator: "\n").filter { $0.hasPrefix("REQUEST_INVALID") }
      }
      #expect(faults(here.errors).count == 4, "\(here.errors)")
      #expect(faults(here.errors) == faults(there.output))

      let account = """
        {"type":"Account","id":"A","name":"A","currency":"EUR","billToContact":{"name":"P"},\
        "billingAddress":{"street":"S","city":"C","postalCode":"1","country":"DE"}}
        """
      let imported = try Program.run(
        "import", "-", environment: environment, input: account + "\nnot json\n")
      #expect(
        imported.output == "1 record stored, 1 refused: fix that line and import again.\n",
        "\(imported)")
    }
  }
}

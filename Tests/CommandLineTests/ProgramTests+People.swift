import Foundation
import Testing

@testable import invoice_worker

/// What a new user meets first.
extension ProgramTests {
  @Test("CLI 13: a broker that is not reached is named with the reason")
  func unreachableReason() throws {
    let closed = try Program.run(
      "dead", "list", "--in-queue", environment: ["AMQP_URL": "amqp://guest:guest@127.0.0.1:1/"])
    #expect(closed.status == 69, "\(closed)")
    #expect(closed.errors.contains("connecting to 127.0.0.1:1: connection refused"), "\(closed)")
    #expect(!closed.errors.contains("socket error"), "\(closed)")
    let nowhere = try Program.run(
      "dead", "list", "--in-queue", environment: ["AMQP_URL": "amqp://no-such-host.invalid/"])
    #expect(nowhere.status == 69, "\(nowhere)")
    // Without a name server nobody can tell that there is no such name.
    #expect(
      nowhere.errors.contains("no-such-host.invalid:5672: there is no host of that name")
        || nowhere.errors.contains("no-such-host.invalid:5672: the host's name cannot be looked up"),
      "\(nowhere)")
  }

  /// Runs with standard output where this handle leads.
  private static func run(
    _ words: [String], _ environment: [String: String], output: FileHandle
  ) throws -> (status: Int32, errors: String) {
    let process = Process()
    process.executableURL = Program.url
    process.arguments = words
    process.environment = environment.merging(["PATH": "/usr/bin:/bin"]) { given, _ in given }
    process.standardOutput = output
    process.standardInput = FileHandle.nullDevice
    let said = Pipe()
    process.standardError = said
    try process.run()
    let errors = String(
      decoding: try said.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, errors)
  }

  @Test(
    "CLI 15: no command takes output that cannot be written for written", .timeLimit(.minutes(10)))
  func fullDeviceEverywhere() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "cli-\(UUID().uuidString).db")
      .path
    defer {
      for end in ["", "-wal", "-shm", "-copy"] {
        try? FileManager.default.removeItem(atPath: path + end)
      }
    }
    let environment = ["DATABASE_URL": "sqlite:\(path)", "AMQP_URL": "amqp://127.0.0.1:1/"]
    #expect(try Program.run("migrate", environment: environment).status == 0)
    let invoices = URL(filePath: BrokerCommandTests.sample).deletingLastPathComponent()
      .appending(path: "invoices.ndjson").path
    for words in [
      ["--help"], ["request", "--help"], ["request", "invoice.generate.v1", "--help"],
      ["help", "dead"], ["--version"], ["version", "--json"], ["topology", "definitions"],
      ["migrate"], ["migrate", "--json"], ["backup", path + "-copy"], ["invoices", "list"],
      ["invoices", "list", "--json"], ["error-logs", "list"], ["error-logs", "list", "--json"],
      ["credit-memos", "list"], ["credit-memos", "list", "--json"],
      ["schedules", "list"], ["schedules", "list", "--json"], ["requests", "show", "r", "--json"],
      ["ingest", "--dry-run", invoices],
      ["request", "invoice.generate.v1", "--set", "a=b", "--json"],
    ] {
      let result = try Self.run(
        words, environment, output: FileHandle(forWritingTo: URL(filePath: "/dev/full")))
      #expect(result.status == 1, "\(words): \(result)")
      #expect(result.errors.contains("cannot be written"), "\(words): \(result)")
    }
  }

  @Test(
    "CLI 15: a full pipe that does not block is waited for; a reader that went away is enough",
    .timeLimit(.minutes(10)))
  func fullPipe() async throws {
    let pipe = Pipe()
    let end = pipe.fileHandleForWriting.fileDescriptor
    #expect(fcntl(end, F_SETFL, O_NONBLOCK) == 0)
    var filled = 0
    let junk = [UInt8](repeating: UInt8(ascii: "x"), count: 4_096)
    while true {
      let count = write(end, junk, junk.count)
      guard count > 0 else { break }
      filled += count
    }
    let process = Process()
    process.executableURL = Program.url
    process.arguments = ["--version"]
    process.standardOutput = pipe.fileHandleForWriting
    try process.run()
    try pipe.fileHandleForWriting.close()
    let all = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(String(decoding: all.dropFirst(filled), as: UTF8.self).hasPrefix("invoice-worker "))

    let closed = Pipe()
    try closed.fileHandleForReading.close()
    let result = try Self.run(["--help"], [:], output: closed.fileHandleForWriting)
    #expect(result.status == 1 && result.errors.isEmpty, "\(result)")
  }

  @Test("CLI 21: the version is shown, as a command and as an option")
  func version() throws {
    let command = try Program.run("version")
    #expect(command.status == 0 && command.errors.isEmpty)
    #expect(command.output.hasPrefix("invoice-worker \(ProgramVersion.current) ("), "\(command)")
    #expect(command.output.contains(", schema "), "\(command)")
    #expect(
      command.output.contains(/, librabbitmq [0-9.]+, libpq [0-9.]+, SQLite 3[0-9.]+\)\n$/),
      "\(command)")
    for option in ["--version", "-V"] {
      #expect(try Program.run(option).output == command.output)
    }
    let json = try Program.run("--version", "--json")
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect(object["version"] as? String == ProgramVersion.current)
    #expect(object["schemaVersion"] is Int)
    #expect(object["commit"] is NSNull || (object["commit"] as? String)?.isEmpty == false)
    let libraries = try #require(object["libraries"] as? [String: String])
    #expect(libraries.keys.sorted() == ["SQLite", "libpq", "librabbitmq"])
  }

  @Test(
    "CLI 22: what was probably meant is said, also of a second word; nothing far-fetched is",
    arguments: [
      (["topology", "aply"], "did you mean topology apply?"),
      (["invoices", "lst"], "did you mean invoices list?"),
      (["dead", "replya", "r-1"], "did you mean dead replay?"),
      (["impotr", "x"], "did you mean import?"),
      (["report"], nil), (["topology", "deploy"], nil), (["dead", "bury"], nil),
    ] as [([String], String?)])
  func suggestions(words: [String], sentence: String?) throws {
    let result = try Program.run(words, environment: [:])
    #expect(result.status == 64)
    if let sentence {
      #expect(result.errors.contains(sentence), "\(result.errors)")
    } else {
      #expect(!result.errors.contains("did you mean"), "\(result.errors)")
      #expect(result.errors.contains("--help"), "\(result.errors)")
    }
    #expect(result.errors.filter { $0 == "\n" }.count == 1, "\(result.errors)")
  }

  @Test("CLI 31: a variable that looks like the program's and is none is warned of")
  func unknownVariables() throws {
    let environment = [
      "DATABASE_URL": "sqlite:/tmp/nowhere-\(UUID().uuidString).db",
      "INVOICE_WORKER_PREFETCHH": "3",
      "INVOICE_WORKER_SERVICE_HOST": "10.0.0.1", "INVOICE_WORKER_LANES": "1",
    ]
    for words in [["run"], ["invoices", "list"]] {
      let result = try Program.run(words, environment: environment)
      #expect(result.status == 78)
      #expect(
        result.errors.contains(
          "the variable INVOICE_WORKER_PREFETCHH is set but unknown, and has no effect; did you mean INVOICE_WORKER_PREFETCH?"
        ), "\(result.errors)")
      #expect(result.errors.components(separatedBy: "has no effect").count == 2, "\(result.errors)")
    }
    #expect(
      UnknownVariables.warnings(of: [
        "PATH", "INVOICE_WORKER_PORT_80_TCP", "INVOICE_WORKER_UMBRELLA",
      ])
        == [
          "the variable INVOICE_WORKER_UMBRELLA is set but unknown, and has no effect; invoice-worker --help lists those that do"
        ])
    let many = (10...99).map { "INVOICE_WORKER_X\($0)" }
    #expect(UnknownVariables.warnings(of: many).count == 20)
  }

  @Test("CLI 35: the help of dead letters says that a look counts a delivery")
  func looksCount() throws {
    for word in ["list", "show"] {
      let help = try Program.run("dead", word, "--help")
      #expect(help.output.contains("look"), "\(help.output)")
      #expect(help.output.contains("counts as a delivery"), "\(help.output)")
      #expect(help.output.contains("x-delivery-count"), "\(help.output)")
    }
  }
}

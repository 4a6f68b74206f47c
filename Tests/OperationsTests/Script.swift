import Foundation

/// What is run beside the tests: a script of theirs or of the project's, from the root of the package.
enum Script {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The scripts of these tests.
  static let folder = root.appending(path: "Tests/OperationsTests")

  /// Where what a person may look at is kept, beside the tests' logs.
  static func kept(_ name: String) throws -> URL {
    let folder = root.appending(path: ".build/test-logs/\(name)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  /// Programs that are there already: a folder that `INVOICE_WORKER_TEST_PROGRAMS` names, so that nobody waits for a release build.
  static var programs: [String] {
    let path = ProcessInfo.processInfo.environment["INVOICE_WORKER_TEST_PROGRAMS"] ?? ""
    return path.isEmpty ? [] : ["--programs", path]
  }

  /// The built invoice-worker, beside the bundle of the tests.
  static let program: URL = {
    var folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    while folder.path != "/" {
      let candidate = folder.appending(path: "invoice-worker")
      if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
      folder.deleteLastPathComponent()
    }
    return URL(filePath: "/nonexistent/invoice-worker")
  }()

  /// Runs it until it ends; what it wrote goes into a file of that name.
  ///
  /// - Returns: its status, and the end of what it wrote.
  static func run(
    _ program: String, _ arguments: [String], log name: String
  ) throws -> (status: Int32, output: String) {
    let log = try kept("packaging").appending(path: "\(name).log")
    try Data().write(to: log)
    let output = try FileHandle(forWritingTo: log)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.currentDirectoryURL = root
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = output
    try process.run()
    process.waitUntilExit()
    try output.close()
    let text = try String(contentsOf: log, encoding: .utf8)
    return (process.terminationStatus, String(text.suffix(4_000)))
  }

  /// The interpreter of the virtual environment that `compose/test.sh --with NAME` makes.
  static func python(of name: String) -> String {
    root.appending(path: ".build/python-\(name)/bin/python3").path
  }
}

import Foundation

/// The built program, run as a user runs it.
enum Program {
  struct Result {
    let status: Int32
    let output: String
    let errors: String
  }

  /// Beside the bundle of the tests.
  static let url: URL = {
    var folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    while folder.path != "/" {
      let candidate = folder.appending(path: "invoice-worker")
      if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
      folder.deleteLastPathComponent()
    }
    return URL(filePath: "/nonexistent/invoice-worker")
  }()

  /// A file of its own with this text; for the caller to remove.
  static func sampleFile(_ text: String) throws -> URL {
    let file = FileManager.default.temporaryDirectory.appending(path: "sample-\(UUID().uuidString)")
    try Data(text.utf8).write(to: file)
    return file
  }

  /// The environment is all the program sees, besides `PATH`; the input is its standard input.
  static func run(
    _ arguments: String..., environment: [String: String] = [:], input: String = ""
  ) throws -> Result {
    try run(arguments, environment: environment, input: input)
  }

  /// `program` is another than the built one, and runs that in turn.
  ///
  /// A broker that is too slow for the program, which waits for it for some seconds, says nothing about the program: it is
  /// run again then, as a user would.
  static func run(
    _ arguments: [String], environment: [String: String], input: String = "", program: URL = url
  ) throws -> Result {
    for _ in 1..<10 {
      let result = try runOnce(arguments, environment, input, program)
      guard result.status == 69, result.errors.contains("request timed out") else { return result }
    }
    return try runOnce(arguments, environment, input, program)
  }

  private static func runOnce(
    _ arguments: [String], _ environment: [String: String], _ input: String, _ program: URL
  ) throws -> Result {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.environment = environment.merging(["PATH": "/usr/bin:/bin"]) { given, _ in given }
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "program-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    // Files, not pipes: nothing to be drained while it runs.
    let files = ["in", "out", "err"].map { folder.appending(path: $0) }
    try Data(input.utf8).write(to: files[0])
    for file in files.dropFirst() { try Data().write(to: file) }
    process.standardInput = try FileHandle(forReadingFrom: files[0])
    process.standardOutput = try FileHandle(forWritingTo: files[1])
    process.standardError = try FileHandle(forWritingTo: files[2])
    try process.run()
    process.waitUntilExit()
    return Result(
      status: process.terminationReason == .exit ? process.terminationStatus : -1,
      output: String(decoding: try Data(contentsOf: files[1]), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: files[2]), as: UTF8.self))
  }
}

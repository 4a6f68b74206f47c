import Foundation
import TestSupport

/// Prometheus's own checker, where the tests are run with it (`compose/test.sh --with prometheus`).
enum PromTool {
  static var isThere: Bool {
    (ProcessInfo.processInfo.environment["INVOICE_WORKER_TEST_WITH"] ?? "")
      .split(separator: " ").contains("prometheus")
  }

  /// Runs it in a folder; what it says, and whether it is content.
  static func run(
    _ arguments: [String], in folder: URL, input: Data = Data()
  ) throws -> (isContent: Bool, output: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["promtool"] + arguments
    process.currentDirectoryURL = folder
    let file = FileManager.default.temporaryDirectory.appending(path: "promtool-\(UUID())")
    try input.write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    process.standardInput = try FileHandle(forReadingFrom: file)
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus == 0, String(decoding: data, as: UTF8.self))
  }
}

import Foundation
import TestSupport

/// A real collector of traces on a free port of this machine, which refuses whatever the protocol does not know.
final class TraceCollector: Sendable {
  struct CollectedSpan: Decodable, Sendable {
    let name: String
    let kind: Int
    let trace: String
    let id: String
    /// Empty for none.
    let parent: String
    let seconds: Double
    let attributes: [String: String]
    let links: [String]
    let failure: String
  }

  struct Happening: Decodable {
    let port: Int?
    let refused: Int?
    let error: String?
    let resource: [String: String]?
    let span: CollectedSpan?
  }

  let port: Int
  private let process: Process
  private let directory: URL
  private let input: Pipe

  /// Starts one that answers the first calls with 503, runs `body`, and stops it.
  static func run(
    refusing refusals: Int = 0, _ body: (TraceCollector) async throws -> Void
  ) async throws {
    let collector = try await TraceCollector(refusing: refusals)
    let result: Result<Void, any Error>
    do {
      result = .success(try await body(collector))
    } catch {
      result = .failure(error)
    }
    collector.stop()
    try result.get()
  }

  private init(refusing refusals: Int) async throws {
    directory = FileManager.default.temporaryDirectory.appending(
      path: "trace-collector-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
    let script = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "trace-collector.py")
    process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", script.path, "\(refusals)"]
    input = Pipe()
    process.standardInput = input
    process.standardOutput = try Self.file("happenings", in: directory)
    process.standardError = try Self.file("errors", in: directory)
    try process.run()
    let output = directory
    port = try await eventually("the collector listens") {
      try Self.happenings(in: output).lazy.compactMap(\.port).first
    }
  }

  var happenings: [Happening] { get throws { try Self.happenings(in: directory) } }

  var spans: [CollectedSpan] { get throws { try happenings.compactMap(\.span) } }

  private func stop() {
    // Not SIGTERM: a child inherits the mask of the thread that starts it, which may block that one.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    try? FileManager.default.removeItem(at: directory)
  }

  private static func happenings(in directory: URL) throws -> [Happening] {
    let bytes = try Data(contentsOf: directory.appending(path: "happenings"))
    // What follows the last line end is not whole yet.
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
    return try lines.map { try JSONDecoder().decode(Happening.self, from: $0) }
  }

  private static func file(_ name: String, in directory: URL) throws -> FileHandle {
    let path = directory.appending(path: name)
    try Data().write(to: path)
    return try FileHandle(forWritingTo: path)
  }
}

package import Foundation
import Synchronization

/// A server for one test, in Python, on a free port of this machine: it has its options as JSON in its argument, is told lines of JSON
/// on standard input, and tells what happens as objects, a line each, on standard output: `port` when it listens, and `scripted` with the
/// number of each script that it has taken.
package final class ServerScript: Sendable {
  package let port: Int
  private let name: String
  private let process: Process
  private let directory: URL
  private let input: Pipe
  private let scripts = Mutex(0)

  /// Starts the script of this name, which stands beside `file`, and waits until it listens.
  ///
  /// - Throws: ``ConditionNotMet``, with what it said, where it ends before.
  package init(
    _ name: String, options: some Encodable, by python: URL = Python.system,
    beside file: String = #filePath
  ) async throws {
    let directory = FileManager.default.temporaryDirectory.appending(
      path: "\(name)-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
    let process = Process()
    let input = Pipe()
    process.executableURL = python
    process.arguments = [
      URL(filePath: file).deletingLastPathComponent().appending(path: name).path,
      String(decoding: try JSONEncoder().encode(options), as: UTF8.self),
    ]
    process.standardInput = input
    process.standardOutput = try Self.file("happenings", in: directory)
    process.standardError = try Self.file("errors", in: directory)
    try process.run()
    do {
      port = try await eventually("\(name) listens") { () -> Int? in
        let happenings = try Self.happenings(in: directory, as: Listening.self)
        if let port = happenings.lazy.compactMap(\.port).first { return port }
        guard !process.isRunning else { return nil }
        let errors = try Data(contentsOf: directory.appending(path: "errors"))
        throw ConditionNotMet("\(name) has ended: \(String(decoding: errors, as: UTF8.self))")
      }
    } catch {
      Self.end(process, in: directory)
      throw error
    }
    self.name = name
    self.process = process
    self.directory = directory
    self.input = input
  }

  /// What it has told until now, in order.
  package func happenings<Happening: Decodable>(
    as type: Happening.Type = Happening.self
  ) throws -> [Happening] {
    try Self.happenings(in: directory, as: type)
  }

  /// Tells it something.
  package func say(_ value: some Encodable) throws {
    try input.fileHandleForWriting.write(contentsOf: try JSONEncoder().encode(value) + [0x0A])
  }

  /// Tells it a script, and waits until it has taken it.
  package func follow(_ script: some Encodable) async throws {
    let number = scripts.withLock { count in
      count += 1
      return count
    }
    try say(script)
    try await eventually("\(name) follows the script") {
      try happenings(as: Scripted.self).contains { $0.scripted == number }
    }
  }

  package func stop() { Self.end(process, in: directory) }

  private struct Listening: Decodable {
    let port: Int?
  }

  private struct Scripted: Decodable {
    let scripted: Int?
  }

  private static func end(_ process: Process, in directory: URL) {
    // Not SIGTERM: a child inherits the mask of the thread that starts it, which may block that one.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    try? FileManager.default.removeItem(at: directory)
  }

  private static func happenings<Happening: Decodable>(
    in directory: URL, as type: Happening.Type
  ) throws -> [Happening] {
    let bytes = try Data(contentsOf: directory.appending(path: "happenings"))
    // What follows the last line end is not whole yet.
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
    return try lines.map { try JSONDecoder().decode(type, from: $0) }
  }

  private static func file(_ name: String, in directory: URL) throws -> FileHandle {
    let path = directory.appending(path: name)
    try Data().write(to: path)
    return try FileHandle(forWritingTo: path)
  }
}

import Foundation
import Synchronization
import TestSupport

/// A real tax engine over HTTP on a free port of this machine, which fails as a test's script says, and counts what it books.
package final class TestTaxEngine: Sendable {
  package struct Options: Encodable, Sendable {
    /// Files, for TLS.
    package var certificate: String?
    package var key: String?
    /// Which it demands.
    package var token: String?
    /// nil: any that is free.
    package var port: Int?
    /// Percent by tax code; 25 for any other.
    package var rates: [String: String]?

    package init() {}
  }

  package struct Call: Decodable, Sendable {
    package let path: String
    package let key: String?
    package let authorization: String?
    /// The number of the connection that it came over.
    package let connection: Int
    package let body: Body

    /// What tests look at of what was sent.
    package struct Body: Decodable, Sendable {
      package let documentId: String
      package let kind: String?
      package let exempt: Bool?
      package let totalTax: String?
      package let transactionId: String?
      package let invoiceNumber: String?
      package let creditMemoNumber: String?
      package let lines: [Line]?

      package struct Line: Decodable, Sendable {
        package let id: String
        package let amount: String
        package let taxCode: String?
        package let category: String?
      }
    }
  }

  /// What it has booked, by the idempotency keys.
  package struct Books: Decodable, Sendable {
    package struct Commit: Decodable, Sendable {
      /// How often it came, and how often it was booked: once at most.
      package let sent: Int
      package let booked: Int
      package let totalTax: String?
      package let voided: Bool
    }

    package struct Void: Decodable, Sendable {
      package let sent: Int
      package let result: String?
    }

    package let commits: [String: Commit]
    package let voids: [String: Void]
  }

  private struct Happening: Decodable {
    let port: Int?
    let scripted: Int?
    let call: Call?
    let books: Books?
  }

  package let port: Int
  private let process: Process
  private let directory: URL
  private let input: Pipe
  private let scripts = Mutex(0)

  /// Starts one, runs `body`, and stops it.
  package static func run<Value>(
    _ options: Options = Options(), _ body: (TestTaxEngine) async throws -> Value
  ) async throws -> Value {
    let engine = try await TestTaxEngine(options)
    let result: Result<Value, any Error>
    do {
      result = .success(try await body(engine))
    } catch {
      result = .failure(error)
    }
    engine.stop()
    return try result.get()
  }

  package init(_ options: Options) async throws {
    directory = FileManager.default.temporaryDirectory.appending(
      path: "tax-engine-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
    let script = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "tax-engine.py")
    process = Process()
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments = [
      script.path, String(decoding: try JSONEncoder().encode(options), as: UTF8.self),
    ]
    input = Pipe()
    process.standardInput = input
    process.standardOutput = try Self.file("happenings", in: directory)
    process.standardError = try Self.file("errors", in: directory)
    try process.run()
    let output = directory
    port = try await eventually("the tax engine listens") {
      try Self.happenings(in: output).lazy.compactMap(\.port).first
    }
  }

  /// For the worker's configuration.
  package var address: String { "http://127.0.0.1:\(port)" }

  /// Has it follow these rules from now on, and no others.
  package func follow(_ rules: Rule...) async throws { try await follow(rules) }

  package func follow(_ rules: [Rule]) async throws {
    let number = scripts.withLock { count in
      count += 1
      return count
    }
    try say(rules)
    try await eventually("the tax engine follows the script") {
      try Self.happenings(in: directory).contains { $0.scripted == number }
    }
  }

  /// What it was asked, in order.
  package var calls: [Call] {
    get throws { try Self.happenings(in: directory).compactMap(\.call) }
  }

  /// What it has booked until now.
  package func books() async throws -> Books {
    let known = try Self.happenings(in: directory).count { $0.books != nil }
    try say("books")
    return try await eventually("the tax engine tells its books") {
      try Self.happenings(in: directory).compactMap(\.books).dropFirst(known).first
    }
  }

  package func stop() {
    // Not SIGTERM: a child inherits the mask of the thread that starts it, which may block that one.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    try? FileManager.default.removeItem(at: directory)
  }

  private func say(_ value: some Encodable) throws {
    try input.fileHandleForWriting.write(contentsOf: try JSONEncoder().encode(value) + [0x0A])
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

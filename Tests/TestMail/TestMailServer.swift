import Foundation
import Synchronization
import TestSupport

/// A real mail server (aiosmtpd) on a free port of this machine, which does what a test's script says.
package final class TestMailServer: Sendable {
  package struct Options: Encodable, Sendable {
    /// `start` or `starttls`; nil for no encryption.
    package var tls: String?
    package var certificate: String?
    package var key: String?
    /// Whom it demands.
    package var user: String?
    package var password: String?
    /// Whether it knows addresses beyond ASCII; nil: it does.
    package var smtputf8: Bool?
    /// nil: any that is free.
    package var port: Int?

    package init() {}
  }

  /// What it does at a step, where it does not just agree.
  package struct Rule: Encodable, Sendable {
    package enum Step: String, Encodable, Sendable {
      case connect = "CONNECT"
      case hello = "EHLO"
      case sender = "MAIL"
      case recipient = "RCPT"
      case data = "DATA"
      case content = "CONTENT"
    }

    package enum Action: String, Encodable, Sendable {
      case drop
      /// At DATA: reads a line of the content first.
      case takeSomeAndDrop = "take-some-and-drop"
      /// Has the message, and says nothing.
      case takeAndDrop = "take-and-drop"
      case hang
      /// At the content: takes it when the next script comes.
      case wait
    }

    let at: Step
    let match: String?
    let after: Int?
    let times: Int?
    let reply: String?
    let action: Action?

    /// At a step, for addresses or subjects in which the expression is found, so many times, `after` so many that are let
    /// through.
    package static func at(
      _ step: Step, _ match: String? = nil, after: Int? = nil, times: Int? = nil, reply: String
    ) -> Rule {
      Rule(at: step, match: match, after: after, times: times, reply: reply, action: nil)
    }

    package static func at(
      _ step: Step, _ match: String? = nil, after: Int? = nil, times: Int? = nil,
      then action: Action
    ) -> Rule {
      Rule(at: step, match: match, after: after, times: times, reply: nil, action: action)
    }
  }

  package struct Message: Decodable, Hashable, Sendable {
    package struct Part: Decodable, Hashable, Sendable {
      package let type: String
      package let name: String?
      package let size: Int
      package let sha256: String
      package let text: String?
    }

    package let id: String?
    package let recipients: [String]
    /// By names in lower case, decoded.
    package let headers: [String: String]
    package let type: String
    package let parts: [Part]
    package let longestLine: Int
    /// What the sender called itself.
    package let client: String?
    /// Whether the sender was told that it was taken.
    package let answered: Bool
  }

  private struct Happening: Decodable {
    let port: Int?
    let scripted: Int?
    let command: String?
    let argument: String?
    let message: Message?
  }

  package let port: Int
  private let process: Process
  private let directory: URL
  private let input: Pipe
  private let scripts = Mutex(0)

  /// Starts one, runs `body`, and stops it.
  package static func run<Value>(
    _ options: Options = Options(), _ body: (TestMailServer) async throws -> Value
  ) async throws -> Value {
    let server = try await TestMailServer(options)
    let result: Result<Value, any Error>
    do {
      result = .success(try await body(server))
    } catch {
      result = .failure(error)
    }
    server.stop()
    return try result.get()
  }

  package init(_ options: Options) async throws {
    directory = FileManager.default.temporaryDirectory.appending(
      path: "mail-server-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
    let python = folder.deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: ".build/python/bin/python3")
    guard FileManager.default.isExecutableFile(atPath: python.path) else {
      throw ConditionNotMet("compose/test.sh installs the packages of compose/requirements.txt")
    }
    process = Process()
    process.executableURL = python
    process.arguments = [
      folder.appending(path: "mail-server.py").path,
      String(decoding: try JSONEncoder().encode(options), as: UTF8.self),
    ]
    input = Pipe()
    process.standardInput = input
    process.standardOutput = try Self.file("happenings", in: directory)
    process.standardError = try Self.file("errors", in: directory)
    try process.run()
    let output = directory
    port = try await eventually("the mail server listens") {
      try Self.happenings(in: output).lazy.compactMap(\.port).first
    }
  }

  /// Has it follow these rules from now on, and no others.
  package func follow(_ rules: Rule...) async throws { try await follow(rules) }

  package func follow(_ rules: [Rule]) async throws { try await obey(rules) }

  /// Whether it listens from now on; connections that there are stay.
  package func listen(_ isListening: Bool) async throws { try await obey(isListening) }

  private func obey(_ script: some Encodable) async throws {
    let number = scripts.withLock { count in
      count += 1
      return count
    }
    try input.fileHandleForWriting.write(contentsOf: try JSONEncoder().encode(script) + [0x0A])
    try await eventually("the mail server follows the script") {
      try Self.happenings(in: directory).contains { $0.scripted == number }
    }
  }

  /// What it has taken, in order.
  package var messages: [Message] {
    get throws { try Self.happenings(in: directory).compactMap(\.message) }
  }

  /// What was said to it of this command: `a@example.com` of MAIL.
  package func arguments(of command: String) throws -> [String] {
    try Self.happenings(in: directory).filter { $0.command == command }.compactMap(\.argument)
  }

  package func stop() {
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

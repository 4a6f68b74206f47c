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
    let command: String?
    let argument: String?
    let message: Message?
  }

  private let script: ServerScript

  /// Starts one, runs `body`, and stops it.
  package static func run<Value>(
    _ options: Options = Options(), _ body: (TestMailServer) async throws -> Value
  ) async throws -> Value {
    let server = try await TestMailServer(options)
    defer { server.stop() }
    return try await body(server)
  }

  package init(_ options: Options) async throws {
    script = try await ServerScript(
      "mail-server.py", options: options, by: Python.withPackages)
  }

  package var port: Int { script.port }

  /// Has it follow these rules from now on, and no others.
  package func follow(_ rules: Rule...) async throws { try await follow(rules) }

  package func follow(_ rules: [Rule]) async throws { try await script.follow(rules) }

  /// Whether it listens from now on; connections that there are stay.
  package func listen(_ isListening: Bool) async throws { try await script.follow(isListening) }

  /// What it has taken, in order.
  package var messages: [Message] {
    get throws { try happenings.compactMap(\.message) }
  }

  /// What was said to it of this command: `a@example.com` of MAIL.
  package func arguments(of command: String) throws -> [String] {
    try happenings.filter { $0.command == command }.compactMap(\.argument)
  }

  package func stop() { script.stop() }

  private var happenings: [Happening] { get throws { try script.happenings() } }
}

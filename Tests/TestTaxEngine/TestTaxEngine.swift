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
    let call: Call?
    let books: Books?
  }

  private let script: ServerScript

  /// Starts one, runs `body`, and stops it.
  package static func run<Value>(
    _ options: Options = Options(), _ body: (TestTaxEngine) async throws -> Value
  ) async throws -> Value {
    let engine = try await TestTaxEngine(options)
    defer { engine.stop() }
    return try await body(engine)
  }

  package init(_ options: Options) async throws {
    script = try await ServerScript("tax-engine.py", options: options)
  }

  package var port: Int { script.port }

  /// For the worker's configuration.
  package var address: String { "http://127.0.0.1:\(port)" }

  /// Has it follow these rules from now on, and no others.
  package func follow(_ rules: Rule...) async throws { try await follow(rules) }

  package func follow(_ rules: [Rule]) async throws { try await script.follow(rules) }

  /// What it was asked, in order.
  package var calls: [Call] {
    get throws { try happenings.compactMap(\.call) }
  }

  /// What it has booked until now.
  package func books() async throws -> Books {
    let known = try happenings.count { $0.books != nil }
    try script.say("books")
    return try await eventually("the tax engine tells its books") {
      try happenings.compactMap(\.books).dropFirst(known).first
    }
  }

  package func stop() { script.stop() }

  private var happenings: [Happening] { get throws { try script.happenings() } }
}

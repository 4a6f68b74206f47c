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
    let refused: Int?
    let error: String?
    let resource: [String: String]?
    let span: CollectedSpan?
  }

  private let script: ServerScript

  /// Starts one that answers the first calls with 503, runs `body`, and stops it.
  static func run(
    refusing refusals: Int = 0, _ body: (TraceCollector) async throws -> Void
  ) async throws {
    let collector = try await TraceCollector(refusing: refusals)
    defer { collector.script.stop() }
    try await body(collector)
  }

  private init(refusing refusals: Int) async throws {
    script = try await ServerScript(
      "trace-collector.py", options: refusals, by: Python.withPackages)
  }

  var port: Int { script.port }

  var happenings: [Happening] { get throws { try script.happenings() } }

  var spans: [CollectedSpan] { get throws { try happenings.compactMap(\.span) } }
}

import Foundation
import Testing

/// The program of measurements, with as few requests as show that it measures what it says. How fast anything was is not looked at.
@Suite("Benchmark")
struct BenchmarkTests {
  private static func run(_ arguments: String...) throws -> Program.Result {
    // A C compiler may be anywhere on the path.
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    return try Program.run(
      arguments, environment: ["PATH": path],
      program: Program.url.deletingLastPathComponent().appending(path: "benchmark"))
  }

  private struct Answer: Decodable {
    struct Figure: Decodable {
      let median: Double
      let rounds: [Double]
    }

    let requests: Int
    let rounds: Int
    let acknowledged: Int
    let confirmed: Int
    let figures: [String: Figure]
  }

  @Test(
    "19: job-limit measures worker and broker, the broker's part alone, and an earlier program beside them; the client in C takes every request and publishes two events for each"
  )
  func jobLimit() throws {
    let result = try Self.run(
      "job-limit", "--requests", "300", "--lines", "2", "--rounds", "1", "--latency", "--json",
      "--against", Program.url.path)
    try #require(result.status == 0, "\(result.errors)")
    let answer = try JSONDecoder().decode(Answer.self, from: Data(result.output.utf8))
    #expect(answer.acknowledged == answer.requests)
    #expect(answer.confirmed == 2 * answer.requests)
    #expect(
      Set(answer.figures.keys) == [
        "rate", "worker", "broker", "brokerAlone", "brokerRatio", "idle", "p50", "p99",
        "rateRatio", "workerRatio", "earlierBrokerRatio", "p50Ratio", "p99Ratio",
      ])
    for (name, figure) in answer.figures {
      #expect(figure.rounds.count == answer.rounds, "\(name)")
      #expect(figure.rounds.contains(figure.median), "\(name)")
    }
    let lines = result.errors.split(separator: "\n").map(String.init)
    let table = lines.drop { !$0.hasSuffix("most") }
    #expect(table.count > answer.figures.count, "\(result.errors)")
    #expect(table.allSatisfy { $0.count <= 60 }, "\(table)")
  }

  @Test("a command that is none is answered with all that there are")
  func usage() throws {
    let result = try Self.run("job-limits")
    #expect(result.status == 64)
    #expect(result.output.contains("job-limit    a worker's cost"))
  }
}

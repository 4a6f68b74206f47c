/// What the command line asks for.
struct BenchmarkCommand {
  enum Name: String, CaseIterable {
    case endToEnd = "end-to-end"
    case latency
    case memory
    case amqp
    case databaseLimit = "database-limit"
    case all
  }

  let name: Name
  private var numbers: [String: Int] = [:]

  private static let options: Set<String> = [
    "--requests", "--lines", "--workers", "--rounds", "--messages", "--seconds", "--connections",
  ]

  /// nil when the words make no command.
  init?(_ words: [String]) {
    guard let first = words.first, let name = Name(rawValue: first) else { return nil }
    self.name = name
    var rest = words.dropFirst()
    while let option = rest.popFirst() {
      guard Self.options.contains(option), let text = rest.popFirst(), let number = Int(text),
        number > 0
      else { return nil }
      numbers[option] = number
    }
  }

  func run(on bench: Bench) async throws {
    if name == .endToEnd || name == .all {
      try await EndToEnd(
        bench: bench, requests: numbers["--requests"] ?? 10_000, lines: numbers["--lines"] ?? 5,
        workers: numbers["--workers"] ?? 1, rounds: numbers["--rounds"] ?? 3
      ).run()
    }
    if name == .latency || name == .all {
      try await Latency(
        bench: bench, requests: min(numbers["--requests"] ?? 1_000, 5_000),
        lines: numbers["--lines"] ?? 5
      ).run()
    }
    if name == .amqp || name == .all {
      try await AMQPThroughput(
        bench: bench, messages: numbers["--messages"] ?? 50_000, rounds: numbers["--rounds"] ?? 5
      ).run()
    }
    if name == .databaseLimit || name == .all {
      try DatabaseLimit(
        bench: bench, seconds: numbers["--seconds"] ?? 5,
        connections: numbers["--connections"].map { [$0] } ?? [1, 2, 4]
      ).run()
    }
    if name == .memory || name == .all {
      try await Memory(
        bench: bench, backlog: numbers["--requests"] ?? 200_000, lines: numbers["--lines"] ?? 5
      ).run()
    }
  }
}

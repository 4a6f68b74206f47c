import AMQP

/// What the library of AMQP alone can do, in plain C (`Limits/amqp-limit.c`), compiled here.
struct AMQPLimit {
  private let program: String
  private let bench: Bench

  private static let source = "Sources/benchmark/Limits/amqp-limit.c"

  static func make(for bench: Bench) throws(ChildProcess.Failure) -> AMQPLimit {
    AMQPLimit(
      program: try CompiledProgram.make(source, libraries: ["rabbitmq"], in: bench.directory),
      bench: bench)
  }

  /// Runs it to its end; the words are its own, from the name of the loop on.
  ///
  /// - Returns: the seconds that the loop took, and the numbers that it printed before.
  func run(
    messages: Int, bodySize: Int, _ words: [String]
  ) throws -> (seconds: Double, counts: [Int]) {
    let url = try AMQPURL(bench.brokerURL)
    guard let host = url.hosts.first else {
      throw ChildProcess.Failure(description: "the broker's address names no host")
    }
    let output = "\(bench.directory)/amqp-limit.out"
    try ChildProcess.run(
      [
        program, host.name, String(host.port), url.user, url.virtualHost, String(messages),
        String(bodySize),
      ] + words, environment: ["AMQP_PASSWORD": url.password], output: output)
    let lines = TextFile.lines(of: output)
    guard let seconds = lines.last.flatMap(Double.init) else {
      throw ChildProcess.Failure(description: "\(program) printed no time")
    }
    let counts = lines.dropLast().flatMap { $0.split(separator: " ").compactMap { Int($0) } }
    return (seconds, counts)
  }
}

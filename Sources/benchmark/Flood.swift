import AMQP
import Messages
import Synchronization
import Worker

/// Whether one sender's flood makes another one wait: the time from a good request of B to its reply on an idle
/// system, and the same while A sends refused, huge or slow requests without end.
///
/// A sends at half of what the system can do of its kind, measured in the same run: beyond its capacity every queue
/// grows, and no order of processing keeps any sender's time.
struct Flood {
  let bench: Bench
  let database: PrivateDatabase
  /// Good requests measured on the idle system, and in each flood.
  var requests = 200

  /// The floods to measure, by ``Kind/word``; all when none is named.
  var kinds: Set<String> = []

  private static let source = "flood"
  private static let share = 0.5

  /// What A sends.
  private enum Kind: CaseIterable {
    case refused
    case refusedWithFullDeadLetters
    case huge
    case slow

    /// How the command line names it.
    var word: String {
      switch self {
      case .refused: "refused"
      case .refusedWithFullDeadLetters: "full"
      case .huge: "huge"
      case .slow: "slow"
      }
    }

    var name: String {
      switch self {
      case .refused: "refused requests"
      case .refusedWithFullDeadLetters: "refused requests, invoice.dead full"
      case .huge: "bodies of 1 MiB, over the limit of 256 KiB"
      case .slow: "requests for 2,000 schedules that do not exist"
      }
    }

    var body: [UInt8] {
      switch self {
      case .refused, .refusedWithFullDeadLetters: Array(#"{"nonsense":1}"#.utf8)
      case .huge: Array(repeating: UInt8(ascii: " "), count: 1 << 20)
      case .slow:
        Array(
          (#"{"targetDate":"2026-01-02","invoiceDate":"2026-01-01","action":"Draft","billingScheduleIds":["#
            + (0..<2_000).map { "\"unknown-\($0)\"" }.joined(separator: ",") + "]}").utf8)
      }
    }

    /// How many are enough to measure the capacity by.
    var sample: Int {
      switch self {
      case .refused, .refusedWithFullDeadLetters: 4_000
      case .huge: 200
      case .slow: 60
      }
    }
  }

  func run() async throws {
    Report.line(
      "fairness: \(requests) good requests of one sender, one after another, while another sender floods",
      "the same queue at half of the capacity; \(database.name)")
    for kind in Kind.allCases where kinds.isEmpty || kinds.contains(kind.word) {
      try await measure(kind)
    }
  }

  private func measure(_ kind: Kind) async throws {
    let address = try database.make("flood", in: bench.directory)
    try await bench.layOutTopology()
    if kind == .refusedWithFullDeadLetters { try await shrinkDeadLetters() }
    try bench.migrate(address)
    let worker = try bench.startWorker(address, name: "worker")
    let good = try PublishConnection(configuration: bench.configuration("good sender"))
    let bad = try PublishConnection(configuration: bench.configuration("flood"))
    let replies = try Replies(bench.configuration("replies"), queue: "benchmark.reply.good")
    let answers = try Replies(bench.configuration("answers"), queue: "benchmark.reply.flood")
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await good.run() }
      group.addTask { await bad.run() }
      group.addTask { await replies.connection.run() }
      group.addTask { await answers.connection.run() }
      try await replies.ready()
      try await answers.ready()

      let workload = Workload(accounts: requests * 2, linesPerRequest: 5)
      let upserts = workload.upserts()
      for (number, body) in upserts.enumerated() {
        try await ask(good, replies, "records.upsert.v1", "upsert-\(number)", body)
      }
      let idle = try await times(good, replies, workload, from: 0)

      let body = kind.body
      let start = MonotonicInstant.now
      try await send(bad, kind.sample, "capacity", body, replyTo: answers.queue)
      try await answers.wait(for: kind.sample)
      let capacity = Double(kind.sample) / Figures.seconds(from: start)

      let isOver = Mutex(false)
      let sent = Mutex(0)
      let began = MonotonicInstant.now
      async let flood: Void = {
        while !isOver.withLock({ $0 }) {
          let due = Int(Figures.seconds(from: began) * capacity * Self.share)
          let count = min(500, due - sent.withLock { $0 })
          if count > 0 {
            let first = sent.withLock { $0 }
            try await send(bad, count, "flood-\(first)", body, replyTo: nil)
            sent.withLock { $0 += count }
          }
          try await Task.sleep(for: .milliseconds(5))
        }
      }()
      // The flood is under way before it is measured.
      try await Task.sleep(for: .seconds(2))
      let flooded = try await times(good, replies, workload, from: requests)
      let rate = Double(sent.withLock { $0 }) / Figures.seconds(from: began)
      isOver.withLock { $0 = true }
      try await flood
      report(kind, idle, flooded, capacity: capacity, rate: rate)

      await good.close()
      await bad.close()
      await replies.connection.close()
      await answers.connection.close()
      group.cancelAll()
    }
    worker.finish()
    try database.remove("flood", in: bench.directory)
  }

  private func report(
    _ kind: Kind, _ idle: [Double], _ flooded: [Double], capacity: Double, rate: Double
  ) {
    func figures(_ share: Double) -> String {
      let before = Figures.percentile(share, of: idle)
      let during = Figures.percentile(share, of: flooded)
      return
        "\(Figures.milliseconds(before)) idle, \(Figures.milliseconds(during)) flooded, ratio \(Figures.ratio(during / before))"
    }
    Report.line(
      "  \(kind.name): \(Figures.whole(rate))/s of \(Figures.whole(capacity))/s;",
      "p50 \(figures(0.5)); p95 \(figures(0.95))")
  }

  /// The times of good requests, one after another, sorted.
  private func times(
    _ publisher: PublishConnection, _ replies: Replies, _ workload: Workload, from first: Int
  ) async throws -> [Double] {
    var times: [Double] = []
    for number in first..<(first + requests) {
      let start = MonotonicInstant.now
      try await ask(
        publisher, replies, "invoice.generate.v1", "good-\(number)", workload.generation(number))
      times.append(Figures.seconds(from: start))
    }
    return times.sorted()
  }

  private func ask(
    _ publisher: PublishConnection, _ replies: Replies, _ type: String, _ id: String,
    _ body: [UInt8]
  ) async throws {
    async let published = publisher.publish([
      Self.message(type, id, source: "good", body, replyTo: replies.queue)
    ])
    try await replies.wait(for: 1)
    for outcome in try await published where outcome != .confirmed {
      throw Sender.Refused(outcome: outcome)
    }
  }

  private func send(
    _ publisher: PublishConnection, _ count: Int, _ prefix: String, _ body: [UInt8],
    replyTo: String?
  ) async throws {
    // Few at once: a window of long bodies is a lot of memory.
    var index = 0
    while index < count {
      let end = min(count, index + max(1, (4 << 20) / max(1, body.count)), index + 1_000)
      let messages = try (index..<end).map {
        try Self.message(
          "invoice.generate.v1", "\(prefix)-\($0)", source: Self.source, body, replyTo: replyTo)
      }
      for outcome in await publisher.publish(messages) where outcome != .confirmed {
        throw Sender.Refused(outcome: outcome)
      }
      index = end
    }
  }

  private static func message(
    _ type: String, _ id: String, source: String, _ body: [UInt8], replyTo: String?
  ) throws -> OutgoingMessage {
    try OutgoingMessage(
      exchange: ExchangeName.requests, routingKey: type,
      properties: MessageProperties(
        contentType: "application/json", replyTo: replyTo, messageId: id, type: type, appId: source),
      body: body)
  }

  /// A queue of dead letters that refuses almost at once.
  private func shrinkDeadLetters() async throws {
    let connection = try CommandConnection(configuration: bench.configuration("topology"))
    try await connection.connect()
    try await connection.deleteQueue(QueueName.dead)
    try await connection.declare(
      QueueDeclaration(
        name: QueueName.dead,
        arguments: [
          "x-queue-type": "quorum", "x-max-length": .int64(1), "x-overflow": "reject-publish",
        ]))
    try await connection.bind(
      queue: QueueName.dead, exchange: ExchangeName.dead, routingKey: "#")
    try await connection.close()
  }
}

/// Receives replies on a queue of its own.
private struct Replies {
  let connection: ConsumeConnection
  let queue: String
  private let mailbox: DeliveryMailbox

  init(_ configuration: ConnectionConfiguration, queue: String) throws {
    self.queue = queue
    connection = try ConsumeConnection(
      configuration: configuration,
      subscriptions: [
        Subscription(
          queue: queue, prefetch: 2_000, bodyLimit: BodyLimit(bytes: 16 << 20),
          requirement: .exclusiveQueue(bindings: []))
      ])
    mailbox = connection.deliveries(of: queue)
  }

  func ready() async throws {
    while !connection.state.isReady { try await Task.sleep(for: .milliseconds(5)) }
  }

  func wait(for count: Int) async throws {
    var seen = 0
    while seen < count {
      let deliveries = await mailbox.take(upTo: 1_000)
      if deliveries.isEmpty { throw CompletionCounter.Ended() }
      connection.acknowledge(deliveries.map(\.tag))
      seen += deliveries.count
    }
  }
}

import AMQP
import Glibc

/// The AMQP client against the same loops in plain C, compiled here and run in turn with it on the same broker: what
/// of the library's speed the client leaves to its user.
struct AMQPThroughput {
  let bench: Bench
  var messages = 50_000
  var rounds = 5

  private static let from = "benchmark.from"
  private static let to = "benchmark.to"
  private static let bodySize = 1_024
  /// Messages under way at the same time, as many as the connection sends without a confirm.
  private static let window = PublishConnection.window
  private static let batch = 128

  private enum Loop: String, CaseIterable {
    case publish, forward

    var title: String {
      switch self {
      case .publish: "publish + confirm"
      case .forward: "consume → publish → acknowledge"
      }
    }
  }

  /// Seconds that passed, and of processor time.
  private struct Cost {
    var wall: Double
    var processor: Double
  }

  func run() async throws {
    Report.line(
      "AMQP: \(messages) messages of \(Self.bodySize) bytes, quorum queues, window \(Self.window), \(rounds) rounds, C and Swift in turn"
    )
    let limit = try AMQPLimit.make(for: bench)
    var plain: [Loop: [Cost]] = [:]
    var client: [Loop: [Cost]] = [:]
    for _ in 1...rounds {
      try await layOutQueues()
      for loop in Loop.allCases {
        plain[loop, default: []].append(try runPlain(limit, loop))
      }
      try await layOutQueues()
      client[.publish, default: []].append(try await publish())
      client[.forward, default: []].append(try await forward())
    }
    for loop in Loop.allCases { report(loop, plain[loop] ?? [], client[loop] ?? []) }
  }

  private func report(_ loop: Loop, _ plain: [Cost], _ client: [Cost]) {
    func rates(_ costs: [Cost]) -> [Double] { costs.map { Double(messages) / $0.wall } }
    func processor(_ costs: [Cost]) -> String {
      Figures.milliseconds(
        Figures.median(costs.map(\.processor)) * 1_000 / Double(messages))
    }
    let (slow, fast) = (Figures.median(rates(plain)), Figures.median(rates(client)))
    let pairs = zip(rates(client), rates(plain)).map { Figures.ratio($0 / $1) }
    Report.line(
      "  \(loop.title): C \(Figures.whole(slow))/s, Swift \(Figures.whole(fast))/s,",
      "ratio of the medians \(Figures.ratio(fast / slow)) (each round: \(pairs.joined(separator: ", ")));",
      "processor time for 1,000: C \(processor(plain)), Swift \(processor(client))")
  }

  // MARK: Plain C

  private func runPlain(_ limit: AMQPLimit, _ loop: Loop) throws -> Cost {
    let before = Self.processorSeconds(RUSAGE_CHILDREN)
    let printed = try limit.run(
      messages: messages, bodySize: Self.bodySize, [loop.rawValue, Self.from, Self.to])
    return Cost(
      wall: printed.seconds, processor: Self.processorSeconds(RUSAGE_CHILDREN) - before)
  }

  // MARK: The client

  private func publish() async throws -> Cost {
    let publisher = try PublishConnection(configuration: bench.configuration("publisher"))
    let running = Task { await publisher.run() }
    while !publisher.state.isReady { try await Task.sleep(for: .milliseconds(1)) }
    let body = [UInt8](repeating: UInt8(ascii: "x"), count: Self.bodySize)
    let cost = try await Self.measure {
      try await withThrowingTaskGroup(of: Void.self) { group in
        let lanes = Self.window / Self.batch
        for lane in 0..<lanes {
          group.addTask {
            var next = lane * Self.batch
            while next < messages {
              let numbers = next..<min(messages, next + Self.batch)
              try await Self.publish(numbers, body, to: Self.from, over: publisher)
              next += lanes * Self.batch
            }
          }
        }
        try await group.waitForAll()
      }
    }
    await publisher.close()
    await running.value
    return cost
  }

  private func forward() async throws -> Cost {
    let publisher = try PublishConnection(configuration: bench.configuration("publisher"))
    let consumer = try ConsumeConnection(
      configuration: bench.configuration("consumer"),
      subscriptions: [
        Subscription(
          queue: Self.from, prefetch: UInt16(clamping: Self.window),
          bodyLimit: BodyLimit(bytes: 1 << 20))
      ])
    let publishing = Task { await publisher.run() }
    while !publisher.state.isReady { try await Task.sleep(for: .milliseconds(1)) }
    let mailbox = consumer.deliveries(of: Self.from)
    let cost = try await Self.measure {
      let consuming = Task { await consumer.run() }
      try await withThrowingTaskGroup(of: Void.self) { group in
        var taken = 0
        var open = 0
        while taken < messages {
          let deliveries = await mailbox.take(upTo: Self.batch)
          if deliveries.isEmpty { throw CompletionCounter.Ended() }
          let first = taken
          taken += deliveries.count
          group.addTask {
            try await Self.publish(
              first..<(first + deliveries.count), deliveries[0].body, to: Self.to,
              over: publisher)
            consumer.acknowledge(deliveries.map(\.tag))
          }
          open += 1
          if open > 2 * Self.window / Self.batch {
            try await group.next()
            open -= 1
          }
        }
        try await group.waitForAll()
      }
      // Sends the acknowledgements that wait.
      await consumer.close()
      await consuming.value
    }
    await publisher.close()
    await publishing.value
    return cost
  }

  private static func publish(
    _ numbers: Range<Int>, _ body: [UInt8], to queue: String, over publisher: PublishConnection
  ) async throws {
    var batch: [OutgoingMessage] = []
    batch.reserveCapacity(numbers.count)
    for number in numbers {
      batch.append(
        try OutgoingMessage(
          exchange: "", routingKey: queue,
          properties: MessageProperties(
            contentType: "application/json", messageId: "request-\(number)",
            type: "invoice.generate.v1", appId: "benchmark"),
          body: body))
    }
    for outcome in await publisher.publish(batch) where outcome != .confirmed {
      throw Sender.Refused(outcome: outcome)
    }
  }

  // MARK: Around them

  /// Empty queues, so that no run finds what another left.
  private func layOutQueues() async throws {
    let commands = try CommandConnection(configuration: bench.configuration("queues"))
    try await commands.connect()
    for queue in [Self.from, Self.to] {
      try await commands.deleteQueue(queue)
      try await commands.declare(
        QueueDeclaration(name: queue, arguments: ["x-queue-type": "quorum"]))
    }
    try await commands.close()
  }

  private static func measure(_ body: () async throws -> Void) async throws -> Cost {
    let processor = processorSeconds(RUSAGE_SELF)
    let start = MonotonicInstant.now
    try await body()
    return Cost(
      wall: Figures.seconds(from: start), processor: processorSeconds(RUSAGE_SELF) - processor)
  }

  /// Of this process, or of the programs it ran and waited for.
  private static func processorSeconds(_ whose: __rusage_who) -> Double {
    var usage = rusage()
    getrusage(__rusage_who_t(whose.rawValue), &usage)
    return [usage.ru_utime, usage.ru_stime].reduce(0) {
      $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6
    }
  }
}

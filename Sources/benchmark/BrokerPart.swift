import Messages
import Worker

/// The broker's part of the same requests alone, by a client in plain C: it takes them from the same queue with a worker's prefetch,
/// acknowledges in groups of a batch, and publishes events of the same sizes and properties. What that costs the broker is the least
/// that the contract costs it.
struct BrokerPart {
  /// Whose requests.
  let work: EndToEnd
  let limit: AMQPLimit
  let events: PublishedEvents

  struct Sample: Sendable {
    /// Requests a second.
    let rate: Double
    /// The broker's processor time of each request, in seconds.
    let broker: Double
    /// Requests that were acknowledged, and events that were confirmed.
    let acknowledged: Int
    let confirmed: Int
  }

  func sample() async throws -> Sample {
    let sizes = events.events.map(\.size)
    let words =
      [
        "answer", WorkQueue.generate.name, String(Configuration.defaultPrefetch),
        String(Configuration.defaultBatchSize), ExchangeName.events, events.contentType,
        events.appId,
      ] + events.events.flatMap { [$0.routingKey, String($0.size)] }
    return try await work.bench.withQueues { sender, counter in
      try await work.sendRequests(over: sender)
      let before = work.bench.broker.processorSeconds
      async let completions = counter.wait(for: work.requests)
      let printed = try limit.run(
        messages: work.requests, bodySize: sizes.max() ?? 0, words)
      _ = try await completions
      let broker = work.bench.broker.processorSeconds - before
      guard printed.counts == [work.requests, work.requests * sizes.count] else {
        throw ChildProcess.Failure(
          description: "the client in C did not do everything: \(printed.counts)")
      }
      return Sample(
        rate: Double(work.requests) / printed.seconds, broker: broker / Double(work.requests),
        acknowledged: printed.counts[0], confirmed: printed.counts[1])
    }
  }
}

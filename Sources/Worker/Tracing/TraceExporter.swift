import AMQP
package import HTTP
import Metrics
package import Traces

/// Sends what a ``Tracer`` has recorded to a collector (OTLP over HTTP with JSON), every few seconds, beside everything else.
///
/// Only what the protocol says may be sent again is: after 429, 502, 503, 504, and a connection that failed, with the collector's
/// `Retry-After`. What it refuses otherwise is dropped, for it would be refused again.
package actor TraceExporter {
  private let queue: SpanQueue
  private let client: HTTPClient
  private let export: TraceExport
  private let metrics: WorkerMetrics
  private let log: Log
  private let warning = OncePerInterval()
  /// Taken from the queue, and not yet taken by the collector.
  private var unsent: [Span] = []

  private static let interval = Duration.seconds(5)
  /// Spans of one call.
  private static let most = 512
  private static let longestRetryAfter = Duration.seconds(60)
  /// How long the last spans may take when the worker ends.
  private static let farewell = Duration.seconds(2)

  package init(
    sending queue: SpanQueue, over client: HTTPClient, export: TraceExport, metrics: WorkerMetrics,
    log: Log
  ) {
    self.queue = queue
    self.client = client
    self.export = export
    self.metrics = metrics
    self.log = log
  }

  /// Sends while `work` goes on, and after its end what is left, for as long as an ending worker has for it.
  nonisolated func run<Value: Sendable>(beside work: () async -> Value) async -> Value {
    let ending = DrainSignal()
    return await withTaskGroup { group in
      group.addTask { await self.send(until: ending) }
      let value = await work()
      ending.request()
      group.addTask {
        do { try await Task.sleep(for: Self.farewell) } catch { return }
        self.client.abort()
      }
      await group.next()
      group.cancelAll()
      return value
    }
  }

  private func send(until ending: DrainSignal) async {
    while true {
      let isLast = ending.isRequested
      var pause = Self.interval
      while let wait = await sendOnce() {
        guard wait == .zero else {
          pause = max(wait, Self.interval)
          break
        }
      }
      guard !isLast else { break }
      await Self.wait(for: pause, or: ending)
    }
    metrics.spansDropped.add(queue.takeDropped() + Int64(unsent.count + queue.count))
  }

  private static func wait(for pause: Duration, or ending: DrainSignal) async {
    await withTaskGroup { group in
      group.addTask { await ending.wait() }
      group.addTask { try? await Task.sleep(for: pause) }
      await group.next()
      group.cancelAll()
    }
  }

  /// - Returns: how long to wait before the next call, zero where there may be more to send; nil where there is nothing.
  private func sendOnce() async -> Duration? {
    metrics.spansDropped.add(queue.takeDropped())
    if unsent.isEmpty { unsent = queue.take(Self.most) }
    guard !unsent.isEmpty else { return nil }
    let sending = unsent
    let request = HTTPRequest(path: "/v1/traces", body: export.body(of: sending))
    guard let (_, outcome) = await client.send(request, permission: { () }) else { return nil }
    let reason: String
    switch outcome {
    case .answered(let answer) where (200..<300).contains(answer.status):
      metrics.spansExported.add(sending.count)
      unsent = []
      return .zero
    case .answered(let answer) where [429, 502, 503, 504].contains(answer.status):
      report("HTTP \(answer.status)", isTriedAgain: true)
      return min(max(answer.retryAfter ?? Self.interval, .seconds(1)), Self.longestRetryAfter)
    case .failed(let failure):
      report(failure, isTriedAgain: true)
      return Self.interval
    case .aborted: return nil
    case .answered(let answer): reason = "HTTP \(answer.status)"
    case .tooLarge: reason = "its answer is too large"
    }
    report(reason, isTriedAgain: false)
    metrics.spansDropped.add(sending.count)
    unsent = []
    return .zero
  }

  private func report(_ reason: String, isTriedAgain: Bool) {
    log.write(
      isTriedAgain ? .traceCollectorAway : .spansRefused, once: warning,
      ["error": .text(PrintableText.escaping(reason, limit: 200))])
  }
}

package import AMQP

/// What a supervisor is told about a worker, and when: a state machine over the worker's status, without a clock or a socket of its
/// own.
package struct SupervisorReport: Sendable {
  /// Between two lines for people.
  package static let statusInterval = Duration.seconds(10)

  private let watchdogInterval: Duration?
  private var isReady = false
  private var isStopping = false
  private var lastStatus: (text: String, at: MonotonicInstant, requests: Int64)?
  private var lastSign: MonotonicInstant?

  package init(watchdogInterval: Duration?) { self.watchdogInterval = watchdogInterval }

  /// How long to wait before the next turn: a sign of life is due twice within the watchdog's time.
  package var turn: Duration { min(.seconds(1), (watchdogInterval ?? .seconds(2)) / 4) }

  /// What is to be said now; `requests` is how many were settled so far. A worker that waits for its database is started too: nothing
  /// more can be done for it, and its status says what it waits for.
  package mutating func message(
    for status: WorkerStatus, requests: Int64, at now: MonotonicInstant
  ) -> SupervisorMessage {
    var message = SupervisorMessage()
    if !isReady, status.state != .connecting {
      isReady = true
      message.isReady = true
    }
    if !isStopping, status.state == .draining {
      isStopping = true
      message.isStopping = true
    }
    if let watchdogInterval, status.isAlive,
      lastSign.map({ $0.duration(to: now) >= watchdogInterval / 2 }) ?? true
    {
      lastSign = now
      message.isAlive = true
    }
    message.status = line(for: status, requests: requests, at: now)
    return message
  }

  /// At once when the worker's state has changed, else now and then.
  private mutating func line(
    for status: WorkerStatus, requests: Int64, at now: MonotonicInstant
  ) -> String? {
    let last = lastStatus
    let state = status.isReady ? "ready" : status.sentence
    let elapsed = last.map { $0.at.duration(to: now) }
    guard last == nil || last?.text != state || elapsed ?? .zero >= Self.statusInterval else {
      return nil
    }
    lastStatus = (state, now, requests)
    guard status.isReady else { return state }
    let rate = last.flatMap { last in Self.rate(requests - last.requests, over: elapsed) } ?? 0
    let outbox = status.outbox.map { "\($0.messages)" } ?? "unknown"
    return "\(rate) requests/s, \(status.waiting) waiting, outbox \(outbox)"
  }

  private static func rate(_ requests: Int64, over time: Duration?) -> Int64? {
    guard let time, time > .zero else { return nil }
    return Int64(max(0, min(1e15, Double(requests) / (time / .seconds(1)))))
  }
}

/// How long to wait before the next try at something that is away: full jitter under a ceiling that doubles.
///
/// Full jitter (a uniform draw from zero to the ceiling) spreads the tries of many workers after
/// a server's restart; without it they all come back in the same instant, again and again.
package struct Backoff: Sendable, Equatable {
  package struct Limits: Sendable, Equatable {
    /// Ceiling of the first wait.
    package var first: Duration
    /// Ceiling that later waits never exceed.
    package var last: Duration

    package init(first: Duration = .milliseconds(500), last: Duration = .seconds(30)) {
      self.first = first
      self.last = last
    }
  }

  package let limits: Limits
  private var failures = 0

  package init(limits: Limits = Limits()) {
    self.limits = limits
  }

  /// The ceiling of the next wait.
  package var ceiling: Duration {
    var ceiling = limits.first
    var remaining = failures
    while remaining > 0, ceiling < limits.last {
      ceiling *= 2
      remaining -= 1
    }
    return min(ceiling, limits.last)
  }

  /// Counts one failure and draws the wait that follows it: 0 … `ceiling`.
  package mutating func next(using random: inout some RandomNumberGenerator) -> Duration {
    let nanoseconds = ceiling.wholeNanoseconds
    failures = min(failures + 1, 64)
    return .nanoseconds(Int64.random(in: 0...max(0, nanoseconds), using: &random))
  }

  package mutating func next() -> Duration {
    var random = SystemRandomNumberGenerator()
    return next(using: &random)
  }

  /// To be called once a connection has proved to work.
  package mutating func reset() {
    failures = 0
  }
}

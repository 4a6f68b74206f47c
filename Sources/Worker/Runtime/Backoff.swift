/// Waiting times between tries at something that is away: doubling from the first to the longest, with
/// jitter, so that many workers do not come back at the same moment.
package struct Backoff: Sendable {
  private let first: Duration
  private let longest: Duration
  private var current: Duration

  package init(first: Duration = .milliseconds(100), longest: Duration = .seconds(5)) {
    self.first = first
    self.longest = longest
    current = first
  }

  /// The next waiting time: between half and the whole of the current one.
  package mutating func next() -> Duration {
    let wait = current * Double.random(in: 0.5...1)
    current = min(current * 2, longest)
    return wait
  }

  package mutating func reset() { current = first }
}

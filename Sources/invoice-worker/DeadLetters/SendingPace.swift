/// A limit of messages per second, evenly spaced: a pause is not made up for by a burst.
struct SendingPace: Sendable {
  private let interval: Duration
  private var earliest: ContinuousClock.Instant?

  /// - Parameter rate: a second, from 1.
  init(perSecond rate: Int) { interval = .seconds(1) / rate }

  /// How long to wait before the next one, which then counts as sent.
  mutating func delay(at now: ContinuousClock.Instant) -> Duration {
    let next = max(now, earliest ?? now)
    earliest = next.advanced(by: interval)
    return next - now
  }
}

import Synchronization

/// Set once: whoever waits for a server, or keeps trying, does so no longer.
package final class EndingFlag: Sendable {
  private let setAt = Mutex<ContinuousClock.Instant?>(nil)

  package init() {}

  package var isSet: Bool { setAt.withLock { $0 != nil } }

  /// Whether it has been set for so long.
  func isSet(for duration: Duration) -> Bool {
    guard let setAt = setAt.withLock({ $0 }) else { return false }
    return setAt.duration(to: .now) >= duration
  }

  package func set() { setAt.withLock { $0 = $0 ?? .now } }
}

package import CivilTime
import Synchronization

/// Lets a repeated warning through once in a while and counts what it held back, so that an outage says
/// so once a minute and not a thousand times a second.
package final class OncePerInterval: Sendable {
  private let intervalMicroseconds: Int64
  private let state = Mutex(State())

  private struct State {
    var lastAdmitted: UTCInstant?
    var held: Int64 = 0
  }

  /// - Parameter seconds: between two warnings, at least 1.
  package init(seconds: Int = 60) {
    intervalMicroseconds = Int64(clamping: max(1, seconds)) * 1_000_000
  }

  /// Whether the warning may be given now: then how many were held back since the last one; else nil.
  ///
  /// A clock that was set back lets it through, or it would stay silent until the clock catches up.
  package func admit(at now: UTCInstant) -> Int64? {
    state.withLock { state in
      if let last = state.lastAdmitted, now >= last,
        now < last.adding(microseconds: intervalMicroseconds)
      {
        state.held += 1
        return nil
      }
      defer { state = State(lastAdmitted: now) }
      return state.held
    }
  }
}

import AMQP
import Synchronization

/// For how long consumption has been paused, and why it is now. Any thread.
package final class PauseTimes: Sendable {
  private struct State {
    var reasons: [PauseReason] = []
    var since = MonotonicInstant.now
    /// Nanoseconds of pauses that are over, or were before the reasons changed.
    var before: [PauseReason: Int64] = [:]
  }

  private let state = Mutex(State())

  package init() {}

  /// Consumption is paused for these reasons from now on; for none when it goes on.
  func note(_ reasons: Set<PauseReason>) {
    let now = MonotonicInstant.now
    state.withLock { state in
      for reason in state.reasons {
        state.before[reason, default: 0] += now.nanoseconds - state.since.nanoseconds
      }
      state.reasons = PauseReason.allCases.filter(reasons.contains)
      state.since = now
    }
  }

  package var reasons: [PauseReason] { state.withLock { $0.reasons } }

  /// Seconds of each reason, the pause under way included.
  package var seconds: [(reason: PauseReason, seconds: Double)] {
    let now = MonotonicInstant.now
    return state.withLock { state in
      PauseReason.allCases.map { reason in
        var sum = state.before[reason] ?? 0
        if state.reasons.contains(reason) { sum += now.nanoseconds - state.since.nanoseconds }
        return (reason, Double(sum) / 1_000_000_000)
      }
    }
  }
}

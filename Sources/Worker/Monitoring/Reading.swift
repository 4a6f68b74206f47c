import AMQP
import Synchronization

/// The last value that was read of something that changes by itself. It is forgotten when it has not been read again for a while:
/// a value that stands still looks like one that is true. Any thread.
package final class Reading<Value: Sendable>: Sendable {
  private let state = Mutex<(value: Value, at: MonotonicInstant)?>(nil)
  private let validity: Duration

  /// For how long a value is shown.
  package init(validity: Duration) { self.validity = validity }

  package func note(_ value: Value) {
    let now = MonotonicInstant.now
    state.withLock { $0 = (value, now) }
  }

  package func forget() { state.withLock { $0 = nil } }

  package var current: Value? {
    let now = MonotonicInstant.now
    return state.withLock { state in
      guard let state, state.at.duration(to: now) < validity else { return nil }
      return state.value
    }
  }
}

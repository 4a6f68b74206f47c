package import AMQP
import Synchronization

/// What is known of one of the worker's connections to the broker beside its state: where it goes, and how often it was made. Any
/// thread.
package final class BrokerLink: Sendable {
  package struct Snapshot: Sendable {
    /// nil while it is not connected.
    package var host: String?
    package var connectedSince: MonotonicInstant?
    package var connects: Int64 = 0
  }

  private let state = Mutex(Snapshot())

  package init() {}

  package var snapshot: Snapshot { state.withLock { $0 } }

  func noteConnected(to host: String) {
    let now = MonotonicInstant.now
    state.withLock {
      $0.host = host
      $0.connectedSince = now
      $0.connects += 1
    }
  }

  func noteLost() {
    state.withLock {
      $0.host = nil
      $0.connectedSince = nil
    }
  }
}

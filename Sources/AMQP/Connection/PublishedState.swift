import Synchronization

/// A connection's state, written by its own thread and read by any.
final class PublishedState: Sendable {
  private let state = Mutex(ConnectionState())

  var current: ConnectionState {
    state.withLock { $0 }
  }

  func update(_ change: (inout sending ConnectionState) -> Void) {
    state.withLock { change(&$0) }
  }
}

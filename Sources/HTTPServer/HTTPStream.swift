import Synchronization

/// A body that is written while it is sent. What a client does not take in time is bounded: beyond that its stream ends.
package final class HTTPStream: Sendable {
  /// Bytes that wait for a client at most.
  package static let waitingLimit = 256 * 1_024

  private struct State {
    var waiting: [UInt8] = []
    var isEnded = false
    /// Called once for each time that the reader found nothing.
    var wake: (@Sendable () -> Void)?
  }

  private let state = Mutex(State())

  package init() {}

  /// Whether nothing more is sent: it was ended, by either side, or its client is too slow.
  package var isEnded: Bool { state.withLock { $0.isEnded } }

  /// Sends more; nothing where it has ended.
  package func send(_ bytes: [UInt8]) {
    let wake = state.withLock { state -> (@Sendable () -> Void)? in
      guard !state.isEnded else { return nil }
      if state.waiting.count + bytes.count > Self.waitingLimit {
        state.isEnded = true
      } else {
        state.waiting += bytes
      }
      defer { state.wake = nil }
      return state.wake
    }
    wake?()
  }

  /// Sends nothing more.
  package func end() {
    let wake = state.withLock { state in
      state.isEnded = true
      defer { state.wake = nil }
      return state.wake
    }
    wake?()
  }

  enum Read {
    case bytes([UInt8])
    case nothingYet
    case end
  }

  /// What is there, at most `limit` bytes. Where there is nothing yet `rest` is called, and then `wake` when there is.
  func read(
    _ limit: Int, rest: () -> Void, wake: @escaping @Sendable () -> Void
  ) -> Read {
    state.withLock { state in
      if !state.waiting.isEmpty {
        let taken = Array(state.waiting.prefix(limit))
        state.waiting.removeFirst(taken.count)
        return .bytes(taken)
      }
      guard !state.isEnded else { return .end }
      rest()
      state.wake = wake
      return .nothingYet
    }
  }
}

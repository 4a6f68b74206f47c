import Synchronization

/// Spans on their way out: bounded, so that a collector that is away costs nothing but spans. Adding never waits.
package final class SpanQueue: Sendable {
  /// Spans in memory at most; more are dropped, and counted.
  package static let capacity = 2_048

  private struct State {
    var spans: [Span] = []
    var dropped: Int64 = 0
  }

  private let state = Mutex(State())

  package init() {}

  /// Adds as many as there is room for.
  package func add(_ spans: [Span]) {
    guard !spans.isEmpty else { return }
    state.withLock { state in
      let room = max(0, Self.capacity - state.spans.count)
      state.spans.append(contentsOf: spans.prefix(room))
      state.dropped += Int64(max(0, spans.count - room))
    }
  }

  /// Takes the oldest, at most so many.
  package func take(_ most: Int) -> [Span] {
    state.withLock { state in
      let taken = Array(state.spans.prefix(max(0, most)))
      state.spans.removeFirst(taken.count)
      return taken
    }
  }

  package var count: Int { state.withLock { $0.spans.count } }

  /// How many were dropped for want of room since this was last asked.
  package func takeDropped() -> Int64 {
    state.withLock { state in
      defer { state.dropped = 0 }
      return state.dropped
    }
  }
}

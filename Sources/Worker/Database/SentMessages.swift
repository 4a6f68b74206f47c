package import Storage
import Synchronization

/// Outbox rows whose messages the broker has confirmed and that are not deleted yet: the one place where they wait, and
/// the rule by which they go.
///
/// Deleting rides on the next transaction of whichever lane comes first (``take()``), so that it costs no commit of its
/// own. When no lane comes from one second to the next, the outbox's poller deletes them (``deleteIfIdle(over:)``), and
/// what is left when the worker ends is deleted last (``delete(over:)``). A commit at once would be in the next
/// request's way, on an idle system too. What is lost here in a crash is published again under the same event
/// identifier.
package final class SentMessages: Sendable {
  private struct State {
    var rows: [String] = []
    /// Whether a transaction has come since the poller last looked: then the next will take what waits.
    var isTakenByLanes = false
  }

  private let state = Mutex(State())

  package init() {}

  package func add(_ ids: some Sequence<String>) {
    state.withLock { $0.rows.append(contentsOf: ids) }
  }

  /// Everything gathered so far, for a lane's transaction; the caller must delete the rows, or ``add(_:)`` them back.
  package func take() -> [String] {
    state.withLock { state in
      defer {
        state.rows = []
        state.isTakenByLanes = true
      }
      return state.rows
    }
  }

  package var count: Int { state.withLock { $0.rows.count } }

  /// Deletes the rows if no lane has come since this was last called.
  package func deleteIfIdle(over session: BackgroundSession) async throws(StoreError) {
    let isIdle = state.withLock { state in
      defer { state.isTakenByLanes = false }
      return !state.isTakenByLanes
    }
    if isIdle { try await delete(over: session) }
  }

  /// Deletes the rows in a transaction of its own.
  package func delete(over session: BackgroundSession) async throws(StoreError) {
    let sent = state.withLock { state in
      defer { state.rows = [] }
      return state.rows
    }
    guard !sent.isEmpty else { return }
    FaultPoint.beforeDeleteSent.reached()
    do throws(StoreError) {
      try await session.run { session throws(StoreError) in try session.deleteSent(sent) }
    } catch {
      add(sent)
      throw error
    }
  }
}

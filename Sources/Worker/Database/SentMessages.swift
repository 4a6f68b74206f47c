import Synchronization

/// Outbox rows whose messages the broker has confirmed and that no transaction has deleted yet.
///
/// Deleting rides on the next transaction of whichever lane comes first, so that it costs no commit of its own; when
/// none comes within a second the ``OutboxPoller`` does it. A commit at once would be in the next request's way, on an
/// idle system too. What is lost here in a crash is published again under the same event identifier.
package final class SentMessages: Sendable {
  private let rows = Mutex<[String]>([])

  package init() {}

  package func add(_ ids: some Sequence<String>) {
    rows.withLock { $0.append(contentsOf: ids) }
  }

  /// Everything gathered so far; the caller must delete the rows, or ``add(_:)`` it back.
  package func take() -> [String] {
    rows.withLock {
      let taken = $0
      $0 = []
      return taken
    }
  }

  package var count: Int { rows.withLock { $0.count } }
}

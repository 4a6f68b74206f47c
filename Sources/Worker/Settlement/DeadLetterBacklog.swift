package import Storage
import Synchronization

/// The back-pressure of dead letters, apart from that of events: `invoice.dead` refuses what is beyond its length
/// limit, and requests that are refused must not be able to stop those that are good.
///
/// Counted are dead letters that the broker has refused and that wait in the outbox. As long as there are few,
/// and always while the queue takes what comes, everything is kept. Beyond the limits a refused request's copy is
/// dropped: its outcome, its completion and its error log stand.
package final class DeadLetterBacklog: Sendable {
  private let refused = Mutex<[String: DeadLetterLoad]>([:])

  package init() {}

  /// What another transaction may add.
  package var allowance: DeadLetterAllowance {
    DeadLetterAllowance(refused: refused.withLock { $0 })
  }

  /// Takes what the database holds, of all workers.
  package func replace(with stored: [String: DeadLetterLoad]) {
    refused.withLock { $0 = stored }
  }

  /// The broker has refused a dead letter for the first time.
  func add(_ message: OutboxMessage) {
    refused.withLock {
      $0[message.source] = ($0[message.source] ?? DeadLetterLoad()) + message.load
    }
  }

  /// The broker has taken a dead letter that it refused before.
  func remove(_ message: OutboxMessage) {
    refused.withLock { refused in
      guard let load = refused[message.source] else { return }
      let left = load - message.load
      refused[message.source] = left.count > 0 ? left : nil
    }
  }
}

extension OutboxMessage {
  fileprivate var source: String { properties.appId ?? "" }
  fileprivate var load: DeadLetterLoad { DeadLetterLoad(count: 1, bytes: body.count) }
}

package import AMQP

/// Pauses consumption while something that every request needs is away, and resumes it when the last such
/// reason is gone.
///
/// An outage is no failure of a message: what has been delivered is kept and tried again, and nothing more
/// is taken, so that other workers may have it. Deliveries are not given back: the broker would count
/// each time as a failed delivery.
package actor ConsumptionGate {
  package enum Reason: Hashable, Sendable {
    /// A lane cannot reach the database.
    case database(lane: Int)
    /// The broker does not take events (`connection.blocked`).
    case publishingBlocked
    /// Too many events wait to be published.
    case outboxFull
  }

  private let connection: ConsumeConnection
  private let log: Log
  private var reasons: Set<Reason> = []

  package init(connection: ConsumeConnection, log: Log) {
    self.connection = connection
    self.log = log
  }

  package func hold(_ reason: Reason) async {
    let wasOpen = reasons.isEmpty
    guard reasons.insert(reason).inserted, wasOpen else { return }
    log.warning("consumption paused", ["reason": .text(String(describing: reason))])
    await connection.pauseConsuming()
  }

  package func release(_ reason: Reason) async {
    guard reasons.remove(reason) != nil, reasons.isEmpty else { return }
    log.info("consumption resumed")
    await connection.resumeConsuming()
  }
}

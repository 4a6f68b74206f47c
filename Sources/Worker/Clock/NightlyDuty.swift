import Billing
import CivilTime
import Messages
import Storage
import Synchronization

/// What is looked after once a night, in the first turn after 00:00 UTC: what it finds wrong becomes error logs, with their
/// events.
final class NightlyDuty: ClockDuty {
  /// Records what is newly found wrong, at the time given; the logs.
  typealias Check =
    @Sendable (borrowing StoreTransaction, UTCInstant) throws(StoreError) -> [ErrorLog]

  let name: String
  private let check: Check
  private let encoder: EventEncoder
  /// The last night that is known to be done, so that nobody asks for it each second.
  private let done = Mutex<CivilDate?>(nil)

  init(_ name: String, encoder: EventEncoder, check: @escaping Check) {
    self.name = name
    self.check = check
    self.encoder = encoder
  }

  func turn(over session: BackgroundSession) async throws(StoreError) -> Bool {
    let known = done.withLock { $0 }
    let name = name
    let check = check
    let encoder = encoder
    let night = try await session.run { session throws(StoreError) -> CivilDate? in
      let today = try session.now().date
      guard known != today else { return nil }
      if try session.isNightOpen(name, of: today) {
        try session.transaction { transaction throws(StoreError) in
          try Self.look(check, name, today, encoder, in: transaction)
        }
      }
      return today
    }
    if let night { done.withLock { $0 = night } }
    return false
  }

  /// Looks, once: of two at the same time the second finds the night closed.
  private static func look(
    _ check: Check, _ name: String, _ night: CivilDate, _ encoder: EventEncoder,
    in transaction: borrowing StoreTransaction
  ) throws(StoreError) {
    let now = try transaction.now()
    guard try transaction.closeNight(name, of: night, at: now) else { return }
    try transaction.tell(try check(transaction, now), at: now, by: encoder)
  }
}

extension StoreTransaction {
  /// Stores the events of error logs that no request has met. The outbox's poller publishes them: nobody waits for them.
  borrowing func tell(
    _ logs: [ErrorLog], at now: UTCInstant, by encoder: EventEncoder
  ) throws(StoreError) {
    var identifiers = OutboxIdentifiers()
    let messages = logs.map { log in
      OutboxMessage(
        encoder.errorLog(log, of: nil, trace: nil), id: identifiers.next(at: now),
        source: encoder.source, createdAt: now)
    }
    try enqueue(messages, leasedUntil: now)
  }
}

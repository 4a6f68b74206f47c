import Billing
import CivilTime
import Messages
import Storage
import Synchronization

/// What is looked after once a night, in the first turn after 00:00 UTC: what it finds wrong becomes error logs, with their
/// events.
final class NightlyDuty: ClockDuty {
  /// Looks, and changes nothing: a look may take long. What it answers records what was found, in a short transaction.
  typealias Check = @Sendable (StoreSession) throws(StoreError) -> Recording
  /// The error logs that events report.
  typealias Recording = (borrowing StoreTransaction, UTCInstant) throws(StoreError) -> [ErrorLog]

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
        let recording = try check(session)
        try session.transaction { transaction throws(StoreError) in
          try Self.report(recording, of: name, on: today, encoder, in: transaction)
        }
      }
      return today
    }
    if let night { done.withLock { $0 = night } }
    return false
  }

  /// Records what was found, once: of two that looked at the same time one reports.
  private static func report(
    _ recording: Recording, of name: String, on night: CivilDate, _ encoder: EventEncoder,
    in transaction: borrowing StoreTransaction
  ) throws(StoreError) {
    let now = try transaction.now()
    guard try transaction.closeNight(name, of: night, at: now) else { return }
    let messages = ErrorLogMessages.messages(
      of: try recording(transaction, now), at: now, encoder: encoder)
    // The outbox's poller publishes them: nobody waits for them.
    try transaction.enqueue(messages, leasedUntil: now)
  }
}

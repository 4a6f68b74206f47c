import CivilTime
import Messages
import Storage

/// Stores the messages of clocks and of the mail relay in the transaction that they report, and publishes them from memory as far
/// as there is room.
struct BackgroundMessages {
  let workerName: String
  let encoder: EventEncoder
  let output: any LaneOutput
  /// Whether there is a mail server that the ends of runs can be mailed over.
  var sendsNotices = false

  /// What a transaction does; whether it did anything, as the duty means it.
  typealias Work =
    @Sendable (
      borrowing StoreTransaction, inout BatchMessages, UTCInstant
    ) throws(StoreError) -> Bool

  /// Runs a transaction; returns what `work` does.
  func submit(
    over session: BackgroundSession, _ work: @escaping Work
  ) async throws(StoreError) -> Bool {
    // By this process's clock, and not later than the lease by the database's.
    let until = UTCInstant.now().adding(microseconds: OutboxLease.duration)
    let room = output.room
    let workerName = workerName
    let encoder = encoder
    let sendsNotices = sendsNotices
    let (isDone, messages) = try await session.run { session throws(StoreError) in
      try session.transaction { transaction throws(StoreError) in
        let now = try transaction.now()
        var messages = BatchMessages(
          now: now, workerName: workerName, encoder: encoder, identifiers: OutboxIdentifiers(),
          room: room, deadLetters: DeadLetterAllowance(), sendsNotices: sendsNotices)
        let isDone = try work(transaction, &messages, now)
        return (isDone, try messages.store(in: transaction))
      }
    }
    output.submit(messages, until: until)
    return isDone
  }
}

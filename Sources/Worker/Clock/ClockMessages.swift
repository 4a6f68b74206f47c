import CivilTime
import Messages
import Storage

/// Stores what the clock has to say, with what it is about, and publishes it from memory as far as there is room.
struct ClockMessages {
  let workerName: String
  let encoder: EventEncoder
  let output: any LaneOutput

  /// What a transaction does, and whether it came to anything.
  typealias Work =
    @Sendable (
      borrowing StoreTransaction, inout BatchMessages, UTCInstant
    ) throws(StoreError) -> Bool

  /// Runs a transaction; whether it came to anything.
  func submit(
    over session: BackgroundSession, _ work: @escaping Work
  ) async throws(StoreError) -> Bool {
    // By this process's clock, and not later than the lease by the database's.
    let until = UTCInstant.now().adding(microseconds: OutboxLease.duration)
    let room = output.room
    let workerName = workerName
    let encoder = encoder
    let (isDone, messages) = try await session.run { session throws(StoreError) in
      try session.transaction { transaction throws(StoreError) in
        let now = try transaction.now()
        var messages = BatchMessages(
          now: now, workerName: workerName, encoder: encoder, identifiers: OutboxIdentifiers(),
          room: room, deadLetters: DeadLetterAllowance())
        let isDone = try work(transaction, &messages, now)
        return (isDone, try messages.store(in: transaction))
      }
    }
    output.submit(messages, until: until)
    return isDone
  }
}

import AMQP
import Billing
import CivilTime
import Messages
import Storage
import Synchronization

/// Issues the messages of chunks again that have long been open while the queue of runs holds fewer than are open: a queue that was
/// purged stops no run, and one that nobody consumes from for a while is not flooded.
final class IssuingDuty: ClockDuty {
  private let messages: BackgroundMessages
  /// How many messages wait in the queue; nil where the broker does not say.
  private let waiting: @Sendable () async -> Int?
  private let log: Log
  private let next = Mutex<MonotonicInstant?>(nil)

  /// Between two questions to the broker, each over a connection of its own.
  private static let interval = Duration.seconds(10)
  /// How long a chunk's message is waited for, in microseconds of the database's clock.
  private static let patience: Int64 = 15 * 60 * 1_000_000
  private static let atOnce = 400

  init(messages: BackgroundMessages, waiting: @escaping @Sendable () async -> Int?, log: Log) {
    self.messages = messages
    self.waiting = waiting
    self.log = log
  }

  var name: String { "issuing chunks of runs again" }

  func turn(over session: BackgroundSession) async throws(StoreError) -> Bool {
    let now = MonotonicInstant.now
    if let next = next.withLock({ $0 }), now < next { return false }
    let (overdue, open) = try await session.run { session throws(StoreError) in
      let overdue = try session.overdueChunks(
        before: try session.now().adding(microseconds: -Self.patience), limit: Self.atOnce)
      return (overdue, overdue.isEmpty ? 0 : try session.openChunkCount())
    }
    guard !overdue.isEmpty else { return false }
    next.withLock { $0 = now.advanced(by: Self.interval) }
    guard let waiting = await waiting(), waiting < open else { return false }
    log.write(
      .chunksIssuedAgain,
      ["chunks": .integer(Int64(overdue.count)), "open": .integer(Int64(open))])
    _ = try await messages.submit(over: session) { transaction, messages, now throws(StoreError) in
      for chunk in try transaction.noteIssued(overdue, at: now) {
        messages.issue(RunMessage(runId: chunk.runId, number: chunk.number))
      }
      return true
    }
    return false
  }
}

import CivilTime
import Storage

/// Forgets what requests have left behind and is past its retention, in small steps: the
/// identifiers of requests, error logs that were not seen again, how runs were spread that have ended, what settled e-mails said,
/// what was committed to a tax engine, dead letters that the broker never took, what is shown of those that it took, and
/// workers that have ended without a word.
package struct Housekeeping: BackgroundTask {
  private let retentionDays: Int
  private let log: Log

  private static let interval = Duration.seconds(60)
  private static let day: Int64 = 86_400 * 1_000_000
  /// Rows of one step; a step is one short transaction.
  private static let rowsAtOnce = 500

  package init(retentionDays: Int, log: Log) {
    self.retentionDays = retentionDays
    self.log = log
  }

  package func run(over session: BackgroundSession) async {
    // At once the first time: a worker that is restarted often would never get to it otherwise.
    while !Task.isCancelled {
      do throws(StoreError) {
        try await sweep(over: session)
      } catch {
        log.write(.housekeepingDelayed, ["error": .text(error.description)])
      }
      do { try await Task.sleep(for: Self.interval) } catch { return }
    }
  }

  private func sweep(over session: BackgroundSession) async throws(StoreError) {
    _ = try await session.run { session throws(StoreError) in try session.forgetUnseenWorkers() }
    let retention = Self.day * Int64(retentionDays)
    let end = try await session.run { session throws(StoreError) in
      try session.now().adding(microseconds: -retention)
    }
    _ = try await delete(over: session) { session throws(StoreError) in
      try session.deleteRequests(before: end, limit: Self.rowsAtOnce)
    }
    _ = try await delete(over: session) { session throws(StoreError) in
      try session.deleteErrorLogs(before: end, limit: Self.rowsAtOnce)
    }
    _ = try await delete(over: session) { session throws(StoreError) in
      try session.deleteChunks(endedBefore: end, limit: Self.rowsAtOnce)
    }
    _ = try await delete(over: session) { session throws(StoreError) in
      try session.shortenEmails(before: end, limit: Self.rowsAtOnce)
    }
    _ = try await delete(over: session) { session throws(StoreError) in
      try session.deleteTaxDocuments(before: end, limit: Self.rowsAtOnce)
    }
    let kept = try await session.run { session throws(StoreError) in
      try session.oldestParked(ofLatest: StoredDeadLetter.most)
    }
    // What was parked in the same moment stays or goes together.
    let shownSince = max(end, kept ?? end)
    _ = try await delete(over: session) { session throws(StoreError) in
      try session.removeParked(before: shownSince, limit: Self.rowsAtOnce)
    }
    let dropped = try await delete(over: session) { session throws(StoreError) in
      try session.deleteDeadLetters(before: end, limit: Self.rowsAtOnce)
    }
    if dropped > 0 {
      log.write(
        .deadLettersExpired,
        ["dropped": .integer(Int64(dropped)), "days": .integer(Int64(retentionDays))])
    }
  }

  /// Deletes step by step until a step finds less than it might take; how many in all.
  private func delete(
    over session: BackgroundSession,
    _ step: @Sendable (StoreSession) throws(StoreError) -> Int
  ) async throws(StoreError) -> Int {
    var sum = 0
    while !Task.isCancelled {
      let count = try await session.run(step)
      sum += count
      guard count == Self.rowsAtOnce else { break }
      await Task.yield()
    }
    return sum
  }
}

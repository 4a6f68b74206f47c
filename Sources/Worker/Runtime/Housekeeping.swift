import CivilTime
import Storage

/// Forgets the identifiers of requests that are past their retention, in small steps between the batches.
struct Housekeeping: Sendable {
  let lane: Lane
  let retentionDays: Int
  let log: Log

  private static let interval = Duration.seconds(60)
  private static let day: Int64 = 86_400 * 1_000_000
  /// Rows of one step; a step is one short transaction.
  private static let rowsAtOnce = 500

  /// Runs until the task is cancelled.
  func run() async {
    // At once the first time: one that is restarted often would never come to it otherwise.
    while !Task.isCancelled {
      do throws(StoreError) {
        try await sweep()
      } catch {
        log.debug("housekeeping waits", ["error": .text(error.description)])
      }
      do { try await Task.sleep(for: Self.interval) } catch { return }
    }
  }

  private func sweep() async throws(StoreError) {
    let retention = Self.day * Int64(retentionDays)
    var isMore = true
    while isMore, !Task.isCancelled {
      isMore = try await lane.withSession { session throws(StoreError) in
        let completedBefore = try session.now().adding(microseconds: -retention)
        return try session.deleteRequests(before: completedBefore, limit: Self.rowsAtOnce)
          == Self.rowsAtOnce
      }
      await Task.yield()
    }
  }
}

import CivilTime
import Storage

/// Deletes what is no longer needed, in small steps between the batches: events that were sent, and the
/// identifiers of requests that are past their retention.
struct Housekeeping: Sendable {
  let lane: Lane
  let retentionDays: Int
  let log: Log

  private static let interval = Duration.seconds(60)
  /// How long a sent event stays for whoever wants to look.
  private static let sentKept: Int64 = 3_600 * 1_000_000
  private static let day: Int64 = 86_400 * 1_000_000
  /// Rows of one step; a step is one short transaction.
  private static let rowsAtOnce = 500

  /// Runs until the task is cancelled.
  func run() async {
    while true {
      do { try await Task.sleep(for: Self.interval) } catch { return }
      do throws(StoreError) {
        try await sweep()
      } catch {
        log.debug("housekeeping waits", ["error": .text(error.description)])
      }
    }
  }

  private func sweep() async throws(StoreError) {
    let now = UTCInstant.now()
    let sentBefore = now.adding(microseconds: -Self.sentKept)
    let completedBefore = now.adding(microseconds: -Self.day * Int64(retentionDays))
    var isMore = true
    while isMore, !Task.isCancelled {
      isMore = try await lane.withSession { session throws(StoreError) in
        let events = try session.deleteSent(before: sentBefore, limit: Self.rowsAtOnce)
        let requests = try session.deleteRequests(before: completedBefore, limit: Self.rowsAtOnce)
        return events == Self.rowsAtOnce || requests == Self.rowsAtOnce
      }
      await Task.yield()
    }
  }
}

import AMQP
import Metrics
import Storage

/// Has this worker on the list of workers (<doc:Operations#The-page>) for as long as its task runs: each ten seconds it says in the
/// database what it does and has done of late, and takes itself off at the end.
///
/// Nothing depends on it. A write that fails is made again at the next turn, and is no sign of anything: who needs the database says
/// so.
struct PresenceWriter: BackgroundTask {
  let configuration: Configuration
  let host: String
  let metrics: WorkerMetrics
  /// What the worker is doing now; it waits for nothing.
  let status: @Sendable () -> WorkerStatus
  let log: Log
  /// Between two words.
  var interval = Duration.microseconds(ListedWorker.interval)

  /// A host's name may be as long as whoever has named it likes.
  private static let longestHost = 255

  /// Runs until the task is cancelled, and takes the worker off the list.
  func run(over session: BackgroundSession) async {
    let instance = DrawnText.draw()
    var recent = RecentWork(lanes: configuration.lanes, bounds: WorkerMetrics.Bounds.waits)
    var isListed = false
    var hasFailed = false
    while !Task.isCancelled {
      recent.note(metrics.recentCount)
      let status = status()
      let presence = presence(instance, status, recent)
      do throws(StoreError) {
        try await session.run { session throws(StoreError) in
          try session.note(presence, runningFor: Int64(min(max(status.upSeconds, 0), 1e12) * 1e6))
        }
        isListed = true
      } catch {
        isListed = false
        // What is in the way of requests too is said by whoever meets it there.
        if !hasFailed, error.kind != .contention, error.kind != .unavailable {
          hasFailed = true
          log.write(.workerUnlisted, ["error": .text(error.description)])
        }
      }
      do { try await Task.sleep(for: interval) } catch { break }
    }
    // A database that did not answer is not waited for: others forget who is not seen any more.
    guard isListed else { return }
    try? await session.run { session throws(StoreError) in try session.forgetWorker(instance) }
  }

  private func presence(
    _ instance: String, _ status: WorkerStatus, _ recent: RecentWork
  ) -> WorkerPresence {
    WorkerPresence(
      instance: instance, name: configuration.name,
      host: PrintableText.escaping(host, limit: Self.longestHost), version: status.build.version,
      lanes: status.lanes, state: status.state.rawValue, reason: status.reason,
      busyThousandths: recent.busyThousandths, requestsPerMinute: recent.requestsPerMinute,
      waits: recent.waits)
  }
}

extension WorkerMetrics {
  fileprivate var recentCount: RecentWork.Count {
    var count = RecentWork.Count(at: .now)
    count.busyTime = busyTime.current
    count.requests = requests.sum + repeated.sum
    count.waits = waits.mapValues { $0.snapshot.cumulative }
    return count
  }
}

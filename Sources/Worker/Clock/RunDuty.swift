import AMQP
import Billing
import CivilTime
import Digest
import Messages
import Storage
import Synchronization

/// Reports the progress of runs, and ends those of which nothing is open (<doc:Architecture#Runs>).
final class RunDuty: ClockDuty {
  private let messages: BackgroundMessages
  /// How many e-mails a day may send; nil for no limit.
  private let dailyLimit: Int?
  private let metrics: WorkerMetrics
  /// When each run was last summed up.
  private let summedUp = Mutex<[InvoiceRun.ID: MonotonicInstant]>([:])
  /// When open chunks are counted again, which takes the longer the more there are.
  private let nextCount = Mutex<MonotonicInstant?>(nil)

  /// Between two events of one run's progress.
  private static let progressMicroseconds: Int64 = 5_000_000
  private static let progressInterval = Duration.microseconds(progressMicroseconds)

  init(messages: BackgroundMessages, dailyLimit: Int?, metrics: WorkerMetrics) {
    self.messages = messages
    self.metrics = metrics
    self.dailyLimit = dailyLimit
  }

  var name: String { "ending runs, and reporting their progress" }

  func turn(over session: BackgroundSession) async throws(StoreError) -> Bool {
    let running = try await session.run { session throws(StoreError) in try session.runningRuns() }
    summedUp.withLock { summedUp in
      let ids = Set(running.map(\.id))
      summedUp = summedUp.filter { ids.contains($0.key) }
    }
    try await forEach(running) { run throws(StoreError) in
      try await attend(to: run, over: session)
    }
    try await count(running.count, over: session)
    return false
  }

  private func count(_ running: Int, over session: BackgroundSession) async throws(StoreError) {
    let now = MonotonicInstant.now
    if let next = nextCount.withLock({ $0 }), now < next { return }
    nextCount.withLock { $0 = now.advanced(by: Self.progressInterval) }
    let open =
      running == 0
      ? 0
      : try await session.run { session throws(StoreError) in try session.openChunkCount() }
    metrics.runs.note(RunBacklog(running: running, openChunks: open))
  }

  private func attend(
    to run: InvoiceRun, over session: BackgroundSession
  ) async throws(StoreError) {
    let id = run.id
    let isOpen = try await session.run { session throws(StoreError) in
      try session.isAnythingOpen(of: id)
    }
    if !isOpen, try await end(run, over: session) { return }
    // Summing up takes the longer the more chunks there are, so it is not done every second.
    let now = MonotonicInstant.now
    if let last = summedUp.withLock({ $0[id] }), last.duration(to: now) < Self.progressInterval {
      return
    }
    let progress = try await session.run { session throws(StoreError) in
      try session.runProgress(id)
    }
    guard let progress, progress.status == .running, progress.counters.chunksDone > 0 else {
      return
    }
    summedUp.withLock { $0[id] = now }
    try await report(progress, over: session)
  }

  // MARK: Progress

  /// Nothing where no chunk was done since the last report, whoever made it.
  private func report(_ run: InvoiceRun, over session: BackgroundSession) async throws(StoreError) {
    _ = try await messages.submit(over: session) {
      transaction, messages, now throws(StoreError) in
      guard
        try transaction.noteProgressReported(
          of: run, at: now, interval: Self.progressMicroseconds)
      else { return false }
      messages.announce(messages.encoder.runProgressed(run, time: now))
      return true
    }
  }

  // MARK: End

  /// Whether the run was ended here; the run that follows it begins in the same transaction.
  private func end(
    _ run: InvoiceRun, over session: BackgroundSession
  ) async throws(StoreError) -> Bool {
    var parent: InvoiceRun?
    if run.retriesWhenEnded, let id = run.parentRunId {
      parent = try await session.run { session throws(StoreError) in try session.runProgress(id) }
    }
    let before = parent
    let dailyLimit = dailyLimit
    return try await messages.submit(over: session) {
      transaction, messages, now throws(StoreError) in
      guard var ended = try transaction.runToEnd(run.id)?.ended(at: now) else { return false }
      if let dailyLimit {
        // Not chunk by chunk: those that work at the same time do not see each other's e-mails.
        ended.counters.emailsPostponed = try transaction.emailsPostponed(
          of: ended.counters.emailsQueued, dailyLimit, on: now.date)
      }
      var effects = RunEffects()
      effects.ended = [ended]
      effects.started = ended.following(of: before, at: now) {
        DerivedIdentifier.uuid("invoice-run", $0)
      }
      try RunWriter(now: now).write(effects, &messages, in: transaction)
      FaultPoint.insideRunEnd.reached()
      return true
    }
  }
}

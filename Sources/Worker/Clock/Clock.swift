import AMQP
import Storage

/// Does what time brings, in one of all workers on a database: each second what is due of each duty, in short transactions
/// over the background session, never a lane's.
package struct Clock: BackgroundTask {
  private let duties: [any ClockDuty]
  private let metrics: WorkerMetrics
  private let log: Log

  private static let interval = Duration.seconds(1)

  init(duties: [any ClockDuty], metrics: WorkerMetrics = WorkerMetrics(), log: Log) {
    self.metrics = metrics
    self.duties = duties
    self.log = log
  }

  /// Runs until the task is cancelled, and gives back the lease.
  package func run(over session: BackgroundSession) async {
    let warning = OncePerInterval()
    var leadership = ClockLeadership(holder: DrawnText.draw())
    var waiting: [Int: MonotonicInstant] = [:]
    while !Task.isCancelled {
      do throws(StoreError) {
        try await ask(&leadership, over: session)
      } catch {
        if error.kind == .contention {
          log.write(.clockAskingLocked, ["error": .text(error.description)])
        } else {
          log.write(.clockUnasked, once: warning, ["error": .text(error.description)])
        }
      }
      for (place, duty) in duties.enumerated() {
        var begun = MonotonicInstant.now
        if let until = waiting[place], begun < until { continue }
        do throws(StoreError) {
          while leadership.isLeading(at: .now), !Task.isCancelled {
            guard try await duty.turn(over: session) else { break }
            await Task.yield()
            begun = .now
          }
        } catch {
          if error.kind == .contention {
            // As long as it was kept waiting: everything beside the lanes shares the session that it blocked meanwhile.
            let now = MonotonicInstant.now
            waiting[place] = now.advanced(by: begun.duration(to: now))
          }
          report(error, of: duty, warning)
        }
      }
      do { try await Task.sleep(for: Self.interval) } catch { break }
    }
    await giveBack(&leadership, over: session)
  }

  private func ask(
    _ leadership: inout ClockLeadership, over session: BackgroundSession
  ) async throws(StoreError) {
    let sent = MonotonicInstant.now
    let holder = leadership.holder
    let duration = ClockLeadership.leaseDuration
    switch leadership.question(at: sent) {
    case .take:
      let term = try await session.run { session throws(StoreError) in
        try session.takeLease(ClockLeadership.leaseName, holder: holder, duration: duration)
      }
      leadership.noteTaken(term, sent: sent)
      if let term { log.write(.clockTaken, ["term": .integer(term)]) }
    case .prolong(let term):
      let isOwn = try await session.run { session throws(StoreError) in
        try session.prolongLease(
          ClockLeadership.leaseName, holder: holder, term: term, duration: duration)
      }
      leadership.noteProlonged(isOwn, sent: sent)
      if !isOwn { log.write(.clockLost, ["lostTerm": .integer(term)]) }
    case nil: break
    }
    metrics.noteLeading(until: leadership.trustedUntil)
  }

  private func giveBack(
    _ leadership: inout ClockLeadership, over session: BackgroundSession
  ) async {
    let holder = leadership.holder
    metrics.noteLeading(until: nil)
    guard let term = leadership.giveBack() else { return }
    do throws(StoreError) {
      try await session.run { session throws(StoreError) in
        try session.giveBackLease(ClockLeadership.leaseName, holder: holder, term: term)
      }
    } catch {
      // Its time is over soon, and then another takes it.
      log.write(.clockNotGivenBack, ["error": .text(error.description)])
    }
  }

  /// What another transaction is in the way of is done at the next turn, as is the rest.
  private func report(_ error: StoreError, of duty: any ClockDuty, _ warning: OncePerInterval) {
    if error.kind == .contention {
      log.write(.dutyLocked, ["duty": .text(duty.name), "error": .text(error.description)])
    } else {
      log.write(
        .dutyFailed, once: warning,
        ["duty": .text(duty.name), "error": .text(error.description)])
    }
  }
}

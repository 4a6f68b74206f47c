import AMQP
import CivilTime
import Storage

/// Looks after the outbox in the database: deletes what was sent and no transaction has deleted on its way, unpacks and leases
/// what no worker holds any more, and holds consumption when too much waits.
package struct OutboxPoller: BackgroundTask {
  let relay: OutboxRelay
  let sent: SentMessages
  let publisher: PublishConnection
  let gate: ConsumptionGate
  let deadLetters: DeadLetterBacklog
  let metrics: WorkerMetrics
  let log: Log
  private let damagedWarning = OncePerInterval()

  /// Unsent events at which consumption pauses; it resumes at half. Dead letters never pause it: they have a
  /// bound of their own.
  static let mostUnsent = 20_000
  /// How long publishing may be blocked before consumption pauses.
  static let longestBlock = Duration.seconds(5)

  private static let interval = Duration.seconds(1)
  /// Turns between two counts of the unsent messages.
  private static let turnsBetweenCounts = 5
  private static let leasedAtOnce = 500
  /// Turns in a row that another writer may keep the outbox locked before it is worth a warning: lanes that write to
  /// one SQLite file without a pause leave few gaps.
  private static let turnsOfContention = 3

  package func run(over session: BackgroundSession) async {
    let warning = OncePerInterval()
    var turn = 0
    var failures = 0
    while !Task.isCancelled {
      await watchPublisher()
      do throws(StoreError) {
        try await sent.unpackGivenUp(over: session)
        try await sent.deleteIfIdle(over: session)
        while try await lease(over: session) {}
        if turn % Self.turnsBetweenCounts == 0 { try await watchBacklog(over: session) }
        failures = 0
        metrics.noteDatabaseAnswers()
        await gate.release(.databaseOfOutbox)
        await gate.release(.environmentOfOutbox)
      } catch {
        failures += 1
        metrics.note(error)
        await report(error, failures: failures, warning)
      }
      turn += 1
      do { try await Task.sleep(for: Self.interval) } catch { return }
    }
  }

  /// Holds consumption for what stops every request; `failures` turns in a row have failed.
  private func report(
    _ error: StoreError, failures: Int, _ warning: OncePerInterval
  ) async {
    let reasons: (met: ConsumptionGate.Reason, other: ConsumptionGate.Reason)? =
      switch error.kind {
      case .unavailable, .schemaMissing, .schemaTooNew: (.databaseOfOutbox, .environmentOfOutbox)
      case .environment: (.environmentOfOutbox, .databaseOfOutbox)
      case .contention, .constraint, .fault: nil
      }
    if let reasons {
      // The first may be only that of an old session; the next turn has a new one.
      guard failures > 1 else { return }
      await gate.hold(reasons.met, because: error.description)
      await gate.release(reasons.other)
    } else if error.kind != .contention || failures >= Self.turnsOfContention {
      log.write(.outboxUnreadable, once: warning, ["error": .text(error.description)])
    }
  }

  /// Unpacks and leases once; whether there may be more to lease now.
  private func lease(over session: BackgroundSession) async throws(StoreError) -> Bool {
    let room = relay.roomToLease
    let limit = min(room.messages, Self.leasedAtOnce)
    let state = publisher.state
    guard limit > 0, state.isReady, state.blockedSince == nil, !Task.isCancelled else {
      return false
    }
    // By this process's clock, and not later than the lease by the database's.
    let until = UTCInstant.now().adding(microseconds: OutboxLease.duration)
    let (unpacked, leased) = try await session.run { session throws(StoreError) in
      let now = try session.now()
      let unpacked = try session.unpackOverdue(
        limit: limit, bytes: room.bytes, now: now)
      let leased = try session.leaseOutbox(
        limit: limit, bytes: room.bytes, now: now,
        until: now.adding(microseconds: OutboxLease.duration))
      return (unpacked, leased)
    }
    for (id, error) in unpacked.damaged {
      log.write(
        .outboxMessageUnsendable, once: damagedWarning,
        ["id": .text(id), "error": .text("the pack \(error)")])
    }
    guard !leased.isEmpty else { return unpacked.count > 0 }
    log.write(
      .outboxTakenUp,
      ["events": .integer(Int64(leased.count))])
    relay.submit(leased: leased, until: until)
    return leased.count == Self.leasedAtOnce || unpacked.count > 0
  }

  private func watchPublisher() async {
    if let since = publisher.state.blockedSince,
      since.duration(to: MonotonicInstant.now) > Self.longestBlock
    {
      await gate.hold(.publishingBlocked)
    } else {
      await gate.release(.publishingBlocked)
    }
  }

  private func watchBacklog(over session: BackgroundSession) async throws(StoreError) {
    let (unsent, oldest, refused) = try await session.run { session throws(StoreError) in
      let now = try session.now()
      let unsent = try session.countUnsentEvents()
      let oldest = unsent > 0 ? try session.oldestUnsentEvent() : nil
      return (
        unsent,
        oldest.map { now.microsecondsSince1970 - $0.microsecondsSince1970 },
        try session.refusedDeadLetters(until: now)
      )
    }
    metrics.outbox.note(
      OutboxBacklog(messages: unsent, oldestAge: Double(max(0, oldest ?? 0)) / 1_000_000))
    deadLetters.replace(with: refused)
    if unsent > Self.mostUnsent {
      await gate.hold(.outboxFull)
    } else if unsent < Self.mostUnsent / 2 {
      await gate.release(.outboxFull)
    }
  }
}

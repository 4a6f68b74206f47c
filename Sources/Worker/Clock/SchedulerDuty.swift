import Billing
import CivilTime
import Digest
import Messages
import Storage

/// Begins the runs of schedulers whose occurrences are due, and settles the occurrences that get none. A unique key of the
/// database forbids a second run of one occurrence, not that one worker keeps the clock.
struct SchedulerDuty: ClockDuty {
  let messages: BackgroundMessages
  let timeZones: any TimeZoneRules

  var name: String { "beginning the runs of schedulers" }

  private static let atOnce = 50

  func turn(over session: BackgroundSession) async throws(StoreError) -> Bool {
    let due = try await session.run { session throws(StoreError) in
      try session.dueSchedulers(at: try session.now(), limit: Self.atOnce)
    }
    var hasMoved = false
    try await forEach(due) { id throws(StoreError) in
      if try await turn(of: id, over: session) { hasMoved = true }
    }
    return hasMoved && due.count == Self.atOnce
  }

  private func turn(
    of id: InvoiceScheduler.ID, over session: BackgroundSession
  ) async throws(StoreError) -> Bool {
    let timeZones = timeZones
    return try await messages.submit(over: session) {
      transaction, messages, now throws(StoreError) in
      guard let (scheduler, holidays, state) = try transaction.schedulerToTurn(id) else {
        return false
      }
      let turn = scheduler.turn(
        at: now, state: state, holidays: holidays, zones: timeZones,
        deriveIdentifier: { DerivedIdentifier.uuid("invoice-run", $0) })
      // Without what another has settled before.
      let stored = try transaction.write(turn, at: now)
      let writer = RunWriter(now: now)
      if let run = stored.run { writer.announceStart(of: run, &messages) }
      writer.announce(stored.occurrences, &messages)
      if let entry = turn.errorLog {
        let logs = try transaction.record(
          [ErrorLogOccurrence(entry, requestIdentifier: nil)], at: now)
        for log in logs { messages.announce(log, of: nil) }
      }
      return true
    }
  }
}

import CivilTime
import JSON
import Messages
import TestSupport
import TestWorker
import Testing

/// Schedulers that fire while several workers look on (<doc:Schedulers>).
@Suite struct SchedulerTests {
  private static func options(_ store: TestStore, workers: Int) -> RunningSystem.Options {
    var options = RunningSystem.Options()
    options.store = store
    options.workers = workers
    return options
  }

  private func scheduler(
    _ id: String, accounts: [String], _ more: JSONLiteral
  ) -> JSONLiteral {
    let scheduler: JSONLiteral = [
      "type": "InvoiceScheduler", "id": .text(id), "name": "Nightly", "status": "Active",
      "frequency": "Daily", "startDate": "2026-01-01", "time": "00:00", "timeZone": "UTC",
      "action": "Draft",
      "criteria": ["accountIds": .array(accounts.map { .text($0) })],
    ]
    return scheduler.adding(more)
  }

  @Test(
    "A scheduler's run begins by itself, once, whoever keeps the clock", arguments: TestStore.both)
  func fires(on store: TestStore) async throws {
    try await RunningSystem.run(Self.options(store, workers: 3)) { system in
      let customers = Customers(in: system)
      let account = try await customers.store("A")
      // Past when it is made Active: it runs now.
      try await system.store(
        scheduler(
          customers.name, accounts: [account],
          ["frequency": "Once", "startDate": "2026-02-01", "targetDateOffset": 0]))
      let end = try await system.events.first("the scheduler's run") {
        $0.routingKey == "invoice-run.completed.v1"
          && $0.data["schedulerId"].text == customers.name
      }
      #expect(end.data["runDate"].text == "2026-02-01")
      #expect(end.data["targetDate"].text == "2026-02-01")
      #expect(end.data["scheduledFor"].text?.hasPrefix("2026-02-01T00:00:00") == true)
      #expect(end.counter("invoicesMade") == 1)
      #expect(
        try system.column(
          "SELECT run_id FROM scheduler_occurrence WHERE scheduler_id = '\(customers.name)'")
          == [end.data["invoiceRunId"].text ?? ""])
      #expect(
        try system.count(
          "SELECT count(*) FROM invoice_run WHERE scheduler_id = '\(customers.name)'") == 1)
    }
  }

  @Test(
    "E42: what is due while the run before is not over is skipped and reported, or waits for it",
    arguments: ["Skip", "Queue"], TestStore.both)
  func overlap(_ onOverlap: String, on store: TestStore) async throws {
    // Nobody does the work of runs, so the first lasts.
    try await RunningSystem.runWithoutRuns(on: store) { system in
      let customers = Customers(in: system)
      let (id, first) = (customers.name, "\(customers.name).1")
      let account = try await customers.store("A")
      // A minute or two ago: today's is past when it is made Active, and its next is tomorrow's.
      let (day, time) = Self.minuteBefore(UTCInstant.now())
      try await system.store(
        scheduler(
          id, accounts: [account], ["time": .text(time), "onOverlap": .text(onOverlap)]))
      try await system.start(.startRun(first, accounts: [account]))
      try begin(first, on: day.adding(days: -1), at: time, of: id, in: system)
      try makeDue(day, at: time, of: id, in: system)
      if onOverlap == "Skip" {
        let skipped = try await system.events.first("what is skipped") {
          $0.routingKey == "invoice-run.skipped.v1" && $0.data["schedulerId"].text == id
        }
        #expect(skipped.data["reason"].text == "StillRunning")
        #expect(skipped.data["localDate"].text == day.description)
      } else {
        try await eventually("it waits") {
          try system.count(
            """
            SELECT count(*) FROM scheduler_occurrence
            WHERE scheduler_id = '\(id)' AND outcome = 'Waiting'
            """) == 1
        }
      }
      #expect(try system.count("SELECT count(*) FROM invoice_run") == 1)
      try system.startWorker(queues: [.run])
      #expect(try await system.ended(first).data["schedulerId"].text == id)
      guard onOverlap == "Queue" else { return }
      let second = try await system.events.first("the second run") {
        $0.routingKey == "invoice-run.completed.v1" && $0.data["schedulerId"].text == id
          && $0.data["invoiceRunId"].text != first
      }
      #expect(second.data["runDate"].text == day.description)
    }
  }

  /// The day and "HH:MM", in UTC.
  private static func minuteBefore(_ instant: UTCInstant) -> (CivilDate, String) {
    let before = instant.adding(microseconds: -60_000_000)
    return (before.date, String("\(before)".dropFirst(11).prefix(5)))
  }

  private func instant(_ day: CivilDate, at time: String) throws -> UTCInstant {
    try #require(UTCInstant(rfc3339: "\(day)T\(time):00Z"))
  }

  /// Has a run be the one that the scheduler began on a day, in time.
  private func begin(
    _ run: String, on day: CivilDate, at time: String, of scheduler: String,
    in system: RunningSystem
  ) throws {
    let began = try instant(day, at: time)
    try system.execute(
      """
      UPDATE invoice_run SET scheduler_id = '\(scheduler)', scheduled_for = '\(began)',
        started_at = '\(began)', run_date = '\(day)' WHERE id = '\(run)'
      """)
  }

  /// Has the occurrence of a day due, as if it had been waited for.
  private func makeDue(
    _ day: CivilDate, at time: String, of scheduler: String, in system: RunningSystem
  ) throws {
    let due = try instant(day, at: time)
    try system.execute(
      """
      UPDATE invoice_scheduler SET next_rule_date = '\(day)', next_local_date = '\(day)',
        next_instant = '\(due)' WHERE id = '\(scheduler)'
      """)
  }
}

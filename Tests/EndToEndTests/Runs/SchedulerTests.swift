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
    "E42: what is due while the run before is not over is skipped and told, or waits for it",
    arguments: ["Skip", "Queue"], TestStore.both)
  func overlap(_ onOverlap: String, on store: TestStore) async throws {
    try await RunningSystem.run(Self.options(store, workers: 0)) { system in
      // Nobody does the work of runs, so the first lasts.
      try system.startWorker(queues: WorkQueue.allCases.filter { $0 != .run })
      let customers = Customers(in: system)
      let id = customers.name
      let account = try await customers.store("A")
      try await system.store(
        scheduler(
          id, accounts: [account], ["onOverlap": .text(onOverlap), "onMissed": "RunAll"]))
      _ = try makeDue(.behind, of: id, in: system)
      let first = try await system.events.first("the first run") {
        $0.routingKey == "invoice-run.started.v1" && $0.data["schedulerId"].text == id
      }
      let later = try makeDue(.ahead, of: id, in: system)
      if onOverlap == "Skip" {
        let skipped = try await system.events.first("what is skipped") {
          $0.routingKey == "invoice-run.skipped.v1" && $0.data["schedulerId"].text == id
        }
        #expect(skipped.data["reason"].text == "StillRunning")
        #expect(skipped.data["localDate"].text == later.description)
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
      _ = try await system.ended(first.data["invoiceRunId"].text ?? "")
      guard onOverlap == "Queue" else { return }
      let second = try await system.events.first("the second run") {
        $0.routingKey == "invoice-run.completed.v1" && $0.data["schedulerId"].text == id
          && $0.data["invoiceRunId"].text != first.data["invoiceRunId"].text
      }
      #expect(second.data["runDate"].text == later.description)
    }
  }

  /// The zones that are furthest behind and ahead. They are 25 hours apart, so their days differ at any time.
  private enum Place: String {
    case behind = "Pacific/Pago_Pago"
    case ahead = "Pacific/Kiritimati"

    var hours: Int { self == .behind ? -11 : 14 }
  }

  /// Has an occurrence due this minute, by the clocks of a place.
  ///
  /// - Returns: its local day.
  private func makeDue(
    _ place: Place, of scheduler: String, in system: RunningSystem
  ) throws -> CivilDate {
    let minute: Int64 = 60_000_000
    let now = UTCInstant.now().microsecondsSince1970 / minute * minute
    let local = UTCInstant(microsecondsSince1970: now + Int64(place.hours) * 60 * minute)
    let day = local.date
    try system.execute(
      """
      UPDATE invoice_scheduler SET time_zone = '\(place.rawValue)',
        minute_of_day = \(local.secondsSince1970 / 60 % 1_440),
        next_rule_date = '\(day)', next_local_date = '\(day)',
        next_instant = '\(UTCInstant(microsecondsSince1970: now))' WHERE id = '\(scheduler)'
      """)
    return day
  }
}

import AMQP
import TestSupport

/// A run over many accounts, in several chunks, of which some cannot be taxed; it makes drafts, and another run posts them. The
/// result does not depend on what happens to the workers meanwhile.
package struct RunLoad: Sendable {
  private let accounts: [String]
  /// Of the accounts, those that cannot be taxed.
  private let faulty: Set<String>

  /// What the identifiers of its requests, accounts and schedules begin with.
  package static let prefix = "run-load-"
  /// Its schedules' lines are not those of other loads.
  package static let ownSchedules = "billing_schedule_id LIKE '\(prefix)%'"

  private static let run = "\(prefix)run"
  private static let months = 3

  package init(accounts count: Int) {
    accounts = (1...count).map { "\(Self.prefix)\($0)" }
    faulty = Set(accounts.enumerated().lazy.filter { $0.offset % 40 == 7 }.map(\.element))
  }

  /// Of all requests, those sent to prepare it among them.
  package var identifiers: Set<String> {
    [Self.run, "\(Self.prefix)records"]
  }

  /// Stores the records.
  package func prepare(_ system: RunningSystem) async throws {
    try await system.store(
      [SampleRecords.taxTreatment("\(Self.prefix)none", code: "\(Self.prefix)none")]
        + accounts.enumerated().flatMap { place, account in
          [
            SampleRecords.account(account),
            SampleRecords.schedule(
              account, account: account, amount: "\(place % 7 + 1).01",
              faulty.contains(account) ? ["taxTreatmentId": "\(Self.prefix)none"] : [:]),
          ]
        }, id: "\(Self.prefix)records")
  }

  /// The request that starts it.
  package var request: SampleRequest {
    .startRun(
      Self.run, id: Self.run, accounts: accounts, targetDate: "2026-0\(Self.months + 1)-01",
      ["then": ["post": true]])
  }

  private var billed: [String] {
    accounts.filter { !faulty.contains($0) }
  }

  /// In hundredths.
  private var total: Int {
    accounts.enumerated().reduce(0) { sum, place in
      faulty.contains(place.element)
        ? sum : sum + Self.months * ((place.offset % 7 + 1) * 100 + 1)
    }
  }

  /// Waits until the run has ended, and the one that posts what it made.
  package func awaitEnd(in system: RunningSystem) async throws {
    _ = try await system.ended(Self.run)
    _ = try await system.endedAfter(Self.run)
  }

  /// What is not as an undisturbed run leaves it, a sentence each.
  package func violations(in system: RunningSystem) throws -> [String] {
    var violations: [String] = []
    func expect<Value: Equatable>(_ found: Value, _ expected: Value, _ what: String) {
      if found != expected { violations.append("\(what): \(found) in place of \(expected)") }
    }
    let ends = system.events("invoice-run.completed.v1", ofRun: Self.run)
    expect(ends.count, 1, "ends of the run")
    guard let end = ends.first else { return violations }
    let amount = "\(total / 100).\(total % 100 < 10 ? "0" : "")\(total % 100)"
    expect(end.data["status"].text, "CompletedWithErrors", "status")
    expect(end.counter("invoicesMade"), billed.count, "invoices made")
    expect(end.counter("schedulesBilled"), billed.count, "schedules billed")
    expect(end.counter("schedulesFailed"), faulty.count, "schedules failed")
    expect(end.counter("lines"), billed.count * Self.months, "lines")
    expect(end.totals, ["USD \(billed.count) \(amount)"], "totals")
    expect(end.data["errorCount"].text, "\(faulty.count)", "errors")
    expect(
      Set(end.data["errors"].texts("accountId")), faulty, "accounts with errors")
    expect(
      end.data["counters"]["chunks"]["made"], end.data["counters"]["chunks"]["done"], "chunks")
    let posted = system.events.messages.filter { $0.isOfRunAfter(Self.run) }
    expect(Set(posted.map(\.id)).count, 1, "ends of the run that posts")
    expect(posted.first?.counter("invoicesPosted"), billed.count, "invoices posted")
    expect(posted.first?.totals, end.totals, "totals posted")
    expect(
      try system.invoiceCount(ofRun: Self.run, "status = 'Posted'"), billed.count,
      "invoices stored")
    expect(
      try system.count(
        "SELECT count(*) FROM (SELECT account_id FROM invoice WHERE invoice_run_id = '\(Self.run)'"
          + " GROUP BY 1 HAVING count(*) > 1) AS twice"), 0, "accounts billed twice")
    expect(
      try system.count(
        "SELECT count(*) FROM billing_schedule WHERE id LIKE '\(Self.prefix)%' AND status = 'Error'"
      ),
      faulty.count, "schedules in Error")
    return violations
  }
}

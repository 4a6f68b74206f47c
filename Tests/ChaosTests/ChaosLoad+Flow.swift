import TestSupport
import TestWorker
import Testing

extension ChaosLoad {
  static let scheduledLines = """
    SELECT count(*) FROM invoice_line
    WHERE billing_schedule_id IS NOT NULL AND NOT (\(LedgerLoad.ownSchedules))
      AND NOT (\(RunLoad.ownSchedules))
    """

  /// Waits for everything that was promised, stops the workers, and counts.
  func expectEverything(
    in system: RunningSystem, and ledger: LedgerLoad? = nil, _ run: RunLoad? = nil,
    stopping workers: [WorkerProcess]
  ) async throws {
    let identifiers = identifiers.union(ledger?.identifiers ?? []).union(run?.identifiers ?? [])
    if let run {
      // What the killed had leased, others would wait for.
      try OutcomeChecker(system).endLeases()
      try await run.awaitEnd(in: system)
    }
    try await eventually("every request has an outcome") {
      // The records are one more.
      try system.count("SELECT count(*) FROM request WHERE outcome IS NOT NULL")
        == identifiers.count + 1
    }
    try await system.finish(stopping: workers)
    let checker = OutcomeChecker(system)
    let violations = try checker.violations(confirmed: identifiers.sorted())
    #expect(violations.isEmpty)
    #expect(try ledger?.violations(in: system).isEmpty ?? true)
    #expect(try run?.violations(in: system).isEmpty ?? true)
    #expect(try system.count(Self.scheduledLines) == lineCount)
    #expect(try system.count("SELECT count(*) FROM ingested_invoice") == documentCount)
    // No outage is held against a request.
    let failed = try system.column(
      """
      SELECT identifier || ': ' || outcome FROM request
      WHERE outcome <> 'Succeeded' AND identifier NOT LIKE 'E%'
        AND identifier NOT LIKE '\(LedgerLoad.prefix)%'
      """)
    #expect(failed.isEmpty)
    #expect(try system.count("SELECT count(*) FROM request WHERE is_internal_error") == 0)
    #expect(system.dead.messages.isEmpty)
  }
}

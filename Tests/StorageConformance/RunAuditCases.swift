internal import Billing
internal import CivilTime
internal import Storage
internal import Testing

extension ConformanceCase {
  /// After a run's end its counters are what a query counts.
  static let runAudits = [
    ConformanceCase("an audit counts what runs made, and finds nothing where it agrees") { opener in
      try storeRuns(in: opener)
      let check = try runsCheck(opener)
      #expect(check.breaches == [])
      #expect(check.counted == 2, "one that is Running still counts")
    },

    ConformanceCase("an audit names each counter of a run that is not what there is") { opener in
      try storeRuns(in: opener)
      for (damage, sentence) in [
        (
          "UPDATE invoice_run SET error_count = 3 WHERE id = 'RUN-1'",
          "Run RUN-1 counts 3 errors; there are 2."
        ),
        (
          "DELETE FROM invoice_run_failed_schedule",
          "Run RUN-1 counts 1 failed schedules; there are 0."
        ),
        (
          "UPDATE invoice_run SET line_count = 3 WHERE id = 'RUN-1'",
          "Run RUN-1 counts 3 lines; there are 2."
        ),
        (
          "UPDATE invoice_run SET invoices_failed = 0 WHERE id = 'RUN-2'",
          "Run RUN-2 counts 0 failed invoices; there are 1."
        ),
        (
          "UPDATE invoice_run SET schedules_billed = 1 WHERE id = 'RUN-1'",
          "Run RUN-1 counts 1 billed schedules; there are 2."
        ),
        (
          "UPDATE invoice_run_total SET total_amount = '1.00' WHERE chunk_no = 0",
          "Run RUN-1 counts invoices in USD: 2 of 1.00 USD; there are 2 of -402.00 USD."
        ),
        (
          "UPDATE invoice SET invoice_run_id = 'RUN-2' WHERE id = 'I-1'",
          "Run RUN-2 counts 0 invoices; there are 1."
        ),
      ] as [(SQL, String)] {
        try opener.open(for: .processing).execute(damage)
        let breaches = try runsCheck(opener).breaches
        #expect(breaches.contains(sentence), "\(breaches)")
      }
    },
  ]

  private static func runsCheck(_ opener: any DatabaseOpener) throws -> AuditReport.Check {
    let report = try Audit.run(over: Queries(try opener.session(for: .reading)))
    return try #require(report.checks.first { $0.promise == .runs })
  }

  /// One that billed, the preview of one, and one that is Running.
  private static func storeRuns(in opener: any DatabaseOpener) throws {
    let session = try opener.migrated()
    let run = try RunFixtures.run()
    let preview = try RunFixtures.run("RUN-2", .preview)
    try session.begin(run, preview, try RunFixtures.run("RUN-3"))
    var invoices: [Invoice] = []
    for number in 1...2 {
      var invoice = try Fixtures.invoice(
        RecordID("I-\(number)"), of: "A00001", schedules: [RecordID("A00001-\(number)")])
      invoice.invoiceRunId = run.id
      invoices.append(invoice)
    }
    try session.store(try RunFixtures.accounts([4]), invoices: invoices)
    for run in [run, preview] {
      #expect(try session.selectPage(of: run) == [1])
      var plan = RunChunkPlan(decision: Decision(outcome: .succeeded))
      plan.counters.invoicesMade = 2
      plan.counters.lines = 2
      plan.counters.schedulesBilled = 2
      plan.counters.schedulesFailed = 1
      plan.counters.invoicesFailed = 1
      plan.totals = [try RunFixtures.totals("-402.00", "USD", invoices: 2)]
      // Two faults of one invoice.
      plan.errors = ["m", "n"].map {
        RunError(accountId: "A00001", groupingKey: "k", code: .internalError, message: $0)
      }
      if run.kind == .generate {
        plan.decision.effects.progress = [
          ScheduleProgress(
            billingScheduleId: "A00001-3", progress: try Fixtures.progress(status: .error))
        ]
      }
      try session.complete(1, of: run, with: plan)
      try session.end(try #require(try session.runToEnd(run.id)), .completedWithErrors)
    }
  }
}

internal import Billing
internal import CivilTime
internal import Monetary
internal import Storage
internal import Testing

/// Tasks, and what accounts are charged by.
extension ConformanceCase {
  static let tasks = [
    ConformanceCase("a task comes back as it was stored, with all its fields and with none") {
      opener in
      let session = try opener.migrated()
      try session.storeInvoiced([try LedgerFixtures.invoice("I-1", "100.00")])
      var full = task("T-1", .charge, retryOf: "T-0")
      full.amount = try Fixtures.usd("100.00")
      full.savedPaymentMethodId = "PM-1"
      let sparse = task("T-2", .sync)
      try session.write(requested: [full, sparse])
      #expect(try Queries(session).tasks(of: "I-1") == [full, sparse])
      #expect(try Queries(session).tasks(of: "I-2") == [])
      // Of more than are asked for the latest, in their order.
      try session.write(requested: [task("T-0", .send)])
      #expect(try Queries(session).tasks(of: "I-1", limit: 2).map(\.id) == ["T-2", "T-0"])
    },

    ConformanceCase("an account is shown with how it pays, without what pays for it") { opener in
      let session = try opener.migrated()
      try session.storeInvoiced([try LedgerFixtures.invoice("I-1", "100.00")])
      try session.store([method("PM-1", isDefault: true), method("PM-0")])
      let view = try Queries(session).account("ACC-1", today: Fixtures.date("2026-11-20"))
      let methods = try #require(view?.paymentMethods)
      #expect(methods.map(\.id) == ["PM-0", "PM-1"])
      #expect(methods.map(\.isAccountDefault) == [false, true])
      #expect(methods.allSatisfy { $0.token == nil })
    },

    ConformanceCase("a report changes its task and no other, and locks its invoice's account") {
      opener in
      let session = try opener.migrated()
      try session.storeInvoiced([try LedgerFixtures.invoice("I-1", "100.00")])
      let other = task("T-2", .sync)
      try session.write(requested: [task("T-1", .send), other])
      let report = ReportTask(taskId: "T-1", status: .failed, message: "bounced")
      let facts = try session.load(report.factsNeeded)
      #expect(facts.accounts["ACC-1"] != nil)
      var reported = try #require(facts.tasks.tasks["T-1"])
      reported.status = .failed
      reported.message = "bounced"
      try session.write(reported: [reported])
      #expect(try Queries(session).tasks(of: "I-1") == [reported, other])
    },

    ConformanceCase("what tasks need is loaded: the latest of each kind, the invoice, what pays it")
    { opener in
      let session = try opener.migrated()
      var invoice = try LedgerFixtures.invoice("I-1", "100.00")
      invoice.savedPaymentMethodId = "OWN"
      try session.storeInvoiced([invoice])
      try session.store([
        method("OWN"), method("DEFAULT", isDefault: true), method("OTHER"),
      ])
      try session.write(
        requested: [task("T-9", .send), task("T-1", .send, retryOf: "T-9"), task("T-2", .sync)])
      let facts = try session.load(
        RunTasks(scope: .invoices(["I-1", "NONE"]), kinds: [.charge]).factsNeeded)
      #expect(facts.invoices["I-1"]?.lines.count == invoice.lines.count)
      #expect(facts.lineCounts["I-1"] == invoice.lines.count)
      #expect(facts.tasks.latest(.send, of: "I-1")?.id == "T-1")
      #expect(facts.tasks.latest(.sync, of: "I-1")?.id == "T-2")
      #expect(facts.tasks.latest(.charge, of: "I-1") == nil)
      #expect(Set(facts.paymentMethods.keys) == ["OWN", "DEFAULT"])
      let others = try session.load(
        RunTasks(scope: .invoices(["I-1"]), kinds: [.send]).factsNeeded)
      #expect(others.paymentMethods.isEmpty)
    },

    ConformanceCase("of a kind the latest task is loaded, and the latest that has not failed") {
      opener in
      let session = try opener.migrated()
      try session.storeInvoiced([try LedgerFixtures.invoice("I-1", "100.00")])
      let run = RunTasks(scope: .invoices(["I-1"]), kinds: [.send])
      // Neither the identifiers nor the places of the rows say which one is later.
      var rows = [task("T-5", .send), task("T-9", .send), task("T-3", .send), task("T-1", .send)]
      try session.write(requested: rows)
      rows[0].status = .succeeded
      rows[3].status = .failed
      try session.write(reported: [rows[3]])
      try session.write(reported: [rows[0]])
      var facts = try session.load(run.factsNeeded)
      #expect(facts.tasks.latest(.send, of: "I-1") == rows[3])
      #expect(facts.tasks.latestNotFailed(.send, of: "I-1") == rows[2])
      #expect(facts.tasks.latestNotFailed(.sync, of: "I-1") == nil)
      // Of those that the same batch reports none hides another.
      var needed = run.factsNeeded
      for id: InvoiceTask.ID in ["T-3", "T-5"] {
        needed.formUnion(ReportTask(taskId: id, status: .failed).factsNeeded)
      }
      facts = try session.load(needed)
      #expect(facts.tasks.latest(.send, of: "I-1") == rows[3])
      #expect(facts.tasks.latestNotFailed(.send, of: "I-1") == rows[2])
      rows[2].status = .failed
      facts.tasks.insert(rows[2])
      #expect(facts.tasks.latestNotFailed(.send, of: "I-1") == rows[1])
    },

    ConformanceCase("whether payment methods are known is found out where one is named") { opener in
      let session = try opener.migrated()
      try session.store([.account(try Fixtures.account())])
      var needed = FactsNeeded()
      needed.tasks.paymentMethodsNamed = ["NONE"]
      #expect(!(try session.load(needed)).records.holdsPaymentMethods)
      try session.store([method("OTHER")])
      #expect(try session.load(needed).records.holdsPaymentMethods)
    },
  ]

  /// A database from before there were tasks.
  static let upgradesOfTasks = [
    ConformanceCase("runs from before ask for no tasks, and invoices have none") { opener in
      let earlier = try EarlierDatabase(opener, version: 15)
      try earlier.execute(
        """
        INSERT INTO invoice_run (
          id, kind, status, run_date, is_target_date_inclusive, allows_zero_amount_invoices,
          posts_when_ended, retries_when_ended, started_at, error_count
        ) VALUES ('RUN-1', 'Post', 'Completed', \(try Fixtures.date("2026-02-01")), \(false),
          \(false), \(false), \(false), \(Fixtures.now), 0)
        """)
      try earlier.upgrade()
      let session = try opener.session()
      try session.storeInvoiced([try LedgerFixtures.invoice("I-1", "100.00")])
      let run = try #require(try Queries(session).run("RUN-1"))
      #expect(run.tasks == nil && run.email == nil && run.then.isEmpty)
      #expect(run.counters.tasksRequested == 0 && run.counters.emailsQueued == 0)
      #expect(try Queries(session).tasks(of: "I-1") == [])
      try session.write(requested: [task("T-1", .send)])
      #expect(try Queries(session).tasks(of: "I-1").count == 1)
    }
  ]

  private static func task(
    _ id: InvoiceTask.ID, _ kind: InvoiceTask.Kind, retryOf: InvoiceTask.ID? = nil
  ) -> InvoiceTask {
    InvoiceTask(
      id: id, invoiceId: "I-1", kind: kind, retryOf: retryOf, requestedAt: Fixtures.now,
      request: RequestKey(source: "crm", identifier: "r-1"))
  }

  private static func method(_ id: SavedPaymentMethod.ID, isDefault: Bool = false) -> Record {
    .savedPaymentMethod(
      SavedPaymentMethod(
        id: id, accountId: "ACC-1", kind: .card, displayName: "Visa", isAccountDefault: isDefault))
  }
}

extension StoreSession {
  fileprivate func write(
    requested: [InvoiceTask] = [], reported: [InvoiceTask] = []
  ) throws(StoreError) {
    var effects = TaskEffects()
    effects.requested = requested
    effects.reported = reported
    let written = effects
    try transaction { transaction throws(StoreError) in try transaction.write([written]) }
  }
}

import AMQP
import JSON
import TestSupport
import TestWorker
import Testing

/// Runs through the real broker, by two workers (<doc:InvoiceRuns>).
@Suite(.bothStores) struct RunTests {
  @Test(
    "E43: what a run makes, passes over and fails on is counted and reported, by currency",
    arguments: TestStore.both)
  func counted(on store: TestStore) async throws {
    let customers = try Customers(on: store)
    let (system, run) = (customers.system, customers.name)
    let a = try await customers.store("A", currency: "EUR", amounts: ["125.00", "62.50"])
    let b = try await customers.store("B")
    try await system.store(
      SampleRecords.suspension("\(b).s", schedule: "\(b).0", from: "2026-01-01"))
    try await system.store(SampleRecords.taxTreatment("\(run).T", code: run))
    let c = try await customers.store("C", ["taxTreatmentId": .text("\(run).T")])
    let d = try await customers.store("D", currency: "JPY", amounts: ["1100"])

    let accepted = try await system.start(.startRun(run, accounts: [a, b, c, d]))
    #expect(accepted.data["invoiceRun"]["status"].text == "Running")
    #expect(accepted.data["invoices"].elements.isEmpty)
    let end = try await system.ended(run)
    #expect(end.data["status"].text == "CompletedWithErrors")
    #expect(end.counter("invoicesMade") == 3)
    #expect(end.counter("invoicesFailed") == 1)
    #expect(end.counter("schedulesFailed") == 1)
    #expect(end.skipped("Suspended") == 1)
    #expect(end.totals == ["EUR 2 187.50", "JPY 1 1100"])
    #expect(end.data["errorCount"].text == "1")
    #expect(end.data["errors"][0]["accountId"].text == c)
    #expect(end.data["errors"][0]["billingScheduleIds"].texts == ["\(c).0"])
    #expect(try system.schedule("\(c).0", "status") == "Error")
    #expect(try system.schedule("\(b).0", "status") == "ReadyForInvoicing")

    #expect(end.properties.correlationId == run)
    #expect(system.events("invoice-run.started.v1", ofRun: run).count == 1)
    let drafted = system.events("invoice.drafted.v1", of: run)
    #expect(Set(drafted.map { $0.data["invoiceRunId"].text }) == [run])
    #expect(Set(drafted.map(\.id)).count == 3)
    #expect(try system.invoiceCount(ofRun: run) == 3)
    let logs = try system.column(
      "SELECT category FROM error_log WHERE primary_id = '\(c)'")
    #expect(logs == ["InvoiceRun"])
  }

  @Test("A run of many accounts is done in chunks, each once", arguments: TestStore.both)
  func chunks(on store: TestStore) async throws {
    let customers = try Customers(on: store)
    let (system, run) = (customers.system, customers.name)
    let accounts = try await customers.many(230)
    let end = try await system.run(.startRun(run, accounts: accounts, action: "Posted"))
    #expect(end.data["status"].text == "Completed")
    #expect(end.counter("accountsSelected") == 230)
    #expect(end.counter("invoicesMade") == 230)
    #expect(end.counter("invoicesPosted") == 230)
    #expect(end.totals == ["USD 230 2300.00"])
    let chunks = end.data["counters"]["chunks"]
    #expect(chunks["made"].text == "5")
    #expect(chunks["done"].text == "5")
    #expect(try system.invoiceCount(ofRun: run) == 230)

    // What was due is billed: another run over the same finds nothing.
    let again = try await system.run(.startRun("\(run).2", accounts: accounts))
    #expect(again.data["status"].text == "Completed")
    #expect(again.counter("invoicesMade") == 0)
    #expect(again.counter("accountsSelected") == 0)
  }

  @Test(
    "A preview shows what a run would make, and stores no invoice", arguments: TestStore.both)
  func preview(on store: TestStore) async throws {
    let customers = try Customers(on: store)
    let (system, run) = (customers.system, customers.name)
    let accounts = try await customers.many(25)
    let preview = try await system.run(.previewRun("\(run).p", accounts: accounts))
    #expect(preview.data["kind"].text == "Preview")
    #expect(preview.data["samples"].elements.count == 20)
    #expect(try system.invoiceCount(ofRun: "\(run).p") == 0)
    #expect(try system.schedule(accounts[0], "next_billing_date") == "2026-01-01")
    let made = try await system.run(.startRun(run, accounts: accounts))
    for counter in ["accountsSelected", "schedulesBilled", "invoicesMade", "lines"] {
      #expect(preview.counter(counter) == made.counter(counter), "\(counter)")
    }
    #expect(preview.totals == made.totals)
  }

  @Test("then.post: the drafts of a run are posted when it ends", arguments: TestStore.both)
  func thenPost(on store: TestStore) async throws {
    let customers = try Customers(on: store)
    let (system, run) = (customers.system, customers.name)
    let accounts = try await customers.many(3)
    _ = try await system.run(.startRun(run, accounts: accounts, ["then": ["post": true]]))
    let posted = try await system.endedAfter(run)
    #expect(posted.data["kind"].text == "Post")
    #expect(posted.data["status"].text == "Completed")
    #expect(posted.counter("invoicesPosted") == 3)
    #expect(posted.totals == ["USD 3 30.00"])
    #expect(try system.invoiceCount(ofRun: run, "status = 'Posted'") == 3)

    // Whoever posts them again finds them posted.
    let again = try await system.complete(.postRun(run))
    let second = try await system.ended(again.data["invoiceRun"]["invoiceRunId"].text ?? "")
    #expect(second.counter("invoicesPosted") == 0)
    #expect(second.skipped("AlreadyPosted") == 3)
  }

  @Test(
    "Recover and retry: what failed is ready again, and billed once its cause is gone",
    arguments: TestStore.both)
  func recovered(on store: TestStore) async throws {
    let customers = try Customers(on: store)
    let (system, run) = (customers.system, customers.name)
    try await system.store(SampleRecords.taxTreatment("\(run).T", code: run))
    let sound = try await customers.store("A")
    let failing = try await customers.store("B", ["taxTreatmentId": .text("\(run).T")])
    let first = try await system.run(.startRun(run, accounts: [sound, failing]))
    #expect(first.data["status"].text == "CompletedWithErrors")
    try await system.store(SampleRecords.taxRate("\(run).R", code: run, percent: "10"))
    let accepted = try await system.start(.recoverRun(run, ["retry": true]))
    let recovery = try await system.ended(
      accepted.data["invoiceRun"]["invoiceRunId"].text ?? "")
    #expect(recovery.data["kind"].text == "Recover")
    #expect(recovery.counter("recovered") == 1)
    #expect(recovery.counter("unrecovered") == 0)
    let retry = try await system.events.first("the end of the retry") {
      $0.routingKey == "invoice-run.completed.v1" && $0.data["retryOf"].text == run
    }
    #expect(retry.data["status"].text == "Completed")
    #expect(retry.counter("accountsSelected") == 1)
    #expect(retry.totals == ["USD 1 110.00"])
    #expect(try system.invoices(of: failing).count == 1)
    #expect(try system.invoices(of: sound).count == 1)
  }

  @Test("A run's identifier is used once", arguments: TestStore.both)
  func identifierUsedOnce(on store: TestStore) async throws {
    let customers = try Customers(on: store)
    let (system, run) = (customers.system, customers.name)
    let account = try await customers.store("A")
    _ = try await system.run(.startRun(run, accounts: [account]))
    let second = try await system.complete(.startRun(run, accounts: [account]))
    #expect(second.errorCodes == ["INVOICE_RUN_EXISTS"])
    #expect(second.data["invoiceRun"].isNull)
  }
}

import AMQP
import JSON
import TestSupport
import TestWorker
import Testing

/// What runs and requests do at the same moment (<doc:Lifecycle#What-happens-at-the-same-moment>).
@Suite(.bothStores(workersOneByOne: 3)) struct RunMomentTests {
  @Test(
    "E44: a request and a run for the same account: one set of invoices, and the other finds nothing due",
    arguments: TestStore.both)
  func requestAndChunk(on store: TestStore) async throws {
    let system = try BothStores.system(on: store)
    for round in 1...6 {
      let customers = Customers(in: system)
      let account = try await customers.store("A")
      let request = SampleRequest.generate(id: newIdentifier(), ["accountId": .text(account)])
      let start = SampleRequest.startRun(customers.name, accounts: [account])
      try await system.publish(round.isMultiple(of: 2) ? [request, start] : [start, request])
      let completion = try await system.completion(request.properties.messageId ?? "")
      let end = try await system.ended(customers.name)
      #expect(completion.outcome == "Succeeded")
      #expect(end.data["status"].text == "Completed")
      #expect(try system.invoices(of: account).count == 1)
      if completion.data["invoices"].elements.isEmpty {
        #expect(completion.data["skipped"].texts("reason") == ["NotDue"])
        #expect(end.counter("invoicesMade") == 1)
      } else {
        #expect(end.counter("invoicesMade") == 0)
      }
    }
  }

  @Test("Two runs over the same accounts bill them once", arguments: TestStore.both)
  func runAndRun(on store: TestStore) async throws {
    let customers = try Customers(on: store)
    let (system, run) = (customers.system, customers.name)
    let accounts = try await customers.many(120)
    try await system.publish([
      .startRun("\(run).1", accounts: accounts, action: "Posted"),
      .startRun("\(run).2", accounts: accounts, action: "Posted"),
    ])
    let one = try await system.ended("\(run).1")
    let two = try await system.ended("\(run).2")
    #expect((one.counter("invoicesMade") ?? 0) + (two.counter("invoicesMade") ?? 0) == 120)
    for end in [one, two] {
      let id = end.data["invoiceRunId"].text ?? ""
      #expect(try system.invoiceCount(ofRun: id) == end.counter("invoicesMade"))
      #expect(end.data["status"].text == "Completed")
    }
  }

  @Test("After a cancel's completion no invoice of the run is made", arguments: TestStore.both)
  func cancelAndChunks(on store: TestStore) async throws {
    let customers = try Customers(on: store)
    let (system, run) = (customers.system, customers.name)
    let accounts = try await customers.many(400)
    try await system.start(.startRun(run, accounts: accounts))
    let completion = try await system.complete(.cancelRun(run))
    let count = try system.invoiceCount(ofRun: run)
    if completion.outcome == "Succeeded" {
      #expect(completion.data["invoiceRun"]["status"].text == "Canceled")
      let end = try await system.ended(run)
      #expect(end.data["status"].text == "Canceled")
      #expect(end.counter("invoicesMade") == count)
    } else {
      // It had ended by itself.
      #expect(completion.errorCodes == ["INVOICE_RUN_NOT_RUNNING"])
      #expect(count == 400)
    }
    try await system.awaitEmptyQueues()
    // What was under way when the queue was empty has been committed by the time another run is done.
    let marker = Customers(in: system)
    _ = try await system.run(.startRun(marker.name, accounts: [try await marker.store("A")]))
    #expect(try system.invoiceCount(ofRun: run) == count)
    #expect(system.events("invoice-run.completed.v1", ofRun: run).count == 1)
  }

  @Test("cancelDrafts: what the run has made is canceled", arguments: TestStore.both)
  func cancelDrafts(on store: TestStore) async throws {
    let customers = try Customers(on: store)
    let (system, run) = (customers.system, customers.name)
    let accounts = try await customers.many(400)
    try await system.start(.startRun(run, accounts: accounts))
    let completion = try await system.complete(.cancelRun(run, ["cancelDrafts": true]))
    guard completion.outcome == "Succeeded" else {
      #expect(completion.errorCodes == ["INVOICE_RUN_NOT_RUNNING"])
      return
    }
    let canceling = try await system.endedAfter(run)
    #expect(canceling.data["kind"].text == "Cancel")
    let made = try system.invoiceCount(ofRun: run)
    #expect(canceling.counter("invoicesCanceled") == made)
    #expect(try system.invoiceCount(ofRun: run, "status = 'Canceled'") == made)
  }
}

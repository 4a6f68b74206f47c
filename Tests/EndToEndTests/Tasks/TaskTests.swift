import AMQP
import JSON
import TestSupport
import TestWorker
import Testing

/// Tasks by hand, of a run and of a contract, through the real broker (<doc:InvoiceTasks>).
@Suite(.bothStores) struct TaskTests {
  private static func method(_ account: String, _ more: JSONLiteral = [:]) -> JSONLiteral {
    let method: JSONLiteral = [
      "type": "SavedPaymentMethod", "id": .text("\(account).pm"), "accountId": .text(account),
      "kind": "Card", "displayName": "Visa ending in 4242", "token": .text("tok-\(account)"),
      "last4": "4242", "expiresOn": "2099-12", "isDefault": true,
    ]
    return method.adding(more)
  }

  private static func runTasks(
    _ invoice: String, _ tasks: JSONLiteral, again: Bool = false
  ) -> SampleRequest {
    SampleRequest(
      "invoice.run-tasks.v1", id: newIdentifier(),
      ["invoiceIds": [.text(invoice)], "tasks": tasks, "again": .flag(again)])
  }

  @Test(
    "A Charge names what pays it and tells its token in the event alone; a report ends the task",
    arguments: TestStore.both)
  func charged(on store: TestStore) async throws {
    let customers = try Customers(on: store)
    let system = customers.system
    let account = try await customers.store("A")
    try await system.store(Self.method(account))
    let made = try await system.generate(action: "Posted", ["accountId": .text(account)])
    let invoice = try #require(made.data["invoices"][0]["invoiceId"].text)

    let request = Self.runTasks(invoice, ["Charge", "Sync"])
    let id = try #require(request.properties.messageId)
    let completion = try await system.complete(request)
    #expect(completion.outcome == "Succeeded")
    let tasks = completion.data["tasks"]
    #expect(tasks.texts("task") == ["Charge", "Sync"])
    #expect(tasks[0]["amount"].text == made.data["invoices"][0]["balance"].text)
    let events = try await system.events.all("the tasks", atLeast: 2) {
      $0.routingKey == "invoice.task-requested.v1" && $0.properties.correlationId == id
    }
    let charge = try #require(events.first { $0.data["task"].text == "Charge" })
    #expect(charge.data["taskId"].text == tasks[0]["taskId"].text)
    #expect(charge.data["paymentMethod"]["token"].text == "tok-\(account)")
    #expect(charge.data["invoice"]["invoiceId"].text == invoice)
    for message in system.events.messages where message.id != charge.id {
      #expect(
        !String(decoding: message.body, as: UTF8.self).contains("tok-\(account)"),
        "\(message.routingKey)")
    }
    #expect(!system.log.contains("tok-\(account)"))

    let refused = try await system.complete(Self.runTasks(invoice, ["Charge"]))
    #expect(refused.outcome == "Failed" && refused.errorCodes == ["TASK_ALREADY_REQUESTED"])
    #expect(refused.data["errors"][0]["errorSource"]["id"].text == tasks[0]["taskId"].text)

    let report = SampleRequest(
      "invoice.report-task.v1", id: newIdentifier(),
      [
        "taskId": .text(tasks[0]["taskId"].text ?? ""), "status": "Failed", "message": "declined",
      ])
    #expect(try await system.complete(report).data["tasks"].texts("status") == ["Failed"])
    let retried = try await system.complete(Self.runTasks(invoice, ["Charge"]))
    #expect(retried.data["tasks"][0]["retryOf"].text == tasks[0]["taskId"].text)
    let stored = try system.column(
      "SELECT status FROM invoice_task WHERE invoice_id = '\(invoice)' ORDER BY number")
    #expect(stored == ["Failed", "Requested", "Requested"])
  }

  @Test("A run that is Posted requests its tasks when it has ended", arguments: TestStore.both)
  func ofRun(on store: TestStore) async throws {
    let customers = try Customers(on: store)
    let (system, run) = (customers.system, customers.name)
    let accounts = try await customers.many(3)
    try await system.store(Self.method(accounts[0]))
    let end = try await system.run(
      .startRun(
        run, accounts: accounts, action: "Posted", ["then": ["tasks": ["Charge", "Send"]]]))
    #expect(end.data["status"].text == "Completed")
    let completed = try await system.events.first("the end of the Tasks run") {
      $0.routingKey == "invoice-run.completed.v1" && $0.data["parentRunId"].text == run
    }
    #expect(completed.data["kind"].text == "Tasks")
    #expect(completed.data["status"].text == "CompletedWithErrors")
    #expect(completed.counter("tasksRequested") == 4)
    #expect(
      completed.data["errors"].texts("errorCode") == [
        "PAYMENT_METHOD_MISSING", "PAYMENT_METHOD_MISSING",
      ])
    let tasks = try await system.events.all("the tasks", atLeast: 4) {
      $0.routingKey == "invoice.task-requested.v1"
        && $0.data["invoice"]["invoiceRunId"].text == run
    }
    #expect(Set(tasks.compactMap { $0.data["taskId"].text }).count == 4)
  }

  @Test(
    "A card number is refused, and nobody keeps it: not the dead letter, the answer, or the log",
    arguments: TestStore.both)
  func cardNumber(on store: TestStore) async throws {
    let system = try BothStores.system(on: store)
    let account = newIdentifier("A")
    try await system.store(SampleRecords.account(account))
    let id = newIdentifier()
    let request = SampleRequest.upsert(
      id: id, [Self.method(account, ["token": "4111 1111 1111 1111"])])
    let completion = try await system.complete(request)
    #expect(completion.outcome == "Rejected" && completion.errorCodes == ["CARD_NUMBER_REFUSED"])
    let letter = try await system.dead.first("the dead letter") { $0.properties.messageId == id }
    let body = String(decoding: letter.body, as: UTF8.self)
    #expect(body.contains("**** **** **** ****") && !body.contains("1111"))
    #expect(letter.header("fault-body-masked") == .boolean(true))
    for message in system.events.messages {
      #expect(!String(decoding: message.body, as: UTF8.self).contains("4111 1111"))
    }
    #expect(!system.log.contains("4111 1111"))
    #expect(
      try system.column("SELECT id FROM saved_payment_method WHERE account_id = '\(account)'") == []
    )
  }
}

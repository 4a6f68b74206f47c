import AMQP
import Billing
import JSON
import Monetary
import Storage
import TestWorker
import Testing

@Suite(.sharedSystem) struct GenerationTests {
  /// An account with two orders of a schedule each, and a schedule of no order; taxed with 10 %.
  private struct Customer {
    let account = newIdentifier("A")
    var orders: [String] { ["\(account).o1", "\(account).o2"] }
    var schedules: [String] { ["\(account).s1", "\(account).s2", "\(account).s3"] }

    func store(in system: RunningSystem) async throws {
      let tax: JSONLiteral = ["taxTreatmentId": .text("\(account).t")]
      try await system.store(
        SampleRecords.account(account, ["paymentTermId": .text("\(account).p")]),
        SampleRecords.paymentTerm("\(account).p", days: 30),
        SampleRecords.taxTreatment("\(account).t", code: account),
        SampleRecords.taxRate("\(account).r", code: account, percent: "10"),
        SampleRecords.order(orders[0], account: account),
        SampleRecords.order(orders[1], account: account),
        SampleRecords.schedule(
          schedules[0], account: account, order: orders[0], amount: "100.00", tax),
        SampleRecords.schedule(
          schedules[1], account: account, order: orders[1], amount: "33.33", tax),
        SampleRecords.schedule(schedules[2], account: account, amount: "0.05"))
    }
  }

  @Test(arguments: ["Draft", "Posted"])
  func `an account is billed, and events say so`(action: String) async throws {
    let system = try SharedSystem.system()
    let customer = Customer()
    try await customer.store(in: system)
    let id = newIdentifier()
    let completion = try await system.generate(
      id: id, action: action, ["accountId": .text(customer.account)])

    #expect(completion.outcome == "Succeeded")
    #expect(completion.data["isSuccess"].text == "true")
    let invoice = completion.data["invoices"][0]
    #expect(completion.data["invoices"].elements.count == 1)
    #expect(invoice["status"].text == action)
    #expect(invoice["invoiceNumber"].isNull == (action == "Draft"))
    #expect(invoice["accountId"].text == customer.account)
    #expect(invoice["orderIds"].texts == customer.orders)
    #expect(invoice["billingScheduleIds"].texts == customer.schedules)
    #expect(invoice["totalAmount"].text == "133.38")
    #expect(invoice["totalTaxAmount"].text == "13.33")
    #expect(invoice["totalAmountWithTax"].text == "146.71")
    #expect(invoice["dueDate"].text == "2026-03-03")

    let type = action == "Draft" ? "invoice.drafted.v1" : "invoice.posted.v1"
    let event = try await system.events.first("the invoice's event") {
      $0.routingKey == type && $0.properties.correlationId == id
    }
    #expect(event.json["subject"] == invoice["invoiceId"])
    #expect(event.data["invoiceId"] == invoice["invoiceId"])
    #expect(event.data["invoiceNumber"] == invoice["invoiceNumber"])
    #expect(event.data["lines"].elements.count == 3)
    let taxStatus = action == "Draft" ? "Estimated" : "Posted"
    #expect(Set(event.data["lines"].texts("taxProcessingStatus")) == [taxStatus])
    #expect(event.data["lines"][0]["endDate"].text == "2026-01-31", "inclusive on the wire")
    #expect(event.data["balance"].text == "146.71")
    #expect(event.data["requestIdentifier"].text == id)

    let stored = try #require(try system.invoices(of: customer.account).first)
    #expect(stored.id.text == invoice["invoiceId"].text)
    #expect(stored.totalAmountWithTax.decimalText == "146.71")
    #expect(try system.schedule(customer.schedules[0], "next_billing_date") == "2026-02-01")
  }

  @Test func `an order is billed alone`() async throws {
    let system = try SharedSystem.system()
    let customer = Customer()
    try await customer.store(in: system)
    let completion = try await system.generate(["orderId": .text(customer.orders[1])])
    let invoices = completion.data["invoices"]
    #expect(invoices[0]["billingScheduleIds"].texts == [customer.schedules[1]])
    #expect(invoices[0]["orderIds"].texts == [customer.orders[1]])
    let onList = try system.queries { try $0.invoices(of: Order.ID(customer.orders[1])) }
    #expect(onList.map(\.id.text) == invoices.texts("invoiceId"))
    #expect(try system.queries { try $0.invoices(of: Order.ID(customer.orders[0])) }.isEmpty)
  }

  @Test func `schedules are billed by name, the others of the account are not`() async throws {
    let system = try SharedSystem.system()
    let customer = Customer()
    try await customer.store(in: system)
    let names: JSONLiteral = [.text(customer.schedules[2]), .text(customer.schedules[0])]
    let completion = try await system.generate(["billingScheduleIds": names])
    #expect(
      completion.data["invoices"][0]["billingScheduleIds"].texts
        == [customer.schedules[0], customer.schedules[2]])
    #expect(try system.schedule(customer.schedules[1], "next_billing_date") == "2026-01-01")
  }

  @Test func `nothing due is a success that says what was skipped`() async throws {
    let system = try SharedSystem.system()
    let customer = Customer()
    try await customer.store(in: system)
    let completion = try await system.generate(
      ["accountId": .text(customer.account)], targetDate: "2026-01-01")
    #expect(completion.outcome == "Succeeded")
    #expect(completion.data["invoices"].elements.isEmpty)
    #expect(completion.data["skipped"].texts("billingScheduleId") == customer.schedules)
    #expect(Set(completion.data["skipped"].texts("reason")) == ["NotDue"])
    #expect(completion.data["skippedCount"].text == "3")
  }

  @Test func `catch-up bills every period due, and the next request none of them`() async throws {
    let system = try SharedSystem.system()
    let customer = Customer()
    try await customer.store(in: system)
    let selector: JSONLiteral = ["billingScheduleIds": [.text(customer.schedules[0])]]
    let id = newIdentifier()
    try await system.generate(id: id, selector, targetDate: "2026-04-01")
    let event = try await system.events.first("the draft") {
      $0.routingKey == "invoice.drafted.v1" && $0.properties.correlationId == id
    }
    #expect(
      event.data["lines"].texts("startDate") == ["2026-01-01", "2026-02-01", "2026-03-01"])
    let again = try await system.generate(selector, targetDate: "2026-04-01")
    #expect(again.data["skipped"].texts("reason") == ["NotDue"])
    let next = try await system.generate(selector, targetDate: "2026-05-01")
    #expect(next.data["invoices"][0]["totalAmount"].text == "100.00")
  }

  @Test func `suspended schedule among those selected`() async throws {
    let system = try SharedSystem.system()
    let customer = Customer()
    try await customer.store(in: system)
    let suspended = customer.schedules[0]
    let suspension = newIdentifier("X")
    try await system.store(
      SampleRecords.suspension(suspension, schedule: suspended, from: "2026-01-15"))
    let id = newIdentifier()
    let selector: JSONLiteral = ["accountId": .text(customer.account)]
    let completion = try await system.generate(id: id, selector)
    #expect(completion.outcome == "Failed")
    #expect(
      completion.errorCodes.sorted()
        == ["BILLING_SCHEDULE_SUSPENDED", "NOT_PROCESSED_TOGETHER", "NOT_PROCESSED_TOGETHER"])
    let logs = try system.errorLogs(ofRequest: id)
    #expect(logs.map(\.entry.code.rawValue) == ["BILLING_SCHEDULE_SUSPENDED"])
    #expect(logs.first?.entry.relatedRecord?.id == suspended)
    let event = try await system.events.first("the error log's event") {
      $0.routingKey == "error-log.recorded.v1" && $0.properties.correlationId == id
    }
    #expect(event.data["errorLogNumber"].text == logs.first?.number)
    #expect(event.json["subject"].text == logs.first?.number)
    #expect(event.data["primaryRecord"]["id"].text == customer.account)
    #expect(event.data["relatedRecord"]["id"].text == suspended)
    #expect(event.data["occurrences"].text == "1")
    #expect(try system.invoices(of: customer.account).isEmpty)

    // The same fault again replaces the log and counts.
    try await system.generate(selector)
    let second = try await system.events.first("the log's second event") {
      $0.data["errorLogNumber"].text == logs.first?.number && $0.data["occurrences"].text == "2"
    }
    #expect(second.id != event.id)
    // The others by themselves are billed all the same.
    let unaffected = try await system.generate(
      ["billingScheduleIds": [.text(customer.schedules[1])]])
    #expect(unaffected.outcome == "Succeeded")
    // Resumed by the target date: everything else is.
    try await system.store(
      SampleRecords.suspension(
        suspension, schedule: suspended, from: "2026-01-15", to: "2026-01-20"))
    let resumed = try await system.generate(selector)
    #expect(resumed.outcome == "Succeeded")
    #expect(
      Set(resumed.data["invoices"].elements.flatMap { $0["billingScheduleIds"].texts })
        .contains(suspended))
  }

  @Test func `one grouping key fails, the others go on, and recovery fixes it`() async throws {
    let system = try SharedSystem.system()
    let account = newIdentifier("A")
    let apart: JSONLiteral = ["invoiceGroupType": "BillingSchedule"]
    try await system.store(
      SampleRecords.account(account),
      SampleRecords.taxTreatment("\(account).t", code: account),
      SampleRecords.schedule("\(account).good", account: account, apart),
      SampleRecords.schedule(
        "\(account).bad", account: account,
        apart.adding(["taxTreatmentId": .text("\(account).t")])))
    let selector: JSONLiteral = ["accountId": .text(account)]
    let completion = try await system.generate(action: "Posted", selector)
    #expect(completion.outcome == "PartiallySucceeded")
    #expect(completion.data["isSuccess"].text == "false")
    let failed = try #require(
      completion.data["invoices"].elements.first { $0["isSuccess"].text == "false" })
    #expect(failed["invoiceId"].isNull)
    #expect(failed["billingScheduleIds"].texts == ["\(account).bad"])
    #expect(failed["errors"].texts("errorCode") == ["TAX_RATE_NOT_FOUND"])
    #expect(try system.schedule("\(account).bad", "status") == "Error")
    let skipped = try await system.generate(action: "Posted", selector)
    #expect(skipped.data["skipped"].texts("reason").contains("NotReady"))

    try await system.store(
      SampleRecords.taxRate("\(account).r", code: account, percent: "25"))
    let recovered = try await system.complete(
      .recover(id: newIdentifier(), ["\(account).bad"]))
    #expect(recovered.outcome == "Succeeded")
    #expect(try system.schedule("\(account).bad", "status") == "ReadyForInvoicing")
    let again = try await system.generate(action: "Posted", selector)
    #expect(again.outcome == "Succeeded")
    #expect(again.data["invoices"][0]["totalTaxAmount"].text == "25.00")
  }

  @Test func `an upsert stores all or nothing`() async throws {
    let system = try SharedSystem.system()
    let account = newIdentifier("A")
    let completion = try await system.complete(
      .upsert(
        id: newIdentifier(),
        [
          SampleRecords.account(account),
          SampleRecords.schedule("\(account).1", account: account, order: "none"),
        ]))
    #expect(completion.outcome == "Failed")
    #expect(completion.errorCodes == ["RECORD_REFERENCE_NOT_FOUND"])
    #expect(completion.data["errors"][0]["pointer"].text == "/records/1/orderId")
    #expect(try system.column("SELECT id FROM account WHERE id = '\(account)'").isEmpty)
  }
}

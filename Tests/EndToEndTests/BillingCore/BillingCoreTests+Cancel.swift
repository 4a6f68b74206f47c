import AMQP
import IngestionVectors
import JSON
import TestWorker
import Testing

extension BillingCoreTests {
  private func cancel(
    _ system: RunningSystem, _ ids: [String], id: String = newIdentifier()
  ) async throws -> RecordedMessage {
    try await system.complete(
      SampleRequest(
        "invoice.cancel.v1", id: id,
        ["invoiceIds": .array(ids.map { .text($0) }), "reason": "wrong price"]))
  }

  @Test(
    "E4: a canceled draft is announced, its periods are billed again", arguments: TestStore.both)
  func cancel(on store: TestStore) async throws {
    let system = try BothStores.system(on: store)
    let account = newIdentifier("A")
    try await system.store(
      SampleRecords.account(account), SampleRecords.schedule("\(account).s", account: account))
    let first = try await system.generate(
      action: "Draft", ["accountId": .text(account)], targetDate: "2026-01-02")
    let second = try await system.generate(
      action: "Draft", ["accountId": .text(account)], targetDate: "2026-02-02")
    let january = try #require(first.invoiceId)
    let february = try #require(second.invoiceId)

    let refused = try await cancel(system, [january])
    #expect(refused.outcome == "Failed")
    #expect(refused.data["errors"][0]["errorCode"].text == "INVOICE_NOT_LATEST")
    #expect(refused.data["errors"][0]["errorSource"]["id"].text == february)
    #expect(refused.data["invoices"][0]["invoiceId"].text == january)
    #expect(refused.data["invoices"][0]["status"].text == "Draft")

    func openLogs() throws -> [String] {
      try system.column(
        """
        SELECT error_code FROM error_log WHERE related_id = '\(january)'
          AND category = 'InvoiceCancel' AND resolved_at IS NULL
        """)
    }
    #expect(try openLogs() == ["INVOICE_NOT_LATEST"])

    let id = newIdentifier()
    let canceled = try await cancel(system, [january, february], id: id)
    #expect(try openLogs().isEmpty, "what it named has succeeded")
    #expect(canceled.outcome == "Succeeded")
    #expect(canceled.data["invoices"][1]["status"].text == "Canceled")
    let event = try await system.events.first("the canceled invoice") {
      $0.routingKey == "invoice.canceled.v1" && $0.properties.correlationId == id
        && $0.data["invoiceId"].text == january
    }
    #expect(event.data["status"].text == "Canceled")
    #expect(event.data["reason"].text == "wrong price")
    #expect(event.data["balance"].text == "0.00")
    #expect(event.data["lines"][0]["amount"].text != nil)

    // Nothing is done twice: the same request is answered as before, another meets the new state.
    let repeated = try await cancel(system, [january, february], id: id)
    #expect(repeated.outcome == "Succeeded")
    let final = try await cancel(system, [january, "\(account).none"])
    #expect(final.outcome == "Failed")
    #expect(final.data["errors"][0]["errorCode"].text == "INVOICE_FINAL")
    #expect(final.data["errors"][1]["errorCode"].text == "INVOICE_NOT_FOUND")
    #expect(final.data["errors"][1]["pointer"].text == "/invoiceIds/1")

    let again = try await system.generate(
      action: "Draft", ["accountId": .text(account)], targetDate: "2026-02-02")
    #expect(again.data["invoices"][0]["totalAmount"].text == "200.00")
  }

  @Test(
    "A canceled draft from outside frees its identifier and its number", arguments: TestStore.both)
  func cancelIngested(on store: TestStore) async throws {
    let customer = try await Customer(on: store)
    let identifier = newIdentifier("U")
    let document = customer.bare(["taxTreatmentId": customer.treatment])
      .setting("invoice.uniqueIdentifier", to: identifier)
      .setting("invoice.invoiceNumber", to: identifier)
    let draft = try await customer.ingest(document)
    #expect(draft.outcome == "Succeeded", "\(draft.places)")
    let twice = try await customer.ingest(document)
    #expect(twice.outcome == "Failed")
    let invoice = try #require(draft.invoiceId)
    let canceled = try await customer.system.complete(
      SampleRequest(
        "invoice.cancel.v1", id: newIdentifier(), ["invoiceIds": .array([.text(invoice)])]))
    #expect(canceled.outcome == "Succeeded")
    let again = try await customer.ingest(document)
    #expect(again.outcome == "Succeeded", "\(again.places)")
    #expect(again.invoiceId != invoice)
  }
}

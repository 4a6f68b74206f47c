import AMQP
import Billing
import IngestionVectors
import JSON
import Monetary
import Storage
import TestWorker
import Testing

extension IngestionTests {
  @Test(arguments: TestStore.both)
  func `an invoice with an order reference is on the order's list, a draft too`(
    store: TestStore
  ) async throws {
    let customer = try await Customer(on: store)
    let draft = try await customer.ingest(customer.example())
    let posted = try await customer.ingest(
      customer.posted().setting("invoice.uniqueIdentifier", to: "\(customer.account).2"))
    let without = try await customer.ingest(customer.bare())
    #expect(draft.data["invoices"][0]["orderIds"].texts == [customer.order])
    #expect(without.outcome == "Succeeded")
    #expect(
      Set(try customer.orderInvoices().map(\.id.text))
        == Set([draft.invoiceId, posted.invoiceId].compactMap(\.self)))

    let other = try await Customer(on: store)
    let foreign = try await customer.ingest(
      customer.bare().setting(
        "invoice.referenceEntity", to: ["type": "Order", "id": other.order]))
    #expect(foreign.places == ["RECORD_ACCOUNT_MISMATCH /invoice/referenceEntity/id"])
    #expect(try other.orderInvoices().isEmpty)
  }

  private func memo(
    of customer: Customer, status: String = "Posted",
    generation: String = "ReadyForInvoiceGeneration", currency: String = "EUR"
  ) -> JSONLiteral {
    [
      "type": "DebitMemo", "id": .text("\(customer.account).m"),
      "accountId": .text(customer.account), "status": .text(status),
      "invoiceGenerationStatus": .text(generation), "currency": .text(currency),
      "lines": [
        [
          "name": "Repair", "quantity": "2", "unitPrice": "10.00", "amount": "20.00",
          "taxTreatmentId": .text(customer.treatment),
        ], ["name": "Travel", "quantity": "1", "unitPrice": "5.00", "amount": "5.00"],
      ],
    ]
  }

  private func fromMemo(of customer: Customer) -> RequestTree {
    RequestTree([
      "invoice": [
        "billingAccountId": customer.account, "currency": "EUR", "invoiceDate": "2026-11-20",
        "referenceEntity": ["type": "DebitMemo", "id": "\(customer.account).m"],
      ]
    ])
  }

  @Test(arguments: TestStore.both)
  func `a debit memo that is ready makes one draft, however many ask at once`(
    store: TestStore
  ) async throws {
    let customer = try await Customer(on: store)
    try await customer.system.store(memo(of: customer))
    let completions = try await customer.ingestAtOnce(
      Array(repeating: fromMemo(of: customer), count: 6))
    #expect(completions.count { $0.outcome == "Succeeded" } == 1)
    let made = completions.first { $0.outcome == "Succeeded" }?.invoiceId
    for completion in completions where completion.outcome != "Succeeded" {
      #expect(completion.places == ["DEBIT_MEMO_ALREADY_INVOICED /invoice/referenceEntity/id"])
      #expect(completion.data["errors"][0]["errorSource"]["id"].text == made)
    }
    let invoice = try #require(try customer.invoices().first)
    #expect(try customer.invoices().count == 1)
    #expect(invoice.status == .draft && invoice.totalAmountWithTax.decimalText == "27.00")
    #expect(invoice.lines.map(\.name) == ["Repair", "Travel"])
    #expect(
      invoice.ingested?.referenceEntity == .debitMemo(DebitMemo.ID("\(customer.account).m")))
    #expect(
      try customer.system.column(
        "SELECT invoice_id FROM debit_memo WHERE id = '\(customer.account).m'") == [made])
    // Saying again that it is ready does not make it so.
    try await customer.system.store(memo(of: customer))
    let again = try await customer.ingest(fromMemo(of: customer))
    #expect(again.places == ["DEBIT_MEMO_ALREADY_INVOICED /invoice/referenceEntity/id"])
  }

  @Test(arguments: TestStore.both)
  func `a debit memo is refused until every condition holds`(store: TestStore) async throws {
    let customer = try await Customer(on: store)
    let request = fromMemo(of: customer)
    let place = "/invoice/referenceEntity/id"
    #expect(try await customer.ingest(request).places == ["DEBIT_MEMO_NOT_FOUND \(place)"])
    for (status, generation) in [
      ("Draft", "ReadyForInvoiceGeneration"), ("Void", "ReadyForInvoiceGeneration"),
      ("Posted", "None"),
    ] {
      try await customer.system.store(
        memo(of: customer, status: status, generation: generation))
      #expect(
        try await customer.ingest(request).places == ["DEBIT_MEMO_NOT_READY \(place)"],
        "\(status) \(generation)")
    }
    try await customer.system.store(memo(of: customer))
    let line: [String: Any] = [
      "name": "L", "quantity": "1", "unitPrice": "1", "chargeAmount": "1",
    ]
    let withLines = try await customer.ingest(request.setting("invoice.lines", to: [line]))
    #expect(withLines.outcome == "Rejected")
    #expect(withLines.places == ["REQUEST_INVALID /invoice/lines"])
    let inDollars = try await customer.ingest(request.setting("invoice.currency", to: "USD"))
    #expect(inDollars.places == ["CURRENCY_MISMATCH /invoice/currency"])
    let other = try await Customer(on: store)
    let foreign = try await customer.ingest(
      request.setting("invoice.billingAccountId", to: other.account))
    #expect(foreign.places == ["RECORD_ACCOUNT_MISMATCH \(place)"])
    let posted = try await customer.ingest(
      request.setting("invoice.status", to: "Posted")
        .setting("taxCalculationStatus", to: "Posted")
        .setting("invoice.invoiceNumber", to: "X").setting("invoice.postedDate", to: "2026-11-20"))
    #expect(posted.places.contains("REQUEST_INVALID /invoice/status"))
    #expect(try customer.storedRows() == 0)
    // All that was refused has left the memo as it was.
    #expect(try await customer.ingest(request).outcome == "Succeeded")
  }

  @Test(arguments: TestStore.both)
  func `what was ingested and what was refused is published, on the order or the account`(
    store: TestStore
  ) async throws {
    let customer = try await Customer(on: store)
    let id = newIdentifier()
    let taken = try await customer.ingest(customer.posted(), id: id)
    let event = try await customer.system.events.first("the invoice's event") {
      $0.routingKey == "invoice.ingested.v1" && $0.properties.correlationId == id
    }
    #expect(event.data["invoiceId"].text == taken.invoiceId)
    #expect(event.data["creationMode"].text == "External")
    #expect(event.data["requestIdentifier"].text == id)
    #expect(event.data["uniqueIdentifier"].text == customer.account)
    #expect(event.data["referenceEntity"]["type"].text == "Order")
    #expect(event.data["addresses"].elements.isEmpty == false)
    #expect(event.data["lines"][0]["taxes"][0]["amount"].text == "35.00")
    #expect(customer.system.events("invoice.posted.v1", of: id).isEmpty, "it was not posted here")

    let wrong = try customer.example().setting("invoice.statedTotals.payable", to: "1")
      .setting("invoice.uniqueIdentifier", to: "\(customer.account).2")
    for (tree, record) in [
      (wrong, RecordReference(type: .order, id: customer.order)),
      (
        wrong.setting("invoice.referenceEntity", to: nil),
        RecordReference(type: .account, id: customer.account)
      ),
    ] {
      let refusal = newIdentifier()
      let completion = try await customer.ingest(tree, id: refusal)
      let log = try await customer.system.events.first("the error log") {
        $0.routingKey == "error-log.recorded.v1" && $0.properties.correlationId == refusal
      }
      #expect(log.data["category"].text == "InvoiceIngestion")
      #expect(log.data["errorCode"].text == "TOTALS_MISMATCH")
      #expect(log.data["primaryRecord"]["type"].text == record.type.rawValue)
      #expect(log.data["primaryRecord"]["id"].text == record.id)
      #expect(completion.data["errorLogNumbers"].texts == [log.data["errorLogNumber"].text])
    }
    let account = try customer.system.queries {
      try $0.errorLogs(.account(Account.ID(customer.account)), limit: 10)
    }
    #expect(account.count == 2, "an order's log is on its account's list too")
    let order = try customer.system.queries {
      try $0.errorLogs(.order(Order.ID(customer.order)), limit: 10)
    }
    #expect(order.count == 1)
  }
}

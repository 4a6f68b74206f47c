import AMQP
import Billing
import Foundation
import IngestionVectors
import JSON
import Monetary
import Storage
import TestWorker
import Testing

@Suite(.sharedSystem) struct IngestionTests {
  private static let ingest = "invoice.ingest.v1"

  private func send(
    _ body: [String: Any], to system: RunningSystem, id: String = newIdentifier()
  ) async throws -> RecordedMessage {
    let bytes = try Array(JSONSerialization.data(withJSONObject: body, options: [.sortedKeys]))
    return try await system.complete(SampleRequest(Self.ingest, id: id, body: bytes))
  }

  /// An account of its own for a test.
  private func customer(in system: RunningSystem) async throws -> String {
    let account = newIdentifier("A")
    try await system.store(
      SampleRecords.account(account), SampleRecords.order("\(account).o", account: account))
    return account
  }

  @Test(arguments: VectorDocument.all)
  func `an official example is taken in and told in an event`(
    document: VectorDocument
  ) async throws {
    let system = try SharedSystem.system()
    let account = try await customer(in: system)
    var body = try document.request(account: account, uniqueIdentifier: account)
    var invoice = body["invoice"] as? [String: Any] ?? [:]
    invoice["referenceEntity"] = ["type": "Order", "id": "\(account).o"]
    invoice["invoiceNumber"] = "\(account)/\(document.name)"
    body["invoice"] = invoice
    let id = newIdentifier()
    let completion = try await send(body, to: system, id: id)
    #expect(completion.outcome == "Succeeded")
    let made = completion.data["invoices"][0]
    #expect(made["status"].text == "Posted")
    #expect(made["invoiceNumber"].text == "\(account)/\(document.name)")
    let lines = completion.data["warnings"].elements
      .filter { $0["errorCode"].text == "LINE_AMOUNT_MISMATCH" }.compactMap { $0["pointer"].text }
    #expect(lines == (try document.mismatchedLines()))
    let event = try await system.events.first("the invoice's event") {
      $0.routingKey == "invoice.ingested.v1" && $0.properties.correlationID == id
    }
    #expect(event.data["creationMode"].text == "External")
    #expect(event.data["uniqueIdentifier"].text == account)
    #expect(event.data["referenceEntity"]["id"].text == "\(account).o")
    let stored = try #require(try system.invoices(of: account).first)
    #expect(stored.orderIds.map(\.text) == ["\(account).o"])
    let totals = try document.totals()
    #expect(Double(stored.totalAmountWithTax.decimalText) == Double(totals[2]))
  }

  @Test func `a wrong total stores nothing and is logged on the account`() async throws {
    let system = try SharedSystem.system()
    let account = try await customer(in: system)
    let document = try #require(VectorDocument.named("ubl-tc434-example4"))
    var body = try document.request(account: account)
    var invoice = body["invoice"] as? [String: Any] ?? [:]
    invoice["statedTotals"] = ["payable": "1.00", "tax": "2.00"]
    body["invoice"] = invoice
    let id = newIdentifier()
    let completion = try await send(body, to: system, id: id)
    #expect(completion.outcome == "Failed")
    #expect(
      completion.data["errors"].texts("pointer") == [
        "/invoice/statedTotals/tax", "/invoice/statedTotals/payable",
      ])
    #expect(try system.invoices(of: account).isEmpty)
    let log = try await system.events.first("the error log") {
      $0.routingKey == "error-log.recorded.v1" && $0.properties.correlationID == id
    }
    #expect(log.data["category"].text == "InvoiceIngestion")
    #expect(log.data["primaryRecord"]["id"].text == account)
  }

  @Test func `equal uniqueIdentifiers sent at once make one invoice`() async throws {
    let system = try SharedSystem.system()
    let document = try #require(VectorDocument.named("vat-category-Z"))
    let key = newIdentifier("U")
    var requests: [SampleRequest] = []
    var ids: [String] = []
    // Accounts of their own: no account's lock makes them wait for each other.
    for index in 0..<8 {
      let account = try await customer(in: system)
      var body = try document.request(account: account, uniqueIdentifier: key)
      var invoice = body["invoice"] as? [String: Any] ?? [:]
      invoice["invoiceNumber"] = "\(key)-\(index)"
      body["invoice"] = invoice
      let bytes = try Array(JSONSerialization.data(withJSONObject: body, options: [.sortedKeys]))
      ids.append(newIdentifier())
      requests.append(SampleRequest(Self.ingest, id: ids[index], body: bytes))
    }
    try await system.publish(requests)
    var invoices: Set<String> = []
    var outcomes: [String] = []
    for id in ids {
      let completion = try await system.completion(id)
      outcomes.append(completion.outcome ?? "")
      if completion.outcome == "Succeeded" {
        invoices.insert(completion.data["invoices"][0]["invoiceId"].text ?? "")
      } else {
        #expect(completion.data["errors"][0]["errorCode"].text == "DUPLICATE_UNIQUE_IDENTIFIER")
        invoices.insert(completion.data["errors"][0]["errorSource"]["id"].text ?? "")
      }
    }
    #expect(outcomes.sorted() == Array(repeating: "Failed", count: 7) + ["Succeeded"])
    #expect(invoices.count == 1)
  }

  @Test func `an invoice is made from a debit memo once, and its tax calculated later`()
    async throws
  {
    let system = try SharedSystem.system()
    let account = try await customer(in: system)
    let memo = "\(account).m"
    let memoRecord: JSONLiteral = [
      "type": "DebitMemo", "id": .text(memo), "accountId": .text(account), "status": "Posted",
      "invoiceGenerationStatus": "ReadyForInvoiceGeneration", "currency": "USD",
      "lines": [
        [
          "name": "Repair", "quantity": "2", "unitPrice": "10.00", "amount": "20.00",
          "taxTreatmentId": .text("\(account).t"),
        ]
      ],
    ]
    try await system.store(
      memoRecord, SampleRecords.taxTreatment("\(account).t", code: account),
      SampleRecords.taxRate("\(account).r", code: account, percent: "10"))
    let body: [String: Any] = [
      "invoice": [
        "billingAccountId": account, "currency": "USD", "invoiceDate": "2026-11-20",
        "referenceEntity": ["type": "DebitMemo", "id": memo],
      ]
    ]
    let first = try await send(body, to: system)
    #expect(first.outcome == "Succeeded")
    let invoice = try #require(try system.invoices(of: account).first)
    #expect(invoice.status == .draft)
    #expect(invoice.totalAmountWithTax.decimalText == "22.00")
    let second = try await send(body, to: system)
    #expect(second.data["errors"][0]["errorCode"].text == "DEBIT_MEMO_ALREADY_INVOICED")
    // Saying again that it is ready does not make it so.
    try await system.store(memoRecord)
    let third = try await send(body, to: system)
    #expect(third.data["errors"][0]["errorCode"].text == "DEBIT_MEMO_ALREADY_INVOICED")

    try await system.store(
      SampleRecords.taxRate("\(account).r", code: account, percent: "20"))
    let taxed = try await system.complete(
      SampleRequest(
        "invoice.calculate-tax.v1", id: newIdentifier(), ["invoiceId": .text(invoice.id.text)]))
    #expect(taxed.outcome == "Succeeded")
    #expect(taxed.data["invoices"][0]["totalAmountWithTax"].text == "24.00")
    let stored = try #require(try system.invoices(of: account).first)
    #expect(stored.balance.decimalText == "24.00")
    #expect(stored.lines[0].taxes.map(\.amount.decimalText) == ["4.00"])
  }
}

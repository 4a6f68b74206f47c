import IngestionVectors
import JSON
import Monetary
import TestWorker
import Testing

extension IngestionTests {
  @Test(arguments: TestStore.both)
  func `the longest invoice is ingested, one line more is not, and what a message may hold decides`(
    store: TestStore
  ) async throws {
    let customer = try await Customer(on: store)
    let line: [String: Any] = [
      "name": "x", "quantity": "1", "unitPrice": "0.01", "chargeAmount": "0.01",
      "taxCategory": "S", "taxRate": "25",
    ]
    let longest = customer.bare()
      .setting("invoice.lines", to: Array(repeating: line, count: 10_000))
    let charge = ["amount": "1.00", "taxCategory": "S", "taxRate": "25"]
    let over = try await customer.ingest(longest.setting("invoice.charges", to: [charge]))
    #expect(over.outcome == "Failed" && over.places == ["LIMIT_EXCEEDED /invoice/lines"])
    let long = String(repeating: "n", count: 500)
    let heavy = longest.setting(
      "invoice.lines", to: Array(repeating: line.merging(["name": long]) { $1 }, count: 8_000))
    let tooLarge = try await customer.ingest(heavy)
    #expect(tooLarge.outcome == "Rejected" && tooLarge.errorCodes == ["LIMIT_EXCEEDED"])
    #expect(try customer.storedRows() == 0)

    let completion = try await customer.ingest(longest)
    #expect(completion.outcome == "Succeeded", "\(completion.places)")
    #expect(completion.data["invoices"][0]["totalAmountWithTax"].text == "125.00")
    #expect(
      try customer.system.count(
        "SELECT count(*) FROM invoice_line WHERE invoice_id = '\(completion.invoiceId ?? "")'")
        == 10_000)
  }
}

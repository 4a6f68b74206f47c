import Billing
import IngestionVectors
import JSON
import TestWorker
import Testing

/// On systems of their own: what a sequence gives out depends on all that was posted before.
@Suite struct ExternalNumberTests {
  @Test(arguments: TestStore.both)
  func `external invoices take no number of the sequence and none that a policy may give`(
    store: TestStore
  ) async throws {
    var options = RunningSystem.Options()
    options.store = store
    try await RunningSystem.run(options) { system in
      try await system.store(
        SampleRecords.account("A"), SampleRecords.schedule("S", account: "A"),
        SampleRecords.account("B"), SampleRecords.schedule("T", account: "B"))
      func ingest(_ number: String) async throws -> RecordedMessage {
        try await system.complete(
          SampleRequest(
            "invoice.ingest.v1", id: newIdentifier(),
            [
              "invoice": [
                "billingAccountId": "A", "currency": "USD", "invoiceDate": "2026-11-20",
                "status": "Posted", "invoiceNumber": .text(number), "postedDate": "2026-11-20",
                "lines": [
                  [
                    "name": "L", "quantity": "1", "unitPrice": "1.00", "chargeAmount": "1.00",
                    "taxes": [["rate": "10", "amount": "0.10"]],
                  ]
                ],
              ], "taxCalculationStatus": "Posted",
            ]))
      }
      let reserved = "INVOICE_NUMBER_RESERVED /invoice/invoiceNumber"
      for number in 1...3 { #expect(try await ingest("X-\(number)").outcome == "Succeeded") }
      // The built-in numbering reserves nothing, and passes over what is taken.
      #expect(try await ingest("INV-2026-000001").outcome == "Succeeded")
      let first = try await system.generate(action: "Posted", ["accountId": "A"])
      #expect(first.data["invoices"][0]["invoiceNumber"].text == "INV-2026-000002")

      // From now on this policy numbers, and another may have done so.
      try await system.store(
        [
          "type": "SequencePolicy", "id": "P", "mode": "Gapless",
          "pattern": "R{DateStamp}/{SequenceValue}", "dateStampFormat": "YYYY-YY",
          "minimumDigits": .number("3"), "isActive": true,
        ],
        [
          "type": "SequencePolicy", "id": "Q", "mode": "Basic", "pattern": "Q{SequenceValue}",
          "dateStampFormat": "None", "isActive": false,
        ])
      let refused = try await ingest("R2019-20/0001")
      #expect(refused.outcome == "Failed" && refused.places == [reserved])
      #expect(
        refused.data["errors"][0]["errorMessage"].text?
          .contains("R{DateStamp}/{SequenceValue} of sequence policy P") == true)
      for free in ["R2019-20/01", "R2019/001", "r2019-20/001", "Q1", "INV-2026-000003"] {
        #expect(try await ingest(free).outcome == "Succeeded", "\(free)")
      }
      #expect(
        try await ingest("INV-2026-000002").places
          == ["DUPLICATE_INVOICE_NUMBER /invoice/invoiceNumber"], "it was given out")
      let second = try await system.generate(action: "Posted", ["accountId": "B"])
      #expect(second.data["invoices"][0]["invoiceNumber"].text == "R2026-27/001")
    }
  }
}

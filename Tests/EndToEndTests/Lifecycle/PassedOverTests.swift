import TestWorker
import Testing

/// A number that came from elsewhere is not given again, and nobody looks for the value.
@Suite struct PassedOverTests {
  @Test("A number from outside is passed over, and that is noted", arguments: TestStore.both)
  func passedOver(on store: TestStore) async throws {
    var options = RunningSystem.Options()
    options.store = store
    try await RunningSystem.run(options) { system in
      try await system.store(
        SampleRecords.account("A"), SampleRecords.schedule("S", account: "A"))
      let ingested = try await system.complete(
        .ingest(id: "i-1", document: "INV-2026-000001", account: "A", action: "Posted"))
      #expect(ingested.outcome == "Succeeded")
      let posted = try await system.generate(action: "Posted", ["accountId": "A"])
      #expect(posted.data["invoices"][0]["invoiceNumber"].text == "INV-2026-000002")
      #expect(
        try system.column(
          "SELECT sequence || ' ' || value || ' ' || number FROM passed_over_number")
          == ["invoice_number 1 INV-2026-000001"])
      #expect(
        try system.count("SELECT max(number_value) FROM invoice") == 2)
    }
  }
}

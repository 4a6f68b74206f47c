import Billing
import Storage
import TestSupport
import TestWorker
import Testing

/// What is missing in a sequence that requests took their numbers from: on a system of its own, as the built-in sequence
/// belongs to all.
@Suite struct DeletedNumberTests {
  @Test(
    "E48: a number from outside is known, a row deleted by hand is a gap, none is given again",
    arguments: TestStore.both)
  func gaps(on store: TestStore) async throws {
    var options = RunningSystem.Options()
    options.store = store
    // Nobody else looks for gaps meanwhile.
    options.environment["INVOICE_WORKER_CLOCK"] = "off"
    try await RunningSystem.run(options) { system in
      try await system.store(SampleRecords.account("A"))
      func number(_ value: Int) -> String { "INV-2026-0000\(value < 10 ? "0" : "")\(value)" }
      func post() async throws -> String? {
        let schedule = newIdentifier("S")
        try await system.store(SampleRecords.schedule(schedule, account: "A"))
        let posted = try await system.generate(
          action: "Posted", ["billingScheduleIds": [.text(schedule)]], targetDate: "2026-01-02")
        return posted.data["invoices"][0]["invoiceNumber"].text
      }
      for value in 1...3 { #expect(try await post() == number(value), "E48") }
      let ingested = try await system.complete(
        .ingest(id: newIdentifier(), document: number(4), account: "A", action: "Posted"))
      #expect(ingested.outcome == "Succeeded", "E48")
      for value in 5...10 { #expect(try await post() == number(value), "E48") }

      try system.execute(
        """
        DELETE FROM invoice_line
          WHERE invoice_id IN (SELECT id FROM invoice WHERE number_value = 7);
        DELETE FROM invoice WHERE number_value = 7;
        """)
      var found: [String] = []
      try system.queries { queries in
        let sequence = try #require(
          try queries.numberSequences().first { $0.policyId == nil && $0.target == .invoice })
        #expect(sequence.first == 1 && sequence.last == 10, "E48")
        try queries.forEachMissingNumber(of: sequence) { gap in
          let words =
            switch gap.explanation {
            case .passedOver(let number)?: "passed over for \(number)"
            case .text(let text)?: text
            case nil: "unexplained"
            }
          found.append("\(gap.value) \(words)")
        }
        #expect(try queries.newNumberGaps().map(\.gap.value) == [7], "E48")
      }
      #expect(found == ["4 passed over for \(number(4))", "7 unexplained"], "E48")
      #expect(try await post() == number(11), "E48")
    }
  }
}

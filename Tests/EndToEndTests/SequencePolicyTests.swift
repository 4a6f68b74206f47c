import AMQP
import JSON
import TestWorker
import Testing

/// On systems of their own: where there is a policy, the built-in one does not apply any more.
@Suite struct SequencePolicyTests {
  @Test func `a sequence policy numbers without gap, however many workers`() async throws {
    var options = RunningSystem.Options()
    options.workers = 3
    options.environment = ["INVOICE_WORKER_PREFETCH": "8", "INVOICE_WORKER_BATCH_SIZE": "4"]
    try await RunningSystem.run(options) { system in
      try await system.store([
        "type": "SequencePolicy", "id": "P", "mode": "Gapless",
        "pattern": "N/{DateStamp}/{SequenceValue}", "dateStampFormat": "YYYY",
        "startValue": .number("7"), "minimumDigits": .number("3"), "isActive": true,
      ])
      var requests: [SampleRequest] = []
      for number in 0..<20 {
        try await system.store(
          SampleRecords.account("A\(number)"),
          SampleRecords.schedule("S\(number)", account: "A\(number)"))
        requests.append(
          .generate(
            id: "g\(number)", action: "Posted", ["accountId": .text("A\(number)")],
            targetDate: "2026-02-01"))
      }
      try await system.publish(requests)
      var numbers: [String] = []
      for number in 0..<20 {
        let completion = try await system.completion("g\(number)", within: .seconds(60))
        numbers.append(completion.data["invoices"][0]["invoiceNumber"].text ?? "none")
      }
      let expected = (7..<27).map { "N/2026/" + ($0 < 10 ? "00" : "0") + String($0) }
      #expect(numbers.sorted() == expected)
    }
  }
}

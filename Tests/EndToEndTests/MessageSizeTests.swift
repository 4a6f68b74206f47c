import TestWorker
import Testing

/// No event and no reply is larger than every broker takes.
@Suite(.sharedSystem) struct MessageSizeTests {
  @Test(
    "W2: an invoice whose event the broker would not take is refused before it is stored, a preview likewise",
    .timeLimit(.minutes(2)))
  func tooLarge() async throws {
    let system = try SharedSystem.system()
    let account = newIdentifier("A")
    try await system.store(
      [
        SampleRecords.account(account), SampleRecords.taxTreatment("T.\(account)", code: account),
        SampleRecords.taxRate("R.\(account)", code: account, percent: "8").adding([
          "name": .text(String(repeating: "税", count: 250))
        ]),
      ]
        + (1...6).map {
          SampleRecords.schedule(
            "\(account)-\($0)", account: account, start: "1901-01-01",
            [
              "productName": .text(String(repeating: "語", count: 250)),
              "taxTreatmentId": .text("T.\(account)"),
            ])
        })
    // 9,006 lines, fewer than an invoice may have.
    let invoice = try await system.generate(["accountId": .text(account)])
    #expect(invoice.outcome == "Failed")
    #expect(invoice.errorCodes == ["LIMIT_EXCEEDED"])
    #expect(invoice.data["invoices"].elements.isEmpty)
    let message = invoice.data["errors"].texts("errorMessage").first ?? ""
    #expect(message.contains("the limit is 15728640 bytes"), "\(message)")
    #expect(try system.count("SELECT count(*) FROM invoice WHERE account_id = '\(account)'") == 0)

    let preview = try await system.complete(
      SampleRequest(
        "invoice.preview.v1", id: newIdentifier(),
        [
          "accountId": .text(account), "targetDate": "2026-02-01", "invoiceDate": "2026-02-01",
        ]))
    #expect(preview.errorCodes == ["LIMIT_EXCEEDED"])
    // A shorter one of the same is made.
    let shorter = try await system.generate(
      ["accountId": .text(account)], targetDate: "1950-01-01")
    #expect(shorter.outcome == "Succeeded")
  }
}

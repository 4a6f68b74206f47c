import Billing
import Messages
import Testing

@Suite struct RecordUsageDecodingTests {
  private func decode(_ records: String) -> Intake {
    RequestDecoder.decode(
      Requests.plain(
        "{\"usageRecords\": \(records)}", type: "usage.record.v1", queue: .records))
  }

  @Test func usageIsRead() {
    let intake = decode(
      #"[{"id": "U", "billingScheduleId": "S", "quantity": "1.5", "usageDate": "2026-01-31"}]"#)
    #expect(
      intake.request
        == RecordUsage(usageRecords: [
          UsageRecord(
            id: "U", billingScheduleId: "S", quantity: RecordSamples.decimal("1.5"),
            usageDate: RecordSamples.date("2026-01-31"))
        ]))
  }

  @Test(arguments: [
    // The same usage twice over is no less a list put together wrongly than two of one identifier.
    (
      #"[{"id": "U", "billingScheduleId": "S", "quantity": "1", "usageDate": "2026-01-31"}, {"id": "U", "billingScheduleId": "S", "quantity": "1", "usageDate": "2026-01-31"}]"#,
      ["/usageRecords/1"]
    ),
    ("[]", ["/usageRecords"]), ("{}", ["/usageRecords"]),
    (
      "[{}]",
      [
        "/usageRecords/0/id", "/usageRecords/0/billingScheduleId", "/usageRecords/0/quantity",
        "/usageRecords/0/usageDate",
      ]
    ),
    (
      #"[{"id": "U", "billingScheduleId": "S", "quantity": "-1", "usageDate": "2026-01-31"}]"#,
      ["/usageRecords/0/quantity"]
    ),
    (
      #"[{"id": "U", "billingScheduleId": "S", "quantity": "1", "usageDate": "2026-01-31", "type": "UsageRecord"}]"#,
      ["/usageRecords/0/type"]
    ),
  ])
  func faults(records: String, pointers: [String]) {
    #expect(decode(records).places == pointers.map { "REQUEST_INVALID \($0)" })
  }
}

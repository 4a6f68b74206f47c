import Billing
import Messages
import Testing

@Suite struct RecoverDecodingTests {
  private func decode(_ body: String) -> Intake {
    RequestDecoder.decode(
      Requests.plain(body, type: "billing-schedule.recover.v1", queue: .manage))
  }

  @Test func schedulesAreNamed() {
    #expect(
      decode(#"{"billingScheduleIds": ["B", "A"], "requestedBy": {"name": "Ops"}}"#).request
        == RecoverBillingSchedules(billingScheduleIds: ["B", "A"]))
  }

  @Test(arguments: [
    ("{}", "/billingScheduleIds"), (#"{"billingScheduleIds": []}"#, "/billingScheduleIds"),
    (#"{"billingScheduleIds": null}"#, "/billingScheduleIds"),
    (#"{"billingScheduleIds": [""]}"#, "/billingScheduleIds/0"),
    (#"{"billingScheduleIds": ["B", "A", "B"]}"#, "/billingScheduleIds/2"),
    (#"{"billingScheduleIds": ["A"], "accountId": "B"}"#, "/accountId"),
  ])
  func faults(body: String, pointer: String) {
    #expect(decode(body).places == ["REQUEST_INVALID \(pointer)"])
  }
}

import Billing
import Messages
import Testing

@Suite struct SuspensionDecodingTests {
  private func decode(_ body: String, type: String = "billing.suspend.v1") -> Intake {
    RequestDecoder.decode(Requests.plain(body, type: type, queue: .manage))
  }

  @Test func whatIsSuspendedIsNamed() {
    let targets: [(String, BillingSuspension.Target)] = [
      ("accountId", .account("A")), ("billingScheduleGroupId", .billingScheduleGroup("A")),
      ("billingScheduleId", .billingSchedule("A")),
    ]
    for (name, target) in targets {
      let body = #"""
        {"suspensionId": "X", "\#(name)": "A", "suspendDate": "2026-01-01",
         "resumeDate": "2026-02-01"}
        """#
      #expect(
        decode(body).request
          == SuspendBilling(
            suspension: BillingSuspension(
              id: "X", target: target, suspendDate: RecordSamples.date("2026-01-01"),
              resumeDate: RecordSamples.date("2026-02-01"))))
    }
  }

  @Test func resuming() {
    #expect(
      decode(
        #"{"suspensionId": "X", "resumeDate": "2026-02-01"}"#, type: "billing.resume.v1"
      ).request
        == ResumeBilling(suspensionId: "X", resumeDate: RecordSamples.date("2026-02-01")))
  }

  @Test(arguments: [
    (#"{"accountId": "A", "suspendDate": "2026-01-01"}"#, ["/suspensionId"]),
    (
      #"{"suspensionId": "X", "suspendDate": "2026-01-01"}"#,
      ["/accountId", "/billingScheduleGroupId", "/billingScheduleId"]
    ),
    (
      #"{"suspensionId": "X", "accountId": "A", "billingScheduleId": "B", "suspendDate": "2026-01-01"}"#,
      ["/accountId", "/billingScheduleId"]
    ),
    (#"{"suspensionId": "X", "accountId": "A"}"#, ["/suspendDate"]),
    (
      #"{"suspensionId": "X", "accountId": "A", "suspendDate": "2026-01-01", "resumeDate": "2026-01-01"}"#,
      ["/resumeDate"]
    ),
    (
      #"{"suspensionId": "X", "accountId": "A", "suspendDate": "2026-01-01", "revision": 1}"#,
      ["/revision"]
    ),
  ])
  func faults(body: String, pointers: [String]) {
    #expect(decode(body).places == pointers.map { "REQUEST_INVALID \($0)" })
  }

  @Test func resumingNeedsItsDate() {
    #expect(
      decode(#"{"suspensionId": "X"}"#, type: "billing.resume.v1").places
        == ["REQUEST_INVALID /resumeDate"])
  }
}

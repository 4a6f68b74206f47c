import Billing
import CivilTime
import Messages
import Testing

@Suite struct ContractSelectionDecodingTests {
  private func decode(_ contracts: String, _ more: String = "") -> Intake {
    RequestDecoder.decode(
      Requests.plain(
        #"{"billingContracts": \#(contracts), "targetDate": "2026-12-01", "invoiceDate": "2026-12-01", "action": "Posted"\#(more)}"#
      ))
  }

  @Test func contractsAreNamedWithTheirCycles() {
    let intake = decode(
      #"""
      [{"billingContractId": "C", "billingCycle": {"startDate": "2026-11-01", "endDate": "2026-11-30"},
        "triggerPostInvoicingTasks": true}, {"billingContractId": "D"}]
      """#, #", "reinvoice": true"#)
    guard let request = intake.request as? GenerateInvoices else {
      Issue.record("refused: \(intake.places)")
      return
    }
    #expect(
      request.selector
        == .billingContracts([
          ContractSelection(
            billingContractId: "C",
            billingCycle: CivilPeriod(
              first: RecordSamples.date("2026-11-01"), last: RecordSamples.date("2026-11-30")),
            triggersPostInvoicingTasks: true),
          ContractSelection(billingContractId: "D"),
        ]))
    #expect(request.isReinvoice)
  }

  @Test(arguments: [
    ("[]", "", "/billingContracts"), ("[{}]", "", "/billingContracts/0/billingContractId"),
    (
      #"[{"billingContractId": "C"}, {"billingContractId": "C"}]"#, "", "/billingContracts/1"
    ),
    (
      #"[{"billingContractId": "C", "billingCycle": {"startDate": "2026-11-02", "endDate": "2026-11-01"}}]"#,
      "", "/billingContracts/0/billingCycle/endDate"
    ),
    (#"[{"billingContractId": "C"}]"#, #", "reinvoice": true"#, "/reinvoice"),
    (#"[{"billingContractId": "C", "tasks": true}]"#, "", "/billingContracts/0/tasks"),
  ])
  func faults(contracts: String, more: String, pointer: String) {
    #expect(decode(contracts, more).places == ["REQUEST_INVALID \(pointer)"])
  }
}

import Billing
import Messages
import Testing

@Suite struct PreviewDecodingTests {
  private func decode(_ members: String) -> Intake {
    RequestDecoder.decode(
      Requests.plain(
        #"{"accountId": "A", "targetDate": "2026-12-01", "invoiceDate": "2026-12-02"\#(members)}"#,
        type: "invoice.preview.v1"))
  }

  @Test(arguments: [("", 1), (#", "periods": 24"#, 24), (#", "periods": null"#, 1)])
  func periods(members: String, periods: Int) {
    #expect(
      decode(members).request
        == PreviewInvoices(
          generation: GenerateInvoices(
            selector: .account("A"), targetDate: RecordSamples.date("2026-12-01"),
            invoiceDate: RecordSamples.date("2026-12-02"), action: .draft),
          periods: periods))
  }

  @Test(arguments: [
    (#", "periods": 0"#, "/periods"), (#", "periods": 25"#, "/periods"),
    (#", "periods": "2""#, "/periods"), (#", "action": "Draft""#, "/action"),
  ])
  func faults(members: String, pointer: String) {
    #expect(decode(members).places == ["REQUEST_INVALID \(pointer)"])
  }
}

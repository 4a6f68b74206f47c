import Billing
import CivilTime
import JSON
import Messages
import Testing

@Suite struct ErrorLogEncodingTests {
  private func log(occurrences: Int64 = 3, request: String? = "r-1") -> ErrorLog {
    ErrorLog(
      number: "EL-000007",
      entry: ErrorLogEntry(
        category: .taxCalculation, code: .taxRateNotFound, message: "No rate.\nAdd one.",
        primaryRecord: RecordReference(type: .account, id: "A"),
        relatedRecord: request.map { _ in RecordReference(type: .billingSchedule, id: "BS-9") },
        accountId: "A"),
      requestIdentifier: request, occurrences: occurrences,
      firstSeenAt: EventSamples.received, lastSeenAt: EventSamples.completed)
  }

  @Test func theWholeLog() {
    let event = EventEncoder().errorLog(log(), of: EventSamples.key, trace: nil)
    #expect(
      String(decoding: event.body, as: UTF8.self) == """
        {"specversion":"1.0","id":"\(event.id)","source":"/invoice-worker",\
        "type":"error-log.recorded.v1","subject":"EL-000007",\
        "time":"2026-11-18T11:06:40.250000Z","datacontenttype":"application/json",\
        "dataschema":"https://invoice-worker.example/v1/error-log.recorded.v1",\
        "data":{"errorLogNumber":"EL-000007","category":"TaxCalculation","severity":"Error",\
        "errorCode":"TAX_RATE_NOT_FOUND","errorMessage":"No rate.\\nAdd one.",\
        "primaryRecord":{"type":"Account","id":"A"},\
        "relatedRecord":{"type":"BillingSchedule","id":"BS-9"},"requestIdentifier":"r-1",\
        "occurrences":3,"firstSeenAt":"2026-11-18T11:06:40.000001Z",\
        "lastSeenAt":"2026-11-18T11:06:40.250000Z","resolvedAt":null}}
        """)
    #expect(event.type == .errorLogRecorded && event.subject == "EL-000007")
  }

  @Test func withoutARequest() throws {
    let event = EventEncoder().errorLog(log(request: nil), of: nil, trace: nil)
    let data = try #require(try EventView(reading: event.body).data)
    #expect(data["requestIdentifier"] == .null && data["relatedRecord"] == .null)
    #expect(event.requestIdentifier == nil)
  }

  @Test func everyOccurrenceIsAnEventOfItsOwn() {
    let encoder = EventEncoder()
    let identifiers: Set = [
      encoder.errorLog(log(), of: EventSamples.key, trace: nil).id,
      encoder.errorLog(log(occurrences: 4), of: EventSamples.key, trace: nil).id,
      encoder.errorLog(log(), of: RequestKey(source: "erp", identifier: "r-1"), trace: nil).id,
    ]
    #expect(identifiers.count == 3)
  }
}

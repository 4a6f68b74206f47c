import Billing
import CivilTime
import Messages
import Testing

@Suite struct GenerateInvoicesDecodingTests {
  private func decode(_ body: String) -> Intake {
    RequestDecoder.decode(Requests.plain(body))
  }

  private func date(_ text: String) throws -> CivilDate {
    try #require(CivilDate(iso8601: text))
  }

  private let dates = #""targetDate": "2026-12-01", "invoiceDate": "2026-11-30", "action": "Draft""#

  @Test func theExampleOfTheContract() throws {
    let intake = decode(Requests.generate)
    #expect(
      intake.request
        == GenerateInvoices(
          selector: .account("ACC-1001"), targetDate: try date("2026-12-01"),
          invoiceDate: try date("2026-12-01"), action: .posted))
    #expect(intake.header?.type == "invoice.generate.v1")
  }

  @Test func everyOptionalField() throws {
    let intake = decode(
      """
      {"orderId": "O-1", \(dates), "targetDateInclusive": true, "zeroAmountInvoices": true,
       "reinvoice": false, "correlationId": "mine", "requestedBy": {}}
      """)
    #expect(
      intake.request
        == GenerateInvoices(
          selector: .order("O-1"), targetDate: try date("2026-12-01"),
          isTargetDateInclusive: true, invoiceDate: try date("2026-11-30"), action: .draft,
          allowsZeroAmountInvoices: true))
    #expect(intake.header?.correlationId == "mine")
    #expect(intake.header?.requestedBy == RequestedBy())
  }

  @Test("Who is notified has an address; the completion says that a notice was asked for")
  func notices() {
    func intake(_ person: String) -> Intake {
      RequestDecoder.decode(
        Requests.plain(
          "{\"address\": \"a@example.com\", \"requestedBy\": \(person)}",
          type: "email.unsuppress.v1", queue: .manage))
    }
    let asked = intake(#"{"email": "b@example.com", "notify": true}"#)
    #expect(asked.header?.requestedBy == RequestedBy(email: "b@example.com", notifies: true))
    #expect(asked.header?.requestedBy?.noticeAddress == "b@example.com")
    let unasked = intake(#"{"email": "b@example.com", "notify": false}"#)
    #expect(unasked.header?.requestedBy?.noticeAddress == nil)
    #expect(
      intake(#"{"name": "B", "notify": true}"#).places == ["REQUEST_INVALID /requestedBy/notify"])
  }

  @Test func nullIsAbsent() throws {
    let intake = decode(
      """
      {"orderId": null, "billingScheduleIds": null, "accountId": "A", \(dates),
       "billingContracts": null, "targetDateInclusive": null, "zeroAmountInvoices": null,
       "reinvoice": null, "correlationId": null, "requestedBy": null}
      """)
    let same = try #require(
      decode(#"{"accountId":"A",\#(dates)}"#).request as? GenerateInvoices)
    #expect(intake.request == same)
  }

  @Test func schedulesKeepTheirOrder() {
    guard
      let request = decode(
        #"{"billingScheduleIds": ["B", "A", "C"], \#(dates)}"#
      ).request as? GenerateInvoices
    else {
      Issue.record("refused")
      return
    }
    #expect(request.selector == .billingSchedules(["B", "A", "C"]))
  }

  @Test func aScheduleNamedTwiceIsRefusedAtTheSecond() throws {
    let intake = decode(#"{"billingScheduleIds": ["B", "A", "B", "C", "B"], \#(dates)}"#)
    #expect(
      intake.places == [
        "REQUEST_INVALID /billingScheduleIds/2", "REQUEST_INVALID /billingScheduleIds/4",
      ])
    let message = try #require(intake.refusal?.faults.first?.message)
    #expect(message.contains("/billingScheduleIds/0;"))
    #expect(intake.refusal?.outcome == .rejected)
  }

  /// The sentence says which to choose from, and what was given.
  @Test func selectorsThatExcludeEachOtherSayWhich() {
    let both = decode(#"{"accountId": "A", "orderId": "O", \#(dates)}"#).refusal?.faults
    #expect(
      both?.first?.message
        == "accountId cannot be given together with orderId; give exactly one of accountId, orderId,"
        + " billingScheduleIds and billingContracts.")
    let none = decode("{\(dates)}").refusal?.faults
    #expect(none?.first?.message.contains("accountId is missing") == true)
  }

  @Test(arguments: [
    (
      "{}",
      [
        "/accountId", "/orderId", "/billingScheduleIds", "/billingContracts", "/targetDate",
        "/invoiceDate", "/action",
      ]
    ),
    (#""accountId": "A", "orderId": "O""#, ["/accountId", "/orderId"]),
    (
      #""accountId": "A", "billingScheduleIds": ["B"], "orderId": "O""#,
      ["/accountId", "/orderId", "/billingScheduleIds"]
    ),
    (
      #""accountId": "A", "billingContracts": []"#,
      ["/accountId", "/billingContracts", "/billingContracts"]
    ),
    (#""accountId": """#, ["/accountId"]),
    (#""accountId": "a b""#, ["/accountId"]),
    (#""accountId": 17"#, ["/accountId"]),
    (#""accountId": ["A"]"#, ["/accountId"]),
    (#""orderId": {}"#, ["/orderId"]),
    (#""billingScheduleIds": "B""#, ["/billingScheduleIds"]),
    (#""billingScheduleIds": []"#, ["/billingScheduleIds"]),
    (
      #""billingScheduleIds": ["B", 1, "C", null]"#,
      ["/billingScheduleIds/1", "/billingScheduleIds/3"]
    ),
    (#""accountId": "A", "accountid": "A""#, ["/accountid"]),
    (#""accountId": "A", "accountI\u0064s": null"#, ["/accountIds"]),
    (#""accountId": "A", "a/b~": 1"#, ["/a~1b~0"]),
    (#""accountId": "A", "reinvoice": true"#, ["/reinvoice"]),
    (#""accountId": "A", "reinvoice": "no""#, ["/reinvoice"]),
    (#""accountId": "A", "targetDateInclusive": 1"#, ["/targetDateInclusive"]),
    (#""accountId": "A", "zeroAmountInvoices": "true""#, ["/zeroAmountInvoices"]),
    (#""accountId": "A", "correlationId": 5"#, ["/correlationId"]),
    (#""accountId": "A", "correlationId": "a\u0000b""#, ["/correlationId"]),
    (#""accountId": "A", "correlationId": "\u0085""#, ["/correlationId"]),
    (#""accountId": "A", "requestedBy": "me""#, ["/requestedBy"]),
    (
      #""accountId": "A", "requestedBy": {"userId": "", "name": 1, "email": "x", "phone": "1"}"#,
      ["/requestedBy/userId", "/requestedBy/name", "/requestedBy/email", "/requestedBy/phone"]
    ),
  ])
  func everyFaultHasItsPlace(members: String, pointers: [String]) {
    let body = members == "{}" ? members : "{\(members), \(dates)}"
    let intake = decode(body)
    #expect(intake.places == pointers.map { "REQUEST_INVALID \($0)" })
    #expect(intake.refusal?.outcome == .rejected)
  }

  @Test(arguments: [
    #""2026-02-29""#, #""2026-13-01""#, #""2026-1-1""#, #""20261201""#, #""2026-12-01T00:00:00Z""#,
    #""1899-12-31""#, #""2200-01-01""#, #"" 2026-12-01""#, "20261201", "true", #""""#,
  ])
  func badDates(value: String) {
    let intake = decode(
      #"{"accountId":"A","targetDate":\#(value),"invoiceDate":\#(value),"action":"Draft"}"#)
    #expect(intake.places == ["REQUEST_INVALID /targetDate", "REQUEST_INVALID /invoiceDate"])
  }

  @Test(arguments: ["1900-01-01", "2199-12-31", "2028-02-29"])
  func datesOfTheRange(value: String) {
    #expect(
      decode(
        #"{"accountId":"A","targetDate":"\#(value)","invoiceDate":"\#(value)","action":"Draft"}"#
      ).request != nil)
  }

  @Test(arguments: [#""draft""#, #""Preview""#, #""""#, "1"])
  func badActions(value: String) throws {
    let intake = decode(
      """
      {"accountId": "A", "targetDate": "2026-12-01", "invoiceDate": "2026-12-01",
       "action": \(value)}
      """)
    #expect(intake.places == ["REQUEST_INVALID /action"])
    let message = try #require(intake.refusal?.faults.first?.message)
    #expect(message.contains("Draft, Posted"))
  }

  /// Too much asked for by a well-formed request is a failure, not a malformed request.
  @Test func atMostTwoThousandIdentifiers() throws {
    func body(_ count: Int) -> String {
      let ids = (0..<count).map { "\"B\($0)\"" }.joined(separator: ",")
      return #"{"billingScheduleIds": [\#(ids)], \#(dates)}"#
    }
    #expect(decode(body(2_000)).request != nil)
    let intake = decode(body(2_001))
    #expect(intake.places == ["LIMIT_EXCEEDED /billingScheduleIds"])
    #expect(intake.refusal?.outcome == .failed)
    let message = try #require(intake.refusal?.faults.first?.message)
    #expect(message.contains("2001") && message.contains("2000"))
    let both = decode(body(2_001).replacing(#""Draft""#, with: "1"))
    #expect(both.refusal?.outcome == .rejected)
    #expect(both.refusal?.faults.count == 2)
  }

  @Test func aHundredFaultsAreListedAndTheRestCounted() throws {
    let members = (0..<250).map { #""x\#($0)": 1"# }.joined(separator: ",")
    let faults = try #require(decode(#"{"accountId":"A",\#(dates),\#(members)}"#).refusal?.faults)
    #expect(faults.count == 101)
    #expect(faults[99].pointer == "/x99")
    #expect(faults[100].pointer == nil)
    #expect(faults[100].message.contains("150"))
  }

  @Test func requestedByIsKnownAlsoWhenTheRestIsInvalid() {
    let intake = decode(#"{"requestedBy": {"userId": "u"}, "correlationId": "c"}"#)
    #expect(intake.refusal != nil)
    #expect(intake.header?.requestedBy == RequestedBy(userId: "u"))
    #expect(intake.header?.correlationId == "c")
  }
}

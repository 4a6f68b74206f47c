import Billing
import CivilTime
import Digest
import JSON
import Messages
import Testing

@Suite struct CompletionEncodingTests {
  private func completion(_ decision: Decision) -> Completion {
    Completion(
      header: EventSamples.header, decision: decision, errorLogNumbers: ["EL-000007"], attempts: 2,
      receivedAt: EventSamples.received, completedAt: EventSamples.completed)
  }

  private func text(_ event: Event) -> String { String(decoding: event.body, as: UTF8.self) }

  private func data(_ event: Event) throws -> JSONObject {
    try #require(try EventView(reading: event.body).data)
  }

  /// The whole text, so that neither a name nor an order changes unseen.
  @Test func theWholeEvent() {
    let event = EventEncoder().completion(
      completion(
        Decision(
          outcome: .partiallySucceeded,
          errors: [Fault(code: .requestInvalid, message: "Bad.", pointer: "/targetDate")],
          warnings: [Fault(code: .replyToRefused, message: "Own queue.")],
          answer: Answer(
            invoices: [
              .made(index: 0),
              .failed(
                accountId: "ACC-1001", billingScheduleIds: ["BS-9"], faults: [EventSamples.fault]),
            ],
            skipped: [
              SkippedSchedule(
                billingScheduleId: "BS-3", reason: .notDue,
                nextBillingDate: RecordSamples.date("2027-01-01"), draftInvoiceId: "I-9"),
              SkippedSchedule(billingScheduleId: "BS-4", reason: .completelyBilled),
            ]),
          effects: Effects(invoices: InvoiceEffects(made: [EventSamples.invoice])))))
    #expect(
      text(event) == """
        {"specversion":"1.0","id":"\(event.id)","source":"/invoice-worker",\
        "type":"invoice-request.completed.v1","subject":"r-1",\
        "time":"2026-11-18T11:06:40.250000Z","datacontenttype":"application/json",\
        "dataschema":"https://invoice-worker.example/v1/invoice-request.completed.v1",\
        "traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",\
        "tracestate":"v=1","data":{"requestIdentifier":"r-1",\
        "requestType":"invoice.generate.v1","source":"crm","correlationId":"c-1",\
        "requestedBy":{"userId":"u-17","name":null,"email":"ops@example.com"},\
        "outcome":"PartiallySucceeded","isSuccess":false,"invoices":[\
        {"invoiceId":"I-1","invoiceNumber":"INV-2026-000042","status":"Posted","isSuccess":true,\
        "accountId":"ACC-1001","orderIds":["ORD-77"],"billingScheduleIds":["BS-1","BS-2"],\
        "currency":"USD","totalAmount":"135.00","totalTaxAmount":"35.00",\
        "totalAmountWithTax":"170.00","dueDate":"2026-12-31","balance":"170.00",\
        "shownStatus":"Posted","version":1,"errors":[]},\
        {"invoiceId":null,"invoiceNumber":null,"status":null,"isSuccess":false,\
        "accountId":"ACC-1001","orderIds":[],"billingScheduleIds":["BS-9"],"currency":null,\
        "totalAmount":null,"totalTaxAmount":null,"totalAmountWithTax":null,"dueDate":null,\
        "balance":null,"shownStatus":null,"version":null,"errors":[{"errorCode":"TAX_RATE_NOT_FOUND","errorMessage":"No rate.","pointer":null,\
        "errorSource":{"type":"BillingSchedule","id":"BS-9"}}]}],\
        "creditMemos":[],"payments":[],"applications":[],"refunds":[],"reversals":[],\
        "emails":[],"tasks":[],"invoiceRun":null,"schedules":[],\
        "skipped":[{"billingScheduleId":"BS-3","reason":"NotDue","nextBillingDate":"2027-01-01",\
        "draftInvoiceId":"I-9"},\
        {"billingScheduleId":"BS-4","reason":"CompletelyBilled","nextBillingDate":null}],\
        "skippedCount":2,\
        "errors":[{"errorCode":"REQUEST_INVALID","errorMessage":"Bad.","pointer":"/targetDate",\
        "errorSource":null}],\
        "warnings":[{"errorCode":"REPLY_TO_REFUSED","errorMessage":"Own queue.","pointer":null,\
        "errorSource":null}],\
        "errorLogNumbers":["EL-000007"],"attempts":2,\
        "receivedAt":"2026-11-18T11:06:40.000001Z","completedAt":"2026-11-18T11:06:40.250000Z"}}
        """)
    #expect(event.type == .requestCompleted)
    #expect(event.subject == "r-1")
    #expect(event.requestIdentifier == "r-1")
    #expect(event.time == EventSamples.completed)
    #expect(event.trace == EventSamples.trace)
  }

  @Test func emptyArraysAndNullsAreThere() throws {
    let header = IdentifiedHeader(
      key: RequestKey(source: "", identifier: "x"), type: "",
      bodySHA256: SHA256Digest.of([UInt8]()))
    let event = EventEncoder(source: "urn:mine").completion(
      Completion(
        header: header, decision: Decision(outcome: .succeeded),
        receivedAt: EventSamples.received, completedAt: EventSamples.completed))
    let data = try data(event)
    for name in [
      "invoices", "creditMemos", "payments", "applications", "refunds", "reversals", "emails",
      "tasks", "schedules", "skipped", "errors", "warnings", "errorLogNumbers",
    ] {
      guard case .array(let array)? = data[name] else {
        Issue.record("\(name) is no array")
        continue
      }
      #expect(array.isEmpty)
    }
    #expect(data["isSuccess"] == .bool(true))
    #expect(data["requestedBy"] == .null && data["correlationId"] == .null)
    #expect(data["attempts"] == .number("1") && data["skippedCount"] == .number("0"))
    #expect(data["conflictsWith"] == nil && data["invoiceRun"] == .null)
    #expect(!text(event).contains("traceparent"))
    #expect(text(event).contains(#""source":"urn:mine""#))
  }

  @Test(arguments: Outcome.allCases)
  func onlySucceededIsSuccess(outcome: Outcome) throws {
    let data = try data(
      EventEncoder().completion(
        completion(
          Decision(
            outcome: outcome,
            answer: Answer(
              invoices: [
                .made(index: 0),
                .failed(
                  accountId: "ACC-1001", billingScheduleIds: ["BS-9"], faults: [EventSamples.fault]),
              ],
              skipped: [
                SkippedSchedule(
                  billingScheduleId: "BS-3", reason: .notDue,
                  nextBillingDate: RecordSamples.date("2027-01-01"), draftInvoiceId: "I-9"),
                SkippedSchedule(billingScheduleId: "BS-4", reason: .completelyBilled),
              ]),
            effects: Effects(invoices: InvoiceEffects(made: [EventSamples.invoice]))))))
    #expect(data["outcome"] == .string(outcome.rawValue))
    #expect(data["isSuccess"] == .bool(outcome == .succeeded))
  }

  @Test func atMostAThousandSkippedAreListed() throws {
    let skipped = (0..<1_500).map {
      SkippedSchedule(billingScheduleId: RecordID("B\($0)"), reason: .notDue)
    }
    let data = try data(
      EventEncoder().completion(
        completion(Decision(outcome: .succeeded, answer: Answer(skipped: skipped)))))
    guard case .array(let listed)? = data["skipped"] else {
      Issue.record("no array")
      return
    }
    #expect(listed.count == 1_000)
    #expect(data["skippedCount"] == .number("1500"))
  }

  @Test func anExistingInvoiceIsListedLikeANewOne() throws {
    let summary = InvoiceSummary(
      id: "I-7", number: nil, accountId: "A", orderIds: [],
      billingScheduleIds: ["B"], currency: RecordSamples.currency,
      totalAmount: EventSamples.money("1"), totalTaxAmount: EventSamples.money("0"),
      totalAmountWithTax: EventSamples.money("1"), dueDate: RecordSamples.date("2026-01-01"),
      standing: InvoiceStanding(
        status: .draft, balance: EventSamples.money("1"), settlementStatus: .notSettled,
        nextDueDate: nil))
    let event = EventEncoder().completion(
      completion(Decision(outcome: .succeeded, answer: Answer(invoices: [.existing(summary)]))))
    #expect(
      text(event).contains(
        #"{"invoiceId":"I-7","invoiceNumber":null,"status":"Draft","isSuccess":true,"#))
  }

  @Test(
    "A completion lists what the ledger gained, and the latest invoice of each schedule recovered")
  func recordsAreListed() throws {
    let decision = Decision(
      outcome: .succeeded,
      answer: Answer(schedules: [
        RecoveredSchedule(billingScheduleId: "BS-1", latestInvoice: EventSamples.invoice.summary),
        RecoveredSchedule(billingScheduleId: "BS-2", latestInvoice: nil),
      ]),
      effects: Effects(ledger: LedgerSamples.effects))
    let event = EventEncoder().completion(completion(decision))
    let data = try data(event)
    for name in ["creditMemos", "payments", "applications", "refunds", "reversals"] {
      guard case .array(let array)? = data[name] else {
        Issue.record("\(name) is no array")
        continue
      }
      #expect(array.count == 1, "\(name)")
    }
    #expect(
      text(event).contains(
        #""schedules":[{"billingScheduleId":"BS-1","latestInvoice":{"invoiceId":"I-1","#
          + #""invoiceNumber":"INV-2026-000042","status":"Posted"}},"#
          + #"{"billingScheduleId":"BS-2","latestInvoice":null}]"#))
    #expect(!text(event).contains(#""lines""#), "the memo's lines come with its event")
  }

  @Test func theEventIsTheSameHoweverOftenTheRequestComes() {
    let first = EventEncoder().completion(completion(Decision(outcome: .succeeded)))
    let second = EventEncoder().completion(completion(Decision(outcome: .failed)))
    #expect(first.id == second.id)
    #expect(first.id == EventIdentifier.completion(of: EventSamples.key))
    let other = RequestKey(source: "cr", identifier: "mr-1")
    #expect(EventIdentifier.completion(of: other) != first.id)
  }

  @Test func aReusedIdentifierHasACompletionOfItsOwn() throws {
    let first = EventIdentifier.completion(of: EventSamples.key)
    func reuse(_ type: String, _ body: String) -> Event {
      EventEncoder().completion(
        .identifierReused(
          IdentifiedHeader(
            key: EventSamples.key, type: type, bodySHA256: SHA256Digest.of(Array(body.utf8))),
          conflictsWith: first, receivedAt: EventSamples.received,
          completedAt: EventSamples.completed))
    }
    let event = reuse("invoice.generate.v1", "other")
    let data = try data(event)
    #expect(data["outcome"] == .string("Rejected"))
    #expect(data["conflictsWith"] == .string(first))
    #expect(text(event).contains("REQUEST_IDENTIFIER_REUSED"))
    #expect(reuse("invoice.generate.v1", "other").id == event.id)
    let identifiers: Set = [
      first, event.id, reuse("invoice.generate.v1", "third").id,
      reuse("records.upsert.v1", "other").id,
    ]
    #expect(identifiers.count == 4)
  }

  @Test func aReplayIsAnEventOfItsOwnAndNamesTheOneItReplaces() throws {
    func replay(of earlier: String?) -> Event {
      EventEncoder().completion(
        Completion(
          header: EventSamples.header, decision: Decision(outcome: .succeeded),
          receivedAt: EventSamples.received, completedAt: EventSamples.completed, replayOf: earlier)
      )
    }
    let first = replay(of: nil)
    let second = replay(of: first.id)
    let third = replay(of: second.id)
    #expect(Set([first.id, second.id, third.id]).count == 3)
    #expect(second.id == replay(of: first.id).id, "the same however often it is sent")
    #expect(text(second).hasSuffix(#","replayOf":"\#(first.id)"}}"#))
    #expect(!text(first).contains("replayOf"))
    let view = try #require(CompletionView(try EventView(reading: third.body)))
    #expect(view.replayOf == second.id)
    let other = RequestKey(source: "erp", identifier: "r-1")
    #expect(EventIdentifier.replay(of: other, replacing: first.id) != second.id)
  }
}

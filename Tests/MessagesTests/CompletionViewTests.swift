import Billing
import JSON
import Messages
import Testing

@Suite struct CompletionViewTests {
  @Test func whatIsWrittenIsRead() throws {
    let event = EventEncoder().completion(
      Completion(
        header: EventSamples.header,
        decision: Decision(
          outcome: .partiallySucceeded,
          errors: [Fault(code: .requestInvalid, message: "Bad.", pointer: "/targetDate")],
          warnings: [Fault(code: .replyToRefused, message: "Own queue.")],
          answer: Answer(
            invoices: [
              .made(index: 0),
              .failed(accountId: "A", billingScheduleIds: ["BS-9"], faults: [EventSamples.fault]),
            ],
            skipped: [
              SkippedSchedule(
                billingScheduleId: "BS-3", reason: .notDue,
                nextBillingDate: RecordSamples.date("2027-01-01"), draftInvoiceId: "I-9")
            ]),
          effects: Effects(invoices: InvoiceEffects(made: [EventSamples.invoice]))),
        errorLogNumbers: ["EL-000007"], receivedAt: EventSamples.received,
        completedAt: EventSamples.completed))
    let read = try EventView(reading: event.body)
    #expect(read.id == event.id && read.type == event.type.rawValue)
    #expect(read.subject == "r-1" && read.source == "/invoice-worker")
    let view = try #require(CompletionView(read))
    #expect(view.requestIdentifier == "r-1" && view.requestSource == "crm")
    #expect(view.requestType == "invoice.generate.v1")
    #expect(view.outcome == .partiallySucceeded && !view.isSuccess)
    #expect(view.invoices.map(\.id) == ["I-1", nil])
    #expect(view.invoices.first?.totalAmountWithTax == "170.00")
    #expect(view.invoices.first?.billingScheduleIds == ["BS-1", "BS-2"])
    #expect(view.invoices.last?.errors.map(\.code) == ["TAX_RATE_NOT_FOUND"])
    #expect(view.invoices.last?.errors.first?.sourceId == "BS-9")
    #expect(view.skippedCount == 1)
    #expect(view.skipped.map(\.billingScheduleId) == ["BS-3"])
    #expect(view.skipped.first?.reason == "NotDue")
    #expect(view.skipped.first?.nextBillingDate == "2027-01-01")
    #expect(view.skipped.first?.draftInvoiceId == "I-9")
    #expect(view.requestedBy == ["ops@example.com", "u-17"])
    #expect(view.errors.first?.pointer == "/targetDate")
    #expect(view.warnings.map(\.code) == ["REPLY_TO_REFUSED"])
    #expect(view.errorLogNumbers == ["EL-000007"])
    #expect(view.completedAt == "2026-11-18T11:06:40.250000Z")
  }

  @Test("What a request added to the ledger is read in few words; of an invoice also what is open")
  func recordsAreRead() throws {
    var decision = Decision(
      outcome: .succeeded, answer: Answer(invoices: [.existing(EventSamples.invoice.summary)]),
      effects: Effects(ledger: LedgerSamples.effects))
    decision.answer.tasks = [
      InvoiceTask(
        id: "T-1", invoiceId: "I-1", kind: .sync, requestedAt: EventSamples.completed,
        request: EventSamples.key)
    ]
    let event = EventEncoder().completion(
      Completion(
        header: EventSamples.header,
        decision: decision,
        receivedAt: EventSamples.received, completedAt: EventSamples.completed))
    let view = try #require(CompletionView(try EventView(reading: event.body)))
    #expect(view.invoices.first?.balance == "170.00")
    #expect(view.invoices.first?.shownStatus == "Posted")
    #expect(view.records.map(\.kind) == LedgerRecordView.Kind.allCases)
    #expect(
      view.records.map(\.name) == ["CM-2026-000001", "PAY-1", "A-2", "REF-1", "REV-1", "T-1"])
    #expect(view.records.map(\.amount) == ["17.50", "100.00", "60.00", "30.00", "5.00", nil])
    #expect(view.records.map(\.left) == ["7.50", "5.00", nil, nil, nil, nil])
    #expect(
      view.records.map(\.about) == [
        "InvoiceLines", "BankTransfer E2E-7", "takes back A-1", "of CreditMemo CM-1",
        "of Payment PAY-1: Chargeback", "Sync Requested, invoice I-1",
      ])
  }

  @Test func whatALaterVersionAddsIsIgnored() throws {
    let body = """
      {"type": "invoice-request.completed.v1", "new": [], "data": {"requestIdentifier": "x",
       "outcome": "Postponed", "invoices": [1, {}], "skipped": [{}], "errors": null,
       "previews": [], "errorLogNumbers": ["a", 2]}}
      """
    let view = try #require(CompletionView(try EventView(reading: Array(body.utf8))))
    #expect(view.outcome == nil && !view.isSuccess)
    #expect(view.invoices.count == 1 && view.skippedCount == 1)
    #expect(view.errors == [] && view.errorLogNumbers == ["a"])
  }

  @Test(arguments: [
    "{}", #"{"type": "invoice.posted.v1", "data": {"requestIdentifier": "x"}}"#,
    #"{"type": "invoice-request.completed.v1", "data": 1}"#,
    #"{"type": "invoice-request.completed.v1", "data": {}}"#,
  ])
  func otherEventsAreNoCompletions(body: String) throws {
    #expect(CompletionView(try EventView(reading: Array(body.utf8))) == nil)
  }

  @Test func whatIsNoObjectIsNoEvent() {
    #expect(throws: JSONError.self) { try EventView(reading: Array("[]".utf8)) }
    #expect(throws: JSONError.self) { try EventView(reading: Array("{".utf8)) }
  }
}

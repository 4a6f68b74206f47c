import Billing
import CivilTime
import JSON
import Messages
import Monetary
import Testing

/// The whole texts, so that neither a name nor an order changes unseen.
@Suite struct RunEncodingTests {
  private static let time = EventSamples.completed
  private let encoder = EventEncoder()

  private static func total(
    _ count: Int, _ amount: String, _ tax: String, _ sum: String, _ code: String
  )
    -> RunTotals
  {
    RunTotals(
      invoices: count, totalAmount: EventSamples.money(amount, code),
      totalTaxAmount: EventSamples.money(tax, code),
      totalAmountWithTax: EventSamples.money(sum, code))
  }

  /// The run of E43, as it ended.
  static let run: InvoiceRun = {
    var criteria = RunCriteria()
    criteria.currencies = ["JPY", "EUR"]
    criteria.accountIds = ["D", "A", "B", "C"]
    criteria.excludedAccountIds = ["E"]
    var run = InvoiceRun(
      id: "RUN-2026-12", kind: .generate, runDate: RecordSamples.date("2026-12-01"),
      terms: RunTerms(
        targetDate: RecordSamples.date("2026-12-01"),
        invoiceDate: RecordSamples.date("2026-12-02")),
      criteria: criteria, then: RunContinuation(posts: true), startedAt: EventSamples.received,
      status: .completedWithErrors)
    run.completedAt = time
    run.counters.accountsSelected = 4
    run.counters.schedulesSelected = 5
    run.counters.schedulesBilled = 3
    run.counters.schedulesFailed = 1
    run.counters.skip(.suspended)
    run.counters.skip(.zeroAmount, 2)
    run.counters.invoicesMade = 3
    run.counters.invoicesFailed = 1
    run.counters.lines = 3
    run.counters.chunksMade = 2
    run.counters.chunksDone = 2
    run.totals = [
      total(2, "150.00", "37.50", "187.50", "EUR"), total(1, "1000", "100", "1100", "JPY"),
    ]
    run.errorCount = 1
    run.request = EventSamples.key
    run.requestedBy = RequestedBy(userId: "u-17", email: "ops@example.com")
    return run
  }()

  private static let members = """
    {"invoiceRunId":"RUN-2026-12","kind":"Generate","status":"CompletedWithErrors",\
    "schedulerId":null,"scheduledFor":null,"runDate":"2026-12-01","targetDate":"2026-12-01",\
    "targetDateInclusive":false,"invoiceDate":"2026-12-02","action":"Draft",\
    "zeroAmountInvoices":false,"criteria":{"currencies":["EUR","JPY"],\
    "accountIds":["A","B","C","D"],"excludeAccountIds":["E"]},"then":{"post":true,"email":false,"tasks":[]},\
    "parentRunId":null,"retryOf":null,"tasks":null,"email":null,"retry":false,"startedAt":"\(EventSamples.received)",\
    "completedAt":"\(time)","counters":{"accountsSelected":4,"schedulesSelected":5,\
    "schedulesBilled":3,"schedulesFailed":1,"skipped":{"Suspended":1,"ZeroAmount":2},\
    "invoicesMade":3,"invoicesPosted":0,"invoicesFailed":1,"invoicesCanceled":0,"lines":3,\
    "taxesEstimated":0,"tasksRequested":0,"emailsQueued":0,"emailsPostponed":0,"recovered":0,"unrecovered":0,"chunks":{"made":2,"done":2}},\
    "totals":[{"currency":"EUR","invoices":2,"totalAmount":"150.00","totalTaxAmount":"37.50",\
    "totalAmountWithTax":"187.50"},{"currency":"JPY","invoices":1,"totalAmount":"1000",\
    "totalTaxAmount":"100","totalAmountWithTax":"1100"}],"errorCount":1,"warnings":[],\
    "requestIdentifier":"r-1","requestedBy":{"userId":"u-17","name":null,\
    "email":"ops@example.com"}
    """

  private func data(_ event: Event) -> String {
    let text = String(decoding: event.body, as: UTF8.self)
    guard let range = text.firstRange(of: #""data":"#) else { return text }
    return String(text[range.upperBound...].dropLast())
  }

  @Test("E43: the whole run, as its started and progressed events carry it")
  func wholeRun() {
    let started = encoder.runStarted(Self.run, time: Self.time)
    #expect(data(started) == Self.members + "}")
    #expect(started.type.rawValue == "invoice-run.started.v1")
    #expect(started.subject == "RUN-2026-12" && started.requestIdentifier == "RUN-2026-12")
    #expect(started.trace == nil)
    let progressed = encoder.runProgressed(Self.run, time: Self.time)
    #expect(data(progressed) == Self.members + "}")
    #expect(progressed.type.rawValue == "invoice-run.progressed.v1")
  }

  @Test("A run that makes no invoices has no terms; a preview has no action")
  func otherKinds() {
    let post = InvoiceRun(
      id: "P", kind: .post, runDate: RecordSamples.date("2026-12-01"),
      startedAt: EventSamples.received)
    let text = data(encoder.runStarted(post, time: Self.time))
    #expect(
      text.contains(
        #""targetDate":null,"targetDateInclusive":null,"invoiceDate":null,"action":null,"zeroAmountInvoices":null,"criteria":{},"then":{"post":false,"email":false,"tasks":[]}"#
      ))
    #expect(text.contains(#""skipped":{},"#) && text.contains(#""totals":[],"errorCount":0,"#))
    var preview = InvoiceRun(
      id: "V", kind: .preview, runDate: post.runDate, terms: Self.run.terms,
      startedAt: EventSamples.received)
    preview.schedulerId = "S"
    preview.scheduledFor = EventSamples.received
    let shown = data(encoder.runStarted(preview, time: Self.time))
    #expect(shown.contains(#""invoiceDate":"2026-12-02","action":null"#))
    #expect(shown.contains(#""schedulerId":"S","scheduledFor":"\#(EventSamples.received)""#))
  }

  @Test(
    "The completed event lists the first hundred errors, each with its first thousand schedules")
  func completed() throws {
    let error = RunError(
      accountId: "C", groupingKey: "C|k", billingScheduleIds: ["BS-1"], code: .taxRateNotFound,
      message: "No rate.")
    let event = encoder.runCompleted(
      Self.run, errors: [error], samples: [], time: Self.time, limit: .max)
    #expect(
      data(event) == Self.members + #"""
        ,"errors":[{"accountId":"C","invoiceId":null,"groupingKey":"C|k",\#
        "billingScheduleIds":["BS-1"],"errorCode":"TAX_RATE_NOT_FOUND","errorMessage":"No rate."}],\#
        "samples":[]}
        """#)
    #expect(event.type.rawValue == "invoice-run.completed.v1")

    var wide = error
    wide.billingScheduleIds = (0..<1_500).map { BillingSchedule.ID("B\($0)") }
    let many = encoder.runCompleted(
      Self.run, errors: Array(repeating: wide, count: 101), samples: [], time: Self.time,
      limit: .max)
    let text = data(many)
    #expect(text.ranges(of: "TAX_RATE_NOT_FOUND").count == 100)
    #expect(text.ranges(of: #""B999""#).count == 100 && !text.contains(#""B1000""#))
    #expect(many.body.count < 15 << 20)
  }

  @Test("Samples have no identifier, and no lines where the event would be too long")
  func samples() {
    let invoices = [EventSamples.invoice, EventSamples.invoice]
    let whole = encoder.runCompleted(
      Self.run, errors: [], samples: invoices, time: Self.time, limit: .max)
    #expect(data(whole).contains(#""samples":[{"invoiceId":null,"#))
    #expect(data(whole).contains(#""lineId":"I-1-1""#))
    let exact = encoder.runCompleted(
      Self.run, errors: [], samples: invoices, time: Self.time, limit: whole.body.count)
    #expect(exact == whole)
    let short = encoder.runCompleted(
      Self.run, errors: [], samples: invoices, time: Self.time, limit: whole.body.count - 1)
    #expect(!data(short).contains("lineId"))
    #expect(data(short).ranges(of: #""linesOmitted":true"#).count == 2)
    #expect(short.id == whole.id)
  }

  @Test("E42: what became of an occurrence without a run")
  func skipped() throws {
    var occurrence = SchedulerOccurrence(
      schedulerId: "S", localDate: RecordSamples.date("2026-12-02"),
      scheduledFor: EventSamples.received, outcome: .skipped(.stillRunning))
    let event = try #require(encoder.runSkipped(occurrence, time: Self.time))
    #expect(
      data(event)
        == #"{"schedulerId":"S","scheduledFor":"\#(EventSamples.received)","localDate":"2026-12-02","reason":"StillRunning"}"#
    )
    #expect(event.type.rawValue == "invoice-run.skipped.v1" && event.subject == "S")
    #expect(event.requestIdentifier == "S", "there is no run to name")
    occurrence.outcome = .waiting
    #expect(encoder.runSkipped(occurrence, time: Self.time) == nil)
    occurrence.outcome = .run("R")
    #expect(encoder.runSkipped(occurrence, time: Self.time) == nil)
  }

  @Test("An event's identifier follows from what happened, not from when it was reported")
  func identifiers() {
    let later = UTCInstant(microsecondsSince1970: Self.time.microsecondsSince1970 + 1)
    #expect(
      encoder.runStarted(Self.run, time: Self.time).id
        == encoder.runStarted(Self.run, time: later).id)
    var moved = Self.run
    moved.counters.chunksDone = 1
    let ids = [
      encoder.runStarted(Self.run, time: Self.time).id,
      encoder.runProgressed(Self.run, time: Self.time).id,
      encoder.runProgressed(moved, time: Self.time).id,
      encoder.runCompleted(Self.run, errors: [], samples: [], time: Self.time, limit: .max).id,
    ]
    #expect(Set(ids).count == 4)
  }

  @Test("A completion carries the run that the request is about; others carry null")
  func completion() throws {
    var decision = Decision(outcome: .succeeded)
    func text() -> String {
      data(
        encoder.completion(
          Completion(
            header: EventSamples.header, decision: decision, receivedAt: EventSamples.received,
            completedAt: Self.time)))
    }
    #expect(text().contains(#""tasks":[],"invoiceRun":null,"schedules":[]"#))
    decision.answer.invoiceRun = Self.run
    #expect(text().contains(#""tasks":[],"invoiceRun":\#(Self.members)},"schedules":[]"#))
  }

  @Test("Consumers read the run of an event and of a completion")
  func view() throws {
    let event = try EventView(reading: encoder.runStarted(Self.run, time: Self.time).body)
    let data = try #require(event.data)
    let run = try #require(InvoiceRunView(data))
    #expect(run.id == "RUN-2026-12" && run.kind == "Generate")
    #expect(run.status == "CompletedWithErrors" && run.errorCount == 1)
    #expect(run.invoicesMade == 3 && run.chunksMade == 2 && run.chunksDone == 2)
    #expect(run.totals.map(\.totalAmountWithTax) == ["187.50", "1100"])
  }

  @Test(
    "What a chunk does is attributed to its run: events about its invoices have the run as their cause"
  )
  func causes() {
    var invoice = EventSamples.invoice
    invoice.invoiceRunId = "RUN-2026-12"
    invoice.request = RequestKey(source: "/invoice-worker", identifier: "RUN-2026-12:1")
    let made = encoder.invoice(invoice, time: Self.time, trace: nil)
    #expect(made.requestIdentifier == "RUN-2026-12")
    #expect(data(made).contains(#""invoiceRunId":"RUN-2026-12""#))
    #expect(data(made).contains(#""requestIdentifier":"RUN-2026-12:1""#))
    let alone = encoder.invoice(EventSamples.invoice, time: Self.time, trace: nil)
    #expect(alone.requestIdentifier == "r-1" && data(alone).contains(#""invoiceRunId":null"#))
  }
}

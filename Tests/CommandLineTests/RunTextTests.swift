import Billing
import CivilTime
import JSON
import Messages
import Monetary
import Storage
import Testing

@testable import invoice_worker

/// What `runs list / show / errors / watch` and `schedulers list` say.
@Suite("Runs and schedulers for people")
struct RunTextTests {
  private static func day(_ text: String) -> CivilDate {
    CivilDate(iso8601: text) ?? CivilDate(daysSince1970: 0)
  }

  private static func total(_ text: String, _ code: String) throws -> RunTotals {
    let currency = try #require(Currency(code: code))
    let decimal = try #require(ExactDecimal(wire: text))
    let amount = try #require(Money(exactly: decimal, currency: currency))
    return RunTotals(
      invoices: 2, totalAmount: amount, totalTaxAmount: .zero(currency),
      totalAmountWithTax: amount)
  }

  /// The run of E43, as it ended.
  private static func run() throws -> InvoiceRun {
    var criteria = RunCriteria()
    criteria.currencies = ["JPY", "EUR"]
    criteria.accountIds = Set((1...7).map { Account.ID("ACC-\($0)") })
    var run = InvoiceRun(
      id: "RUN-2026-12", kind: .generate, runDate: day("2026-12-01"),
      terms: RunTerms(targetDate: day("2026-12-01"), invoiceDate: day("2026-12-02")),
      criteria: criteria, then: RunContinuation(posts: true),
      startedAt: UTCInstant(microsecondsSince1970: 1_796_083_200_000_000),
      status: .completedWithErrors)
    run.completedAt = UTCInstant(microsecondsSince1970: 1_796_083_260_000_000)
    run.counters.accountsSelected = 4
    run.counters.schedulesSelected = 5
    run.counters.schedulesBilled = 3
    run.counters.schedulesFailed = 1
    run.counters.skip(.suspended)
    run.counters.invoicesMade = 3
    run.counters.chunksMade = 2
    run.counters.chunksDone = 2
    run.totals = [try total("187.50", "EUR"), try total("1100", "JPY")]
    run.errorCount = 1
    run.requestedBy = RequestedBy(userId: "u-17", email: "ops@example.com")
    run.request = RequestKey(source: "crm", identifier: "r-1")
    return run
  }

  private func expect(_ parts: [String], in shown: String) {
    for part in parts { #expect(shown.contains(part), "\(part)\n\(shown)") }
  }

  @Test("A run shows its terms, counters and totals, in any width")
  func show() throws {
    let run = try Self.run()
    let text = RunText.text(run, width: nil)
    expect(
      [
        "Run           RUN-2026-12", "CompletedWithErrors",
        "what is due before 2026-12-01, Draft",
        "accounts ACC-1, ACC-2, ACC-3, ACC-4, ACC-5 and 2 more",
        "currencies EUR, JPY", "its drafts are posted", "ops@example.com, request r-1",
        "Passed over: Suspended", "187.50", "1100", "2 of 2",
        "invoice-worker runs errors RUN-2026-12 lists the errors.",
      ], in: text)
    for line in RunText.text(run, width: 60).split(separator: "\n") {
      #expect(TerminalText.width(of: String(line)) <= 60, "\(line)")
    }
    var preview = InvoiceRun(
      id: "V", kind: .preview, runDate: run.runDate, terms: run.terms, startedAt: run.startedAt)
    preview.schedulerId = "MONTH-END"
    preview.scheduledFor = run.startedAt
    let shown = RunText.text(preview, width: nil)
    expect(["nothing stored", "MONTH-END, for 2026-12-01", "Running"], in: shown)
    #expect(!shown.contains("lists the errors") && !shown.contains("Only"))
  }

  @Test("An Email run shows how it sends, and how many it queued")
  func emails() throws {
    var run = InvoiceRun(
      id: "E", kind: .email, runDate: try Self.run().runDate, startedAt: try Self.run().startedAt)
    run.email = RunEmailTerms(emailTemplateId: "T", attachments: [.ubl, .pdf], resend: true)
    run.counters.skipped = [.optedOut: 2]
    expect(
      [
        "template T, with Ubl, Pdf, again where it was sent", "E-mails queued",
        "Passed over: OptedOut",
      ], in: RunText.text(run, width: nil))
    run.email = RunEmailTerms()
    expect(["each account's template"], in: RunText.text(run, width: nil))
    run.counters.emailsQueued = 5_003
    run.counters.emailsPostponed = 3
    expect(
      [
        "E-mails that wait for another day", "3 of 5003 e-mails wait until the next day or later",
        "EMAIL_DAILY_LIMIT",
      ], in: RunText.text(run, width: nil))
  }

  @Test("A list keeps run, status and count of invoices at 60 columns")
  func list() throws {
    let text = RunText.list([try Self.run()]).text(width: 60)
    expect(["RUN-2026-12", "CompletedWithErrors", "Invoices"], in: text)
    let wide = RunText.list([try Self.run()]).text
    expect(["187.50 EUR, 1100 JPY", "2026-12-01"], in: wide)
  }

  @Test("An error names account, schedules and what to do")
  func errors() {
    let error = RunError(
      accountId: "C", billingScheduleIds: (1...5).map { BillingSchedule.ID("BS-\($0)") },
      code: .taxRateNotFound, message: "No rate. Send one.")
    expect(
      ["C ", "BS-1 BS-2 BS-3 and 2 more", "TAX_RATE_NOT_FOUND", "No rate. Send one."],
      in: RunText.errors([error]).text)
  }

  @Test("The bar of runs watch has room beside its numbers at 60 columns, with a million invoices")
  func bar() throws {
    var run = try Self.run()
    run.counters.invoicesMade = 1_000_000
    run.errorCount = 999
    let note = RunProgress.note(run)
    #expect(note == "1000000 invoices, 999 errors")
    let line = ProgressBar.line(done: 400, total: 800, of: "chunks", note: note, width: 60)
    #expect(line == "[######------] 400/800 chunks, 1000000 invoices, 999 errors")
    #expect(line.count < 60)
    run.counters.invoicesMade = 1
    run.errorCount = 0
    #expect(RunProgress.note(run) == "1 invoice")
    var recover = InvoiceRun(
      id: "REC", kind: .recover, runDate: run.runDate, startedAt: run.startedAt)
    recover.parentRunId = run.id
    recover.counters.recovered = 2
    #expect(RunProgress.note(recover) == "2 recovered")
    let text = RunText.text(recover, width: nil)
    expect(["Parent run", "RUN-2026-12", "Schedules recovered"], in: text)
  }

  @Test("runs watch ends with the run's status")
  func statuses() {
    let statuses = InvoiceRun.Status.allCases.map { RunProgress.exitStatus(of: $0)?.rawValue }
    #expect(statuses == [nil, 0, 2, 3])
  }

  private static func scheduler(_ rule: OccurrenceRule) -> InvoiceScheduler {
    InvoiceScheduler(
      id: "S", name: "Month end", status: .active, rule: rule, startDate: day("2026-12-01"),
      minuteOfDay: 365, timeZone: "UTC")
  }

  @Test(
    "The days of a scheduler in words",
    arguments: [
      (OccurrenceRule.once, "once, on 2026-12-01"), (.daily, "every day"),
      (.weekly(.monday), "every Monday"), (.monthlyDay(31), "on day 31 of each month"),
      (.monthlyFromEnd(0), "on the last day of each month"),
      (.monthlyFromEnd(1), "on the day before the last of each month"),
      (.monthlyFromEnd(2), "2 days before the last of each month"),
      (.monthlyNth(.first, .monday), "on the first Monday of each month"),
    ])
  func rules(rule: OccurrenceRule, words: String) {
    var scheduler = Self.scheduler(rule)
    #expect(SchedulerWords.rule(scheduler) == words)
    scheduler.excludesNonBusinessDays = true
    #expect(SchedulerWords.rule(scheduler) == words + ", or the next business day")
    #expect(SchedulerWords.zone(scheduler) == "at 06:05 UTC")
  }

  @Test("A scheduler says what it bills")
  func bills() {
    var scheduler = Self.scheduler(.daily)
    #expect(SchedulerWords.billed(scheduler) == "what is due before the run's day, Draft")
    scheduler.targetDateOffset = -7
    scheduler.isTargetDateInclusive = true
    scheduler.action = .posted
    #expect(
      SchedulerWords.billed(scheduler) == "what is due through 7 days before the run's day, Posted")
    scheduler.targetDate = Self.day("2027-01-01")
    scheduler.isTargetDateInclusive = false
    scheduler.then = RunContinuation(posts: true)
    scheduler.action = .draft
    #expect(
      SchedulerWords.billed(scheduler) == "what is due before 2027-01-01, Draft, then posted")
  }

  @Test("Its last occurrences stand before the next, each with its outcome")
  func occurrences() throws {
    func past(_ date: String, _ outcome: SchedulerOccurrence.Outcome) -> SchedulerOccurrence {
      SchedulerOccurrence(
        schedulerId: "S", localDate: Self.day(date),
        scheduledFor: UTCInstant(microsecondsSince1970: 1_796_083_200_000_000), outcome: outcome)
    }
    let view = SchedulerView(
      scheduler: Self.scheduler(.daily),
      occurrences: [
        past("2026-12-03", .waiting), past("2026-12-02", .skipped(.missed)),
        past("2026-12-01", .run("RUN-1")),
      ], runningRunId: "RUN-3")
    let text = SchedulerText(
      view: view, now: UTCInstant(microsecondsSince1970: 1_796_428_800_000_000),
      zones: UnknownTimeZones())
    let lines = text.text(width: nil).split(separator: "\n").map(String.init)
    let first = try #require(lines.firstIndex { $0.contains("2026-12-01 06:05") })
    #expect(lines[first].contains("run RUN-1"))
    #expect(lines[first + 1].contains("no run: Missed"))
    #expect(lines[first + 2].contains("waits for the run before it"))
    #expect(lines.contains { $0.hasPrefix("Running") && $0.contains("RUN-3") })

    var writer = JSONWriter()
    text.json.write(to: &writer)
    let json = String(decoding: writer.bytes, as: UTF8.self)
    expect(
      [
        #""schedulerId":"S""#, #""outcome":"Missed""#, #""outcome":"Run""#,
        #""invoiceRunId":"RUN-1""#, #""nextOccurrences":["#, #""runningRunId":"RUN-3""#,
      ], in: json)
  }

  @Test("A completion about a run names the command that shows more")
  func sentences() throws {
    func view(_ json: String) throws -> InvoiceRunView {
      guard case .object(let object) = try JSONDocument(reading: Array(json.utf8)).root else {
        throw JSONError(.unexpectedByte, at: 0)
      }
      return try #require(InvoiceRunView(object))
    }
    let running = try view(#"{"invoiceRunId": "R-1", "kind": "Generate", "status": "Running"}"#)
    #expect(
      RunWords.sentence(about: running)
        == "Run R-1 (Generate) is Running; invoice-worker runs watch R-1 shows its progress.\n"
    )
    let canceled = try view(
      #"{"invoiceRunId": "R-1", "kind": "Generate", "status": "Canceled", "counters": {"invoicesMade": 400}}"#
    )
    #expect(
      RunWords.sentence(about: canceled) == "Run R-1 (Generate) is Canceled: 400 invoices.\n")
  }
}

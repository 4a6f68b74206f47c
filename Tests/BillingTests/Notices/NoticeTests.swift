import CivilTime
import Monetary
import Testing

@testable import Billing

/// <doc:Emails#Notices>.
@Suite("Notices") struct NoticeTests {
  private static let key = RequestKey(source: "crm", identifier: "r-1")

  private func notice(_ decision: Decision, _ logs: [String] = []) throws -> Notice {
    try #require(
      Notice(of: decision, Self.key, type: "invoice.generate.v1", errorLogNumbers: logs))
  }

  @Test("Outcome, invoices with number and amount, and that there is nothing to do")
  func succeeded() throws {
    var world = try EmailWorld()
    let invoice = try world.posted()
    var decision = Decision(outcome: .succeeded)
    decision.answer.invoices = [.existing(invoice.summary)]
    let notice = try notice(decision)
    #expect(notice.subject == "Succeeded: invoice.generate.v1 r-1")
    #expect(notice.text.hasPrefix("Request r-1 (invoice.generate.v1): Succeeded\n"))
    #expect(notice.text.contains("\n  \(invoice.number ?? "-"): 175.00 EUR, Posted\n"))
    #expect(notice.text.contains("Nothing: all of it is done."))
    #expect(!notice.text.contains("Not done") && !notice.text.contains("Skipped"))
  }

  @Test("What was skipped and why, what failed, and what to do; each fault once")
  func failed() throws {
    let fault = Fault(
      code: .taxRateNotFound, message: "Send the rate.",
      source: RecordReference(.billingSchedule, BillingSchedule.ID("BS-9")))
    var decision = Decision(outcome: .partiallySucceeded, errors: [fault])
    decision.answer.invoices = [
      .failed(accountId: "A", billingScheduleIds: ["BS-9"], faults: [fault])
    ]
    decision.answer.skipped = [
      SkippedSchedule(billingScheduleId: "BS-3", reason: .notDue, nextBillingDate: "2027-01-01")
    ]
    let text = try notice(decision, ["EL-000007"]).text
    #expect(
      text.contains("Not done\n  BillingSchedule BS-9: Send the rate. (TAX_RATE_NOT_FOUND)\n\n"))
    #expect(text.contains("Skipped\n  Schedule BS-3: NotDue, next on 2027-01-01\n"))
    #expect(text.contains("  Error logs: EL-000007.\n"))
    decision.errors = []
    #expect(try notice(decision).text.contains("BillingSchedule BS-9: Send the rate."))
    decision.outcome = .rejected
    #expect(try notice(decision).text.contains("send it under another identifier"))
  }

  @Test("It is short, whatever there is, and a line is a line")
  func bounded() throws {
    var decision = Decision(outcome: .failed)
    decision.errors = (1...1_000).map {
      Fault(
        code: .requestInvalid, message: "\($0)\r\nBcc: x" + String(repeating: "y", count: 9_000))
    }
    let text = try notice(decision).text
    #expect(text.contains("  and 980 more\n") && text.utf8.count < 20_000)
    #expect(!text.contains("\r") && !text.contains("\nBcc"))
  }

  @Test("What began a run has no notice of its own: the end of the run has")
  func run() throws {
    var run = RunWorld.run("RUN-1", target: "2026-12-01")
    var decision = Decision(outcome: .succeeded)
    decision.answer.invoiceRun = run
    #expect(
      Notice(of: decision, Self.key, type: "invoice-run.start.v1", errorLogNumbers: []) == nil)
    run.status = .completedWithErrors
    run.counters.invoicesMade = 30
    run.counters.schedulesFailed = 1
    run.counters.skipped = [.suspended: 2]
    run.errorCount = 25
    var world = try EmailWorld()
    let invoice = NoticedInvoice(try world.posted())
    let error = RunError(accountId: "A", code: .taxRateNotFound, message: "Send the rate.")
    let notice = Notice(
      of: run, invoices: Array(repeating: invoice, count: 20),
      errors: Array(repeating: error, count: 25))
    #expect(notice.subject == "CompletedWithErrors: invoice run RUN-1 (Generate)")
    for line in [
      "Invoice run RUN-1 (Generate): CompletedWithErrors", "Invoices made: 30", "and 10 more",
      "Suspended: 2", "Account A: Send the rate. (TAX_RATE_NOT_FOUND)", "and 5 more",
      "invoice-run.recover.v1",
    ] {
      #expect(notice.text.contains(line), "\(line)")
    }
    run.counters.emailsQueued = 5_003
    run.counters.emailsPostponed = 3
    #expect(run.warnings.map(\.code) == [.emailDailyLimit])
    let warned = Notice(of: run, invoices: [], errors: [])
    #expect(warned.text.contains("Warnings\n  3 of 5003 e-mails wait until the next day or later"))
  }

  /// A run over RUN-1, ended.
  private static func ended(
    _ kind: InvoiceRun.Kind, _ status: InvoiceRun.Status,
    _ change: (inout InvoiceRun) -> Void = { _ in }
  ) -> InvoiceRun {
    var run = InvoiceRun(
      id: "RUN-2", kind: kind, runDate: "2026-12-01", startedAt: RunWorld.now, status: status)
    if !kind.billsAccounts { run.parentRunId = "RUN-1" }
    run.errorCount = status == .completedWithErrors ? 1 : 0
    change(&run)
    return run
  }

  private static func advice(_ run: InvoiceRun) throws -> String {
    let text = Notice(of: run, invoices: [], errors: []).text
    let start = try #require(text.firstRange(of: "What to do\n")).upperBound
    return String(text[start...].prefix { $0 != "\n" }).trimmingPrefix("  ").description
  }

  @Test(
    "What is left to do is a request that does it: another one, of the kind of the run, over the run that it went over",
    arguments: [
      (InvoiceRun.Kind.generate, "another invoice-run.start.v1"), (.preview, "preview true"),
      (.post, "another invoice-run.post.v1 with invoiceRunId RUN-1:"),
      (.email, "another invoice.send-email.v1 with invoiceRunId RUN-1, without resend"),
      (.tasks, "another invoice.run-tasks.v1 with invoiceRunId RUN-1, without again"),
      (.recover, "another invoice-run.recover.v1 with invoiceRunId RUN-1."),
      (.cancel, "invoice.cancel.v1 with the drafts that are left"),
    ])
  func runAdvice(_ kind: InvoiceRun.Kind, _ words: String) throws {
    for status in [InvoiceRun.Status.completedWithErrors, .canceled] {
      let advice = try Self.advice(Self.ended(kind, status))
      #expect(advice.contains(words), "\(status): \(advice)")
      // The same request under its identifier is a duplicate.
      #expect(!advice.contains("the request again"), "\(status): \(advice)")
    }
    #expect(try Self.advice(Self.ended(kind, .completed)) == "Nothing: all of it is done.")
    // Only what a run put in Error is recovered, by the run's own identifier.
    let failed = try Self.advice(
      Self.ended(kind, .completedWithErrors) { $0.counters.schedulesFailed = 1 })
    #expect(
      failed.contains("invoice-run.recover.v1 with invoiceRunId RUN-2 and retry true")
        == (kind == .generate), "\(failed)")
  }

  @Test("Where somebody got nothing for want of an address, all of it is not done")
  func passedOver() throws {
    let run = Self.ended(.email, .completed) { $0.counters.skipped = [.addressMissing: 2] }
    let text = Notice(of: run, invoices: [], errors: []).text
    #expect(text.contains("Passed over\n  AddressMissing: 2\n"))
    #expect(!text.contains("Nothing: all of it is done."))
    #expect(
      text.contains("an e-mail address.\n  Then send another invoice.send-email.v1"), "\(text)")
    let tasks = Self.ended(.tasks, .completed) { $0.counters.skipped = [.notPosted: 1] }
    #expect(try Self.advice(tasks).hasPrefix("Only posted invoices take part"))
  }

  @Test("A request that was done with warnings is not said to leave nothing to look at")
  func warned() throws {
    let fault = Fault(code: .billingScheduleNotReady, message: "Recover it.")
    let text = try notice(Decision(outcome: .succeeded, warnings: [fault])).text
    #expect(text.contains("Warnings\n  Recover it. (BILLING_SCHEDULE_NOT_READY)"))
    #expect(!text.contains("Nothing: all of it is done."))
  }

  @Test("A notice is asked for, and is of no invoice: the daily limit does not count it")
  func asked() throws {
    #expect(RequestedBy(email: "a@example.com").noticeAddress == nil)
    #expect(RequestedBy(email: "a@example.com", notifies: true).noticeAddress == "a@example.com")
    let email = try notice(Decision(outcome: .succeeded)).email(
      "N", to: "a@example.com", about: Self.key, at: RunWorld.now)
    #expect(email.isNotice && email.to == ["a@example.com"] && email.status == .queued)
  }
}

import CivilTime
import Testing

@testable import Billing

/// <doc:InvoiceRuns#E-mails>.
@Suite("Invoice runs: e-mails")
struct RunEmailTests {
  private static let template = EmailTemplate(
    id: "T", name: "Standard", subject: "Invoice {{invoice.number}}",
    textBody: "{{#lines}}{{line.name}}\n{{/lines}}", isDefault: true)

  private func over(
    _ parent: InvoiceRun.ID = "RUN", _ terms: RunEmailTerms = RunEmailTerms()
  ) -> InvoiceRun {
    var run = InvoiceRun(
      over: RunWorld.run(parent, target: "2026-11-02"), kind: .email, id: "OVER", at: RunWorld.now)
    run.email = terms
    return run
  }

  /// Posted invoices of accounts A to D, each account with an address of its own but D, which has none.
  private func posted(_ world: inout RunWorld) throws -> [Invoice.ID] {
    world.email = EmailFacilities(rendersPdf: false)
    world.add(.emailTemplate(Self.template))
    for id in ["A", "B", "C", "D"] as [Account.ID] {
      var account = try World.account(id, currency: "EUR")
      account.billToContact = .named(
        name: id.text, email: id == "D" ? nil : "\(id.text.lowercased())@example.com")
      world.add(
        .account(account),
        .monthly(BillingSchedule.ID(id.text)) {
          $0.accountId = id
          $0.startDate = "2026-11-01"
        })
    }
    let run = RunWorld.run(target: "2026-11-02", action: .posted)
    return world.chunk(run, .accounts(["A", "B", "C", "D"])).made.map(\.id)
  }

  @Test("A request about a run begins an Email run over its invoices, once it has ended")
  func begun() throws {
    var world = RunWorld()
    world.email = EmailFacilities(rendersPdf: false)
    world.add(.emailTemplate(Self.template))
    var run = RunWorld.run(target: "2026-12-01", action: .posted)
    world.put(run)
    let request = SendEmail(
      .run("RUN"), emailTemplateId: "T", attachments: [.ubl], resend: true, ignoresOptOut: true)
    #expect(request.phase == .runs && request.factsNeeded.runs.read == ["RUN"])
    #expect(request.factsNeeded.emails.templates == ["T"])
    #expect(world.handle(request).refusals == ["INVOICE_RUN_RUNNING /invoiceRunId"])
    run.status = .completed
    world.put(run)
    let begun = try #require(world.handle(request).answer.invoiceRun)
    #expect(begun.kind == .email && begun.parentRunId == "RUN")
    #expect(
      begun.email
        == RunEmailTerms(
          emailTemplateId: "T", attachments: [.ubl], resend: true, ignoresOptOut: true))
  }

  @Test("What would refuse every e-mail refuses the request: no mail server, an unknown template")
  func refused() throws {
    var world = RunWorld()
    var run = RunWorld.run(target: "2026-12-01", action: .posted)
    run.status = .completed
    world.put(run)
    let refused = world.handle(SendEmail(.run("RUN")))
    #expect(refused.refusals == ["EMAIL_NOT_CONFIGURED /invoiceRunId"])
    #expect(refused.effects.isEmpty && refused.errorLogs.map(\.category) == [.invoiceRun])
    var start = RunWorld.start("NEXT", action: .posted)
    start = StartInvoiceRun(
      invoiceRunId: "NEXT", terms: start.terms, then: RunContinuation(emails: true))
    #expect(world.handle(start).refusals == ["EMAIL_NOT_CONFIGURED /then/email"])
    world.email = EmailFacilities(rendersPdf: false)
    #expect(world.handle(start).outcome == .succeeded)
    #expect(
      world.handle(SendEmail(.run("RUN"), emailTemplateId: "X")).refusals
        == ["EMAIL_TEMPLATE_MISSING /emailTemplateId"])
    #expect(
      world.handle(SendEmail(.run("X"))).refusals == ["INVOICE_RUN_NOT_FOUND /invoiceRunId"])
  }

  @Test("Each invoice is an item; opted out, without address, sent already: passed over, counted")
  func chunks() throws {
    var world = RunWorld()
    let ids = try posted(&world)
    var account = try #require(world.facts.accounts["B"])
    account.email = AccountEmail(optOut: true)
    world.add(.account(account))
    let plan = world.chunk(over(), .invoices(ids))
    #expect(plan.counters.emailsQueued == 2 && plan.errors.isEmpty)
    #expect(plan.counters.skipped == [.optedOut: 1, .addressMissing: 1])
    let queued = plan.decision.effects.emails.queued
    #expect(queued.map(\.to) == [["a@example.com"], ["c@example.com"]])
    #expect(Set(queued.map(\.id)).count == 2 && plan.decision.outcome == .succeeded)
    #expect(plan.decision.errorLogs.isEmpty)
    let again = world.chunk(over(), .invoices(ids))
    #expect(again.counters.emailsQueued == 0)
    #expect(again.counters.skipped == [.optedOut: 1, .addressMissing: 1, .alreadySent: 2])
    #expect(again.decision.effects.isEmpty && again.decision.errorLogs.isEmpty)
    let more = world.chunk(
      over("RUN", RunEmailTerms(resend: true, ignoresOptOut: true)), .invoices(ids))
    #expect(more.counters.emailsQueued == 3)
  }

  @Test("A suppressed address is an error of the run, and logged; the others are queued")
  func suppressed() throws {
    var world = RunWorld()
    let ids = try posted(&world)
    world.suppress("a@example.com")
    let plan = world.chunk(over(), .invoices(ids))
    #expect(plan.counters.emailsQueued == 2 && plan.counters.invoicesFailed == 1)
    #expect(plan.errors.map(\.code) == [.emailAddressSuppressed])
    #expect(plan.errors.map(\.accountId) == ["A"])
    #expect(plan.decision.errorLogs.map(\.code) == [.emailAddressSuppressed])
    #expect(plan.decision.errorLogs.map(\.category) == [.invoiceRun])
    #expect(plan.decision.outcome == .partiallySucceeded)
  }

  @Test("A mail server that is gone is one error of a chunk, not one of each invoice")
  func serverGone() throws {
    var world = RunWorld()
    let ids = try posted(&world)
    world.email = nil
    let plan = world.chunk(over(), .invoices(ids))
    #expect(plan.counters.invoicesFailed == 4 && plan.counters.emailsQueued == 0)
    #expect(plan.errors.map(\.code) == [.emailNotConfigured])
    #expect(plan.decision.errorLogs.count == 1 && plan.decision.effects.isEmpty)
  }

  @Test("Texts that are more than a chunk's are left for one of its own, and none is lost")
  func texts() throws {
    var world = RunWorld()
    _ = try posted(&world)
    var long = Self.template
    long.textBody = String(repeating: "x", count: 1_000_000)
    world.add(.emailTemplate(long))
    let one = try #require(world.stored.values.first { $0.accountId == "A" })
    var ids: [Invoice.ID] = []
    for number in 10..<40 {
      let id = Invoice.ID("I\(number)")
      world.keep(one.renamed(id))
      ids.append(id)
    }
    let plans = world.chunks(over(), .invoices(ids))
    #expect(plans.map(\.counters.emailsQueued) == [16, 14])
    #expect(plans.flatMap { $0.decision.effects.emails.queued }.map(\.invoiceId) == ids)
  }
}

import CivilTime
import Monetary
import Testing

@testable import Billing

@Suite("Invoice runs: requests")
struct RunRequestTests {
  private func world() throws -> RunWorld {
    var world = RunWorld()
    world.add(.account(try World.account("A")))
    return world
  }

  private func put(
    _ id: InvoiceRun.ID = "RUN", _ kind: InvoiceRun.Kind = .generate,
    _ status: InvoiceRun.Status = .running, action: InvoiceAction = .draft,
    in world: inout RunWorld, _ change: (inout InvoiceRun) -> Void = { _ in }
  ) {
    var run = RunWorld.run(id, kind, target: "2026-12-01", action: action)
    run.status = status
    change(&run)
    world.put(run)
  }

  // MARK: Start

  @Test("A run begins Running, on the day it was accepted, and is the answer")
  func start() throws {
    var world = try world()
    let person = RequestedBy(userId: "u-17", name: "Billing Ops", email: nil)
    let decision = world.handle(
      RunWorld.start(posts: true) { $0.currencies = ["USD"] }, requestedBy: person)
    #expect(decision.outcome == .succeeded)
    let run = try #require(decision.effects.runs.started.first)
    #expect(decision.answer.invoiceRun == run)
    #expect(run.id == "RUN" && run.kind == .generate && run.status == .running)
    #expect(run.runDate == "2026-11-20" && run.startedAt == RunWorld.now)
    #expect(run.terms?.targetDate == "2026-12-01" && run.criteria.currencies == ["USD"])
    #expect(run.then.posts && run.requestedBy == person && run.request?.identifier == "r2")
    #expect(run.completedAt == nil && run.counters == RunCounters())
  }

  @Test("Without an identifier one follows from the request")
  func derived() throws {
    var world = try world()
    let first = world.handle(RunWorld.start(nil)).answer.invoiceRun
    let second = world.handle(RunWorld.start(nil)).answer.invoiceRun
    #expect(first?.id == "test/r2/invoiceRun")
    #expect(second?.id == "test/r3/invoiceRun")
  }

  @Test("An identifier used before is refused, whatever the status of its run")
  func exists() throws {
    var world = try world()
    _ = world.handle(RunWorld.start())
    let again = world.handle(RunWorld.start())
    #expect(again.outcome == .failed)
    #expect(again.refusals == ["INVOICE_RUN_EXISTS /invoiceRunId"])
    #expect(again.errors[0].message.contains("Running"))
    #expect(again.effects.isEmpty && again.answer.invoiceRun == nil)
    #expect(again.errorLogs.map(\.category) == [.invoiceRun])
    let needed = RunWorld.start().factsNeeded
    #expect(needed.runs.read == ["RUN"])
    #expect(needed.records.written == [RecordReference(type: .invoiceRun, id: "RUN")])
  }

  @Test("Criteria that name what does not exist refuse the run and leave no record")
  func unknownCriteria() throws {
    var world = try world()
    let change: (inout RunCriteria) -> Void = {
      $0.accountIds = ["A", "Y"]
      $0.excludedAccountIds = ["Z"]
      $0.legalEntityIds = ["LE"]
    }
    let decision = world.handle(RunWorld.start("RUN", change))
    #expect(decision.outcome == .failed && decision.effects.isEmpty)
    #expect(
      decision.refusals == [
        "RECORD_REFERENCE_NOT_FOUND /criteria/legalEntityIds",
        "ACCOUNT_NOT_FOUND /criteria/accountIds", "ACCOUNT_NOT_FOUND /criteria/excludeAccountIds",
      ])
    #expect(decision.errors.map(\.source?.id) == ["LE", "Y", "Z"])
    #expect(world.facts.runs.runs.isEmpty)
    let start = RunWorld.start("RUN", change)
    let named = StartInvoiceRun(
      invoiceRunId: "RUN", terms: start.terms, criteria: start.criteria,
      pointers: [RecordReference(type: .account, id: "Y"): "/criteria/accountIds/1"])
    #expect(world.handle(named).errors[1].pointer == "/criteria/accountIds/1")
  }

  @Test("A preview is a draft, whatever action the request names")
  func preview() throws {
    var world = try world()
    let run = world.handle(RunWorld.start(preview: true, action: .posted)).answer.invoiceRun
    #expect(run?.kind == .preview && run?.terms?.action == .draft)
  }

  // MARK: Cancel

  @Test("E45: 8 of 20 chunks are done when a run is canceled: it ends with what they made")
  func cancel() throws {
    var world = RunWorld()
    var accounts: [Account.ID] = []
    var records: [Record] = []
    for number in 1_000..<2_000 {
      let id = Account.ID("A\(number)")
      accounts.append(id)
      records.append(.account(try World.account(id)))
      records.append(
        .monthly(BillingSchedule.ID("S\(number)")) {
          $0.accountId = id
          $0.startDate = "2026-11-01"
        })
    }
    world.add(records)
    var run = try #require(world.handle(RunWorld.start()).answer.invoiceRun)
    for chunk in 0..<8 {
      let plan = world.chunk(run, .accounts(Array(accounts[chunk * 50..<chunk * 50 + 50])))
      #expect(plan.left == nil)
      run.counters.add(plan.counters)
      for totals in plan.totals { try run.totals.add(totals) }
    }
    world.put(run)
    let decision = world.handle(CancelInvoiceRun(invoiceRunId: "RUN"))
    let canceled = try #require(decision.effects.runs.ended.first)
    #expect(decision.answer.invoiceRun == canceled && decision.effects.runs.started.isEmpty)
    #expect(canceled.status == .canceled && canceled.completedAt == RunWorld.now)
    #expect(canceled.counters.invoicesMade == 400)
    #expect(canceled.totals.map(\.totalAmount.decimalText) == ["40000.00"])
    #expect(world.stored.count == 400)
    #expect(canceled.following(of: nil, at: RunWorld.now, deriveIdentifier: { $0[0] }).isEmpty)
    let again = world.handle(CancelInvoiceRun(invoiceRunId: "RUN"))
    #expect(again.refusals == ["INVOICE_RUN_NOT_RUNNING /invoiceRunId"])
    #expect(again.errors[0].message.contains("Canceled"))
  }

  @Test("Its drafts are canceled by a run of their own")
  func cancelDrafts() throws {
    var world = try world()
    put(in: &world)
    let decision = world.handle(CancelInvoiceRun(invoiceRunId: "RUN", cancelsDrafts: true))
    #expect(decision.answer.invoiceRun?.id == "RUN")
    #expect(decision.effects.runs.ended.map(\.id) == ["RUN"])
    let cancel = try #require(decision.effects.runs.started.first)
    #expect(cancel.kind == .cancel && cancel.parentRunId == "RUN" && cancel.terms == nil)
    #expect(cancel.id == "test/r2/invoiceRun")
    put("POSTED", action: .posted, in: &world)
    let posted = world.handle(CancelInvoiceRun(invoiceRunId: "POSTED", cancelsDrafts: true))
    #expect(posted.outcome == .succeeded && posted.effects.runs.started.isEmpty)
  }

  @Test("A run to cancel is noted before, and locked")
  func cancelNeeds() {
    let request = CancelInvoiceRun(invoiceRunId: "RUN")
    #expect(request.runToCancel == "RUN" && request.phase == .runs)
    #expect(request.factsNeeded.runs.changed == ["RUN"])
    #expect(RunWorld.start().runToCancel == nil)
  }

  // MARK: Recover and post

  @Test("Recover and Post begin runs over one that has ended")
  func overEnded() throws {
    var world = try world()
    put(.init("RUN"), .generate, .completedWithErrors, in: &world)
    let recover = world.handle(RecoverInvoiceRun(invoiceRunId: "RUN", retries: true))
    let run = try #require(recover.effects.runs.started.first)
    #expect(recover.answer.invoiceRun == run)
    #expect(run.kind == .recover && run.parentRunId == "RUN" && run.retriesWhenEnded)
    #expect(
      world.handle(RecoverInvoiceRun(invoiceRunId: "RUN")).answer.invoiceRun?.retriesWhenEnded
        == false)
    let post = world.handle(PostInvoiceRun(invoiceRunId: "RUN")).answer.invoiceRun
    #expect(post?.kind == .post && post?.parentRunId == "RUN" && post?.terms == nil)
    // Only what was to be made can be tried again.
    put("POST", .post, .completedWithErrors, in: &world)
    let again = world.handle(RecoverInvoiceRun(invoiceRunId: "POST", retries: true))
    #expect(again.answer.invoiceRun?.retriesWhenEnded == false)
  }

  @Test("A run that is Running, or none, is refused")
  func refusals() throws {
    var world = try world()
    put(in: &world)
    for request: any Request in [
      RecoverInvoiceRun(invoiceRunId: "RUN"), PostInvoiceRun(invoiceRunId: "RUN"),
    ] {
      let decision = world.handle(request)
      #expect(decision.refusals == ["INVOICE_RUN_RUNNING /invoiceRunId"])
      #expect(decision.outcome == .failed && decision.effects.isEmpty)
    }
    for request: any Request in [
      RecoverInvoiceRun(invoiceRunId: "NONE"), PostInvoiceRun(invoiceRunId: "NONE"),
      CancelInvoiceRun(invoiceRunId: "NONE"),
    ] {
      let decision = world.handle(request)
      #expect(decision.refusals == ["INVOICE_RUN_NOT_FOUND /invoiceRunId"])
      #expect(decision.errorLogs.map(\.category) == [.invoiceRun])
    }
  }

  // MARK: What follows

  @Test("A Draft run that is to be posted is followed by a Post run, unless it was canceled")
  func followedByPost() {
    var run = RunWorld.run(target: "2026-12-01")
    func following() -> InvoiceRun? {
      run.following(of: nil, at: RunWorld.now, deriveIdentifier: { $0.joined(separator: "/") })
        .first
    }
    run.then.posts = true
    #expect(following() == nil)
    run.status = .completedWithErrors
    #expect(following()?.kind == .post && following()?.parentRunId == "RUN")
    #expect(following()?.id == "RUN/post" && following()?.schedulerId == nil)
    run.status = .canceled
    #expect(following() == nil)
    run.status = .completed
    run.then.posts = false
    #expect(following() == nil)
  }

  @Test("Tasks and e-mails follow once the invoices are posted: at once, or after the Post run")
  func followedByTasks() throws {
    let derive: ([String]) -> String = { $0.joined(separator: "/") }
    var run = RunWorld.run(target: "2026-12-01", action: .posted)
    run.then = RunContinuation(emails: true, tasks: [.charge, .send])
    run.status = .completedWithErrors
    let following = run.following(of: nil, at: RunWorld.now, deriveIdentifier: derive)
    #expect(following.map(\.kind) == [.tasks, .email])
    #expect(following.map(\.id) == ["RUN/tasks", "RUN/email"])
    #expect(following.allSatisfy { $0.parentRunId == "RUN" && $0.then.isEmpty })
    #expect(following[0].tasks == RunTaskTerms(kinds: [.charge, .send]))
    #expect(following[1].email == RunEmailTerms())

    var drafts = RunWorld.run(target: "2026-12-01")
    drafts.then = RunContinuation(posts: true, tasks: [.sync])
    drafts.status = .completed
    var post = try #require(
      drafts.following(of: nil, at: RunWorld.now, deriveIdentifier: derive).first)
    #expect(post.kind == .post && post.then == RunContinuation(tasks: [.sync]))
    post.status = .completed
    let last = post.following(of: drafts, at: RunWorld.now, deriveIdentifier: derive)
    #expect(last.map(\.id) == ["RUN/post/tasks"] && last[0].parentRunId == "RUN")
    post.status = .canceled
    #expect(post.following(of: drafts, at: RunWorld.now, deriveIdentifier: derive).isEmpty)
  }

  @Test("A recovery that retries is followed by a run with the same dates, action and criteria")
  func followedByRetry() throws {
    var parent = RunWorld.run(target: "2026-12-01", action: .posted) { $0.currencies = ["EUR"] }
    parent.status = .completedWithErrors
    parent.schedulerId = "SCH"
    var recover = InvoiceRun(over: parent, kind: .recover, id: "REC", at: RunWorld.now)
    recover.status = .completed
    let derive: ([String]) -> String = { $0.joined(separator: "/") }
    #expect(recover.following(of: parent, at: RunWorld.now, deriveIdentifier: derive).isEmpty)
    recover.retriesWhenEnded = true
    let retry = try #require(
      recover.following(of: parent, at: RunWorld.now, deriveIdentifier: derive).first)
    #expect(retry.id == "REC/retry" && retry.kind == .generate && retry.retryOf == "RUN")
    #expect(retry.terms == parent.terms && retry.criteria == parent.criteria)
    // A scheduler's next run does not wait for it.
    #expect(retry.schedulerId == nil && retry.parentRunId == nil)
  }
}

import CivilTime
import Testing

@testable import Billing

/// <doc:InvoiceRuns#Tasks>.
@Suite("Invoice runs: tasks")
struct RunTaskTests {
  private func over(_ kinds: [PostInvoicingTask], again: Bool = false) -> InvoiceRun {
    var run = InvoiceRun(
      over: RunWorld.run(target: "2026-11-02"), kind: .tasks, id: "OVER", at: RunWorld.now)
    run.tasks = RunTaskTerms(kinds: kinds, again: again)
    return run
  }

  private func posted(_ world: inout RunWorld) throws -> [Invoice.ID] {
    for id in ["A", "B"] as [Account.ID] {
      world.add(
        .account(try World.account(id, currency: "EUR")),
        .monthly(BillingSchedule.ID(id.text)) {
          $0.accountId = id
          $0.startDate = "2026-11-01"
        })
    }
    let run = RunWorld.run(target: "2026-11-02", action: .posted)
    return world.chunk(run, .accounts(["A", "B"])).made.map(\.id)
  }

  @Test("A request about a run begins a Tasks run over its invoices, once it has ended")
  func begun() throws {
    var world = RunWorld()
    var run = RunWorld.run(target: "2026-12-01", action: .posted)
    world.put(run)
    let request = RunTasks(scope: .run("RUN"), kinds: [.sync], again: true)
    #expect(request.phase == .runs && request.factsNeeded.runs.read == ["RUN"])
    #expect(world.handle(request).refusals == ["INVOICE_RUN_RUNNING /invoiceRunId"])
    run.status = .completed
    world.put(run)
    let begun = try #require(world.handle(request).answer.invoiceRun)
    #expect(begun.kind == .tasks && begun.parentRunId == "RUN")
    #expect(begun.tasks == RunTaskTerms(kinds: [.sync], again: true))
  }

  @Test("Each invoice is an item; what is asked for, paid or not posted is passed over")
  func chunks() throws {
    var world = RunWorld()
    let ids = try posted(&world)
    let plan = world.chunk(over([.sync, .send]), .invoices(ids))
    #expect(plan.counters.tasksRequested == 4 && plan.errors.isEmpty)
    #expect(plan.decision.effects.tasks.requested.count == 4)
    #expect(Set(plan.decision.effects.tasks.requested.map(\.id)).count == 4)
    #expect(Set(plan.decision.effects.tasks.invoices.keys) == Set(ids))
    #expect(plan.decision.outcome == .succeeded)
    let again = world.chunk(over([.sync]), .invoices(ids))
    #expect(again.counters.tasksRequested == 0)
    #expect(again.counters.skipped == [.alreadyRequested: 2])
    #expect(again.decision.effects.isEmpty && again.decision.errorLogs.isEmpty)
    #expect(world.chunk(over([.sync], again: true), .invoices(ids)).counters.tasksRequested == 2)
  }

  @Test("What cannot be charged is an error of the run, and logged; its other tasks are requested")
  func missing() throws {
    var world = RunWorld()
    let ids = try posted(&world)
    world.add(
      .savedPaymentMethod(
        SavedPaymentMethod(
          id: "PM", accountId: "A", kind: .card, displayName: "Visa", isAccountDefault: true)))
    let plan = world.chunk(over([.send, .charge]), .invoices(ids))
    #expect(plan.counters.tasksRequested == 3 && plan.counters.invoicesFailed == 1)
    #expect(plan.errors.map(\.code) == [.paymentMethodMissing])
    #expect(plan.errors.map(\.accountId) == ["B"])
    #expect(plan.decision.errorLogs.map(\.code) == [.paymentMethodMissing])
    #expect(plan.decision.errorLogs.map(\.category) == [.invoiceRun])
    #expect(plan.decision.outcome == .partiallySucceeded)
  }
}

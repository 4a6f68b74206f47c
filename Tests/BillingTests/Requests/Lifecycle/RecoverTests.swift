import Testing

@testable import Billing

@Suite("Recover with the latest live invoice")
struct RecoverTests {
  @Test("The answer names the latest live invoice of each schedule, null for none")
  func latest() throws {
    var world = try LifecycleWorld(
      .november(), .monthly("N") { $0.startDate = "2026-12-01" }, vat: false)
    let invoice = try world.generate(by: "2026-11-02", .posted)
    let decision = world.handle(RecoverBillingSchedules(billingScheduleIds: ["N", "M"]))
    #expect(decision.outcome == .succeeded)
    #expect(decision.answer.schedules.map(\.billingScheduleId) == ["N", "M"])
    #expect(decision.answer.schedules.map(\.latestInvoice?.id) == [nil, invoice.id])
    #expect(decision.answer.schedules.last?.latestInvoice?.status == .posted)
    #expect(world.void(invoice.id).outcome == .succeeded)
    let after = world.handle(RecoverBillingSchedules(billingScheduleIds: ["M"]))
    #expect(after.answer.schedules.map(\.latestInvoice?.id) == [nil])
  }

  @Test("A draft of the same batch that is posted is no draft for the requests after it")
  func posted() throws {
    var world = try LifecycleWorld(.november(), vat: false)
    let draft = try world.generate(by: "2026-11-02")
    #expect(world.facts.latestDrafts["M"] == draft.id)
    #expect(world.post(draft.id).outcome == .succeeded)
    #expect(world.facts.latestDrafts["M"] == nil)
    #expect(world.facts.latestInvoices["M"]?.status == .posted)
  }
}

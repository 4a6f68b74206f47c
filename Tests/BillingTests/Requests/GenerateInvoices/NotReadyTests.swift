import Billing
import CivilTime
import Testing

@Suite("Schedules that are passed over say why")
struct NotReadyTests {
  @Test("CLI 1: a schedule in Error that was asked for is warned of, with its error log")
  func inError() throws {
    var world = try World()
    world.add(
      .taxTreatment(
        TaxTreatment(id: "T", name: "T", isTaxable: true, taxCode: "GONE", taxCategory: "S")),
      .monthly("S") { $0.attributes.taxTreatmentId = "T" })
    #expect(world.generate(target: "2026-02-01").outcome == .failed)
    let unknown = world.generate(.billingSchedules(["S"]), target: "2026-02-01")
    #expect(unknown.outcome == .succeeded && unknown.skips == ["S NotReady"])
    #expect(unknown.warnings.map(\.code) == [.billingScheduleNotReady])
    #expect(unknown.warnings.first?.pointer == "/billingScheduleIds/0")
    #expect(unknown.warnings.first?.message.contains("billing-schedule.recover.v1") == true)
    #expect(unknown.openErrorLogs == [])

    world.know(
      OpenError(number: "EL-000007", code: .taxRateNotFound, message: "No rate. Add one."), of: "S")
    let known = world.generate(target: "2026-02-01")
    let message = try #require(known.warnings.first?.message)
    for part in ["EL-000007", "TAX_RATE_NOT_FOUND", "No rate. Add one."] {
      #expect(message.contains(part), "\(message)")
    }
    #expect(known.openErrorLogs == ["EL-000007"])
    #expect(known.answer.skipped.first?.nextBillingDate == "2026-01-01")
  }

  @Test("A milestone that is not reached is warned of, and what it waits for")
  func waiting() throws {
    var world = try World()
    world.add(
      .monthly("S") {
        $0.billingMethod = .milestone
        $0.billingTermUnit = .oneTime
      })
    let decision = world.generate(target: "2026-02-01")
    #expect(decision.skips == ["S NotReady"])
    #expect(decision.warnings.first?.message.contains("milestoneDate") == true)
    #expect(decision.answer.skipped.first?.nextBillingDate == nil)
  }

  @Test("CLI 1: the draft that holds what was due is named, until a posted invoice comes after it")
  func draft() throws {
    var world = try World()
    world.add(.monthly("S"))
    let made = try #require(world.generate(target: "2026-02-01", action: .draft).made.first)
    let again = world.generate(target: "2026-02-01")
    #expect(again.answer.skipped.map(\.draftInvoiceId) == [made.id])
    #expect(again.answer.skipped.map(\.nextBillingDate) == ["2026-02-01"])
    #expect(again.warnings == [])
    _ = world.generate(target: "2026-02-02")
    #expect(world.generate(target: "2026-02-02").answer.skipped.map(\.draftInvoiceId) == [nil])
  }

  @Test("Schedules beyond a thousand that are not ready are counted")
  func many() throws {
    var world = try World()
    let ids = (0..<1_001).map { BillingSchedule.ID("S\($0)") }
    let stored = world.upsert(
      ids.map { id in
        .monthly(id) {
          $0.billingMethod = .milestone
          $0.billingTermUnit = .oneTime
        }
      })
    #expect(stored.errors.isEmpty)
    let decision = world.generate(target: "2026-02-01")
    #expect(decision.warnings.count == 1_001)
    #expect(decision.warnings.last?.message.contains("one more schedule ") == true)
  }
}

import Billing
import CivilTime
import Monetary
import Testing

@Suite("The working set")
struct WorkingSetTests {
  @Test("A record that changed is found where it is now, and no more where it was")
  func indexes() throws {
    var world = try World()
    func rate(_ code: String) -> Record {
      .taxRate(
        TaxRate(
          id: "R", country: "NO", taxCode: code, name: "VAT", percent: 25,
          effectiveFrom: "2020-01-01"))
    }
    func treatment(_ isDefault: Bool) -> Record {
      .taxTreatment(
        TaxTreatment(id: "T", name: "T", isTaxable: true, taxCode: "a", isDefault: isDefault))
    }
    func suspension(_ target: BillingSuspension.Target) -> Record {
      .billingSuspension(
        BillingSuspension(id: "X", target: target, suspendDate: "2020-01-01"))
    }
    world.add(
      rate("a"), treatment(true), .monthly("S1"), .monthly("S2"),
      suspension(.billingSchedule("S1")))
    #expect(world.generate(.billingSchedules(["S1"]), target: "2026-01-02").outcome == .failed)
    world.add(suspension(.billingSchedule("S2")))
    #expect(world.generate(.billingSchedules(["S1"]), target: "2026-01-02").outcome == .succeeded)
    world.add(suspension(.account("A")))
    #expect(world.generate(.billingSchedules(["S1"]), target: "2026-02-02").outcome == .failed)
    world.add(rate("b"), suspension(.billingSchedule("S2")))
    let unrated = world.generate(.billingSchedules(["S1"]), target: "2026-02-02")
    #expect(unrated.failed.map(\.codes) == [[.taxRateNotFound]])
    world.add(treatment(false))
    _ = world.handle(
      RecoverBillingSchedules(billingScheduleIds: ["S1"]))
    #expect(world.generate(.billingSchedules(["S1"]), target: "2026-02-02").outcome == .succeeded)
  }

  @Test("Two requests for one account behave as if one had come after the other")
  func applied() throws {
    var world = try World()
    world.add(.monthly("S"))
    let request = GenerateInvoices(
      selector: .account("A"), targetDate: "2026-01-02", invoiceDate: "2026-01-02",
      action: .posted)
    let first = world.handle(request)
    let second = world.handle(request)
    #expect(first.lines == ["S 2026-01-01..2026-01-31 100.00"])
    #expect(second.skips == ["S NotDue"])
    #expect(world.facts.changed.contains(RecordReference(type: .billingSchedule, id: "S")))
    #expect(world.facts.latestInvoices["S"]?.id == first.made.first?.id)
  }

  @Test("What is loaded is not changed")
  func loaded() throws {
    #expect(try World().facts.changed.isEmpty)
  }
}

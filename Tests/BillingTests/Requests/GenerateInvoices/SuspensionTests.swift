import Billing
import CivilTime
import Testing

@Suite("Generating invoices, step 2: refuse together")
struct SuspensionTests {
  private func suspension(
    _ target: BillingSuspension.Target, from: CivilDate, until: CivilDate?
  ) -> Record {
    .billingSuspension(
      BillingSuspension(id: "X", target: target, suspendDate: from, resumeDate: until))
  }

  @Test(
    "Only the target date decides, from the suspend date up to the resume date",
    arguments: [
      ("2026-01-31", true), ("2026-02-01", false), ("2026-02-28", false), ("2026-03-01", true),
    ] as [(CivilDate, Bool)])
  func interval(target: CivilDate, isBilled: Bool) throws {
    var world = try World()
    world.add(
      .monthly("S"), suspension(.billingSchedule("S"), from: "2026-02-01", until: "2026-03-01"))
    let decision = world.generate(target: target)
    #expect(decision.outcome == (isBilled ? .succeeded : .failed))
    #expect(decision.made.isEmpty != isBilled)
  }

  @Test("On the schedule, its group or its account, an open one without end")
  func targets() throws {
    for target: BillingSuspension.Target in [
      .billingSchedule("S"), .billingScheduleGroup("G"), .account("A"),
    ] {
      var world = try World()
      world.add(
        .billingScheduleGroup(
          BillingScheduleGroup(id: "G", accountId: "A", attributes: InvoicingAttributes())),
        .monthly("S") { $0.billingScheduleGroupId = "G" },
        suspension(target, from: "2026-02-01", until: nil))
      #expect(
        world.generate(target: "2150-01-01").errors.map(\.code) == [.billingScheduleSuspended])
      #expect(world.generate(target: "2026-01-31").lines.count == 1)
    }
  }

  @Test("One suspended schedule refuses all; each is named, only it is logged")
  func together() throws {
    var world = try World()
    world.add(
      .monthly("S1"), .monthly("S2"), .monthly("S3") { $0.startDate = "2027-01-01" },
      suspension(.billingSchedule("S2"), from: "2026-01-01", until: nil))
    let decision = world.generate(
      .billingSchedules(["S3", "S2", "S1"]), target: "2026-02-01")
    #expect(decision.outcome == .failed)
    #expect(decision.answer.invoices.isEmpty)
    #expect(decision.effects.records.isEmpty)
    #expect(decision.errors.map(\.code) == [.notProcessedTogether, .billingScheduleSuspended])
    #expect(decision.errors.map(\.pointer) == ["/billingScheduleIds/2", "/billingScheduleIds/1"])
    #expect(
      decision.errorLogs.map(\.relatedRecord) == [RecordReference(type: .billingSchedule, id: "S2")]
    )
    #expect(decision.skips == ["S3 NotDue"])
  }

  @Test("A suspended schedule that is not due does not count")
  func notDue() throws {
    var world = try World()
    world.add(
      .monthly("S1"), .monthly("S2") { $0.startDate = "2027-01-01" },
      suspension(.billingSchedule("S2"), from: "2026-01-01", until: nil))
    #expect(world.generate(target: "2026-02-01").outcome == .succeeded)
  }

  @Test("The periods of an interval that has ended are billed")
  func caughtUp() throws {
    var world = try World()
    world.add(.monthly("S"), suspension(.account("A"), from: "2026-02-01", until: "2026-04-01"))
    #expect(world.generate(target: "2026-03-15").outcome == .failed)
    #expect(world.generate(target: "2026-04-02").lines.count == 4)
  }
}

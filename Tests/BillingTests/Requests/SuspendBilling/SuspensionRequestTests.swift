import CivilTime
import Testing

@testable import Billing

/// <doc:Requests#Types>: `billing.suspend.v1` and `billing.resume.v1`.
@Suite("Suspending and resuming by request")
struct SuspensionRequestTests {
  private func suspend(
    _ target: BillingSuspension.Target, from: CivilDate, until: CivilDate? = nil
  ) -> any Request {
    SuspendBilling(
      suspension: BillingSuspension(
        id: "X", target: target, suspendDate: from, resumeDate: until))
  }

  private func resume(_ date: CivilDate, _ id: BillingSuspension.ID = "X") -> any Request {
    ResumeBilling(suspensionId: id, resumeDate: date)
  }

  @Test("What is suspended is not billed, and caught up after it was resumed")
  func catchUp() throws {
    for target: BillingSuspension.Target in [
      .account("A"), .billingScheduleGroup("G"), .billingSchedule("S"),
    ] {
      var world = try World()
      world.add(
        .billingScheduleGroup(
          BillingScheduleGroup(id: "G", accountId: "A", attributes: InvoicingAttributes())),
        .monthly("S") { $0.billingScheduleGroupId = "G" })
      #expect(world.handle(suspend(target, from: "2026-01-01")).outcome == .succeeded)
      let refused = world.generate(target: "2026-03-02")
      #expect(refused.errors.map(\.code) == [.billingScheduleSuspended], "\(target)")
      #expect(world.handle(resume("2026-03-01")).outcome == .succeeded)
      #expect(world.generate(target: "2026-03-02").lines.count == 3)
    }
  }

  @Test("Suspending again under the same identifier replaces, and keeps the record's revision")
  func replaced() throws {
    var world = try World()
    world.add(
      .billingSuspension(
        BillingSuspension(
          id: "X", target: .account("A"), suspendDate: "2026-01-01", revision: 3)))
    _ = world.handle(suspend(.account("A"), from: "2026-05-01", until: "2026-06-01"))
    #expect(
      world.facts.suspensions["X"]
        == BillingSuspension(
          id: "X", target: .account("A"), suspendDate: "2026-05-01", resumeDate: "2026-06-01",
          revision: 3))
  }

  @Test("What does not exist is refused and logged")
  func unknown() throws {
    let cases: [(any Request, ErrorCode, String)] = [
      (suspend(.account("B"), from: "2026-01-01"), .accountNotFound, "/accountId"),
      (
        suspend(.billingScheduleGroup("G"), from: "2026-01-01"), .billingScheduleGroupNotFound,
        "/billingScheduleGroupId"
      ),
      (
        suspend(.billingSchedule("S"), from: "2026-01-01"), .billingScheduleNotFound,
        "/billingScheduleId"
      ),
      (resume("2026-01-01"), .billingSuspensionNotFound, "/suspensionId"),
    ]
    for (request, code, pointer) in cases {
      let decision = try World().plan(request)
      #expect(decision.outcome == .failed)
      #expect(decision.errors.map(\.code) == [code])
      #expect(decision.errors.map(\.pointer) == [pointer])
      #expect(decision.errorLogs.map(\.code) == [code])
      #expect(decision.effects.records.isEmpty)
    }
  }

  @Test("Resuming on or before the first suspended day is refused; moving the end is not")
  func resumeDate() throws {
    var world = try World()
    _ = world.handle(suspend(.account("A"), from: "2026-05-01"))
    let decision = world.handle(resume("2026-05-01"))
    #expect(decision.errors.map(\.code) == [.resumeDateNotAfterSuspendDate])
    #expect(world.facts.suspensions["X"]?.resumeDate == nil)
    _ = world.handle(resume("2026-07-01"))
    _ = world.handle(resume("2026-06-01"))
    #expect(world.facts.suspensions["X"]?.resumeDate == "2026-06-01")
  }
}

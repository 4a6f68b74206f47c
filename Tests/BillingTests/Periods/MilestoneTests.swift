import CivilTime
import Monetary
import Testing

@testable import Billing

/// <doc:Schedules#Periods>: Milestone.
@Suite("Milestones")
struct MilestoneTests {
  private func milestone(
    _ date: CivilDate?, _ change: (inout BillingSchedule) -> Void = { _ in }
  ) -> Record {
    .monthly("M") {
      $0.billingMethod = .milestone
      $0.billingTermUnit = .oneTime
      $0.milestoneDate = date
      $0.billingPeriodAmount = 5000
      change(&$0)
    }
  }

  @Test("Without its date it waits and is skipped as NotReady")
  func waiting() throws {
    var world = try World()
    world.add(milestone(nil))
    let progress = try world.progress("M")
    #expect(progress.status == .waitingForMilestone)
    #expect(progress.nextBillingDate == nil)
    #expect(progress.pendingAmount?.decimalText == "5000.00")
    let decision = world.generate(target: "2199-12-31")
    #expect(decision.outcome == .succeeded)
    #expect(decision.skips == ["M NotReady"])
  }

  @Test("The upsert that gives the date makes it ready; it is billed once, from that day")
  func accomplished() throws {
    var world = try World()
    world.add(milestone(nil))
    world.add(milestone("2026-05-10"))
    #expect(try world.progress("M").status == .readyForInvoicing)
    #expect(try world.progress("M").nextBillingDate == "2026-05-10")
    #expect(world.generate(target: "2026-05-10").skips == ["M NotDue"])
    #expect(world.generate(target: "2026-05-11").lines == ["M 2026-05-10..2026-05-10 5000.00"])
    #expect(try world.progress("M").status == .completelyBilled)
    #expect(
      world.upsert([milestone("2026-06-01")]).errors.map(\.pointer)
        == ["/records/0/milestoneDate"])
    #expect(world.upsert([milestone(nil)]).errors.map(\.code) == [.recordAlreadyBilled])
  }

  @Test(
    "The line reaches to the end date; a milestone before the start or after the end has its day")
  func days() throws {
    let cases: [(CivilDate, CivilDate?, String)] = [
      ("2026-05-10", "2026-06-30", "M 2026-05-10..2026-06-30 5000.00"),
      ("2026-07-10", "2026-06-30", "M 2026-07-10..2026-07-10 5000.00"),
      ("2025-12-01", nil, "M 2025-12-01..2025-12-01 5000.00"),
    ]
    for (date, end, line) in cases {
      var world = try World()
      world.add(milestone(date) { $0.endDate = end })
      #expect(world.generate(target: "2027-01-01").lines == [line])
    }
  }

  @Test("Taking the date back before it is billed makes it wait again")
  func takenBack() throws {
    var world = try World()
    world.add(milestone("2026-05-10"))
    world.add(milestone(nil))
    #expect(try world.progress("M").status == .waitingForMilestone)
  }

  @Test("Cancelled on or before the milestone nothing is billed")
  func cancelled() throws {
    var world = try World()
    world.add(milestone("2026-05-10") { $0.cancellationDate = "2026-05-10" })
    #expect(try world.progress("M").status == .completelyBilled)
    #expect(try world.progress("M").isCompletedByCancellation)
  }

  @Test("Cancelled before anybody knew the day it is completed by the cancellation")
  func cancelledWhileWaiting() throws {
    var world = try World()
    world.add(milestone(nil) { $0.cancellationDate = $0.startDate })
    #expect(try world.progress("M").status == .completelyBilled)
    #expect(
      world.generate(.billingSchedules(["M"]), target: "2027-01-01").skips
        == ["M AfterCancellation"])
  }

  @Test("Fields that do not go together are refused")
  func combinations() {
    var schedule = BillingSchedule(
      id: "M", accountId: "A", productName: "P", billingMethod: .milestone,
      billingTermUnit: .month, startDate: "2026-01-01", quantity: 1, unitPrice: 1,
      billingPeriodAmount: 1)
    #expect(schedule.fieldFaults.map(\.field) == ["billingTermUnit"])
    schedule.billingTermUnit = .oneTime
    schedule.totalAmount = 1
    #expect(schedule.fieldFaults.map(\.field) == ["totalAmount"])
    schedule.billingMethod = .orderAmount
    schedule.milestoneDate = "2026-01-01"
    #expect(schedule.fieldFaults.map(\.field) == ["milestoneDate"])
  }
}

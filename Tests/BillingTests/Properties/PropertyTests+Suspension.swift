import CivilTime
import Monetary
import TestSupport
import Testing

@testable import Billing

extension PropertyTests {
  @Test(
    "Suspending and resuming bills the same sum as never suspending, in every form of suspension")
  func suspension() throws {
    var generator = SeededGenerator(seed: 23)
    var refusals = 0
    for _ in 0..<Self.cases {
      let account = RandomAccount(schedules: 3, using: &generator)
      let days = (0..<3).map { _ in account.horizon(using: &generator) }.sorted()
      guard days[0] < days[1] else { continue }
      let (from, to, last) = (days[0], days[1], days[2])
      var plain = try world(account)
      let expected = bill(&plain, by: last)

      var suspended = try world(account)
      let targets: [BillingSuspension.Target] = [
        .account("A"), .billingScheduleGroup("G"), .billingScheduleGroup("G.part"),
        .billingSchedule(generator.pick(account.schedules).id),
      ]
      let isOpen = Bool.random(using: &generator)
      let suspension = BillingSuspension(
        id: "X", target: generator.pick(targets), suspendDate: from,
        resumeDate: isOpen ? nil : to)
      if Bool.random(using: &generator) {
        _ = suspended.handle(SuspendBilling(suspension: suspension))
      } else {
        suspended.add(.billingSuspension(suspension))
      }
      var billed: [String] = []
      for _ in 0..<3 {
        let target = account.horizon(using: &generator)
        guard target <= last else { continue }
        let before = suspended.facts
        let decision = suspended.generate(
          target: target, inclusive: true, zeroAmountInvoices: true)
        billed += decision.lines
        guard !decision.errors.isEmpty else { continue }
        refusals += 1
        #expect(from <= target && (isOpen || target < to))
        #expect(decision.made.isEmpty && decision.effects.records.isEmpty)
        #expect(before.schedules == suspended.facts.schedules)
      }
      if isOpen {
        let resumed = suspended.handle(
          ResumeBilling(suspensionId: "X", resumeDate: to))
        #expect(resumed.errors.isEmpty)
      }
      billed += bill(&suspended, by: last)
      #expect(billed.sorted() == expected, "\(account.schedules), \(suspension) by \(last)")
      for schedule in account.schedules {
        #expect(try suspended.progress(schedule.id) == plain.progress(schedule.id))
      }
    }
    #expect(refusals > Self.cases / 20)
  }
}

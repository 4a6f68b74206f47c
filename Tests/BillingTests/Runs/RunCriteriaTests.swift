import CivilTime
import Monetary
import Testing

@testable import Billing

@Suite("Invoice runs: criteria")
struct RunCriteriaTests {
  /// Account `A` of legal entity `LE-A`, `B` of the default one in EUR, and a schedule for each way of being selected.
  private func world() throws -> RunWorld {
    var world = RunWorld()
    let address = Address(
      street: "Main 1", city: "Oslo", postalCode: "0150", state: nil, country: "NO")
    for (id, isDefault) in [("LE-A", false), ("LE-G", false), ("LE-D", true)] {
      world.add(
        .legalEntity(
          LegalEntity(
            id: LegalEntity.ID(id), name: id, address: address, isDefault: isDefault)))
    }
    var account = try World.account("A", currency: "USD")
    account.legalEntityId = "LE-A"
    world.add(.account(account), .account(try World.account("B", currency: "EUR")))
    world.add(
      .billingScheduleGroup(
        BillingScheduleGroup(
          id: "G", accountId: "A",
          attributes: InvoicingAttributes(legalEntityId: "LE-G", invoiceGroupType: .billingSchedule)
        )
      ),
      schedule("A-plain", of: "A") { $0.runMatchingValue = "Cafe\u{301}" },
      schedule("A-group", of: "A") { $0.billingScheduleGroupId = "G" },
      schedule("A-batch", of: "A") { $0.runMatchingValue = "Batch 2" },
      schedule("A-once", of: "A") {
        $0.billingMethod = .orderAmount
        $0.billingTermUnit = .oneTime
      },
      schedule("B-plain", of: "B"),
      schedule("B-milestone", of: "B") {
        $0.billingMethod = .milestone
        $0.billingTermUnit = .oneTime
        $0.milestoneDate = "2026-11-01"
      },
      schedule("B-usage", of: "B") {
        $0.billingMethod = .usage
        $0.billingType = .arrears
        $0.billingPeriodAmount = 0
        $0.startDate = "2026-10-01"
      },
      .usageRecord(
        UsageRecord(id: "U", billingScheduleId: "B-usage", quantity: 3, usageDate: "2026-10-05")))
    return world
  }

  private func schedule(
    _ id: BillingSchedule.ID, of account: Account.ID,
    _ change: (inout BillingSchedule) -> Void = { _ in }
  ) -> Record {
    .monthly(id) {
      $0.accountId = account
      $0.startDate = "2026-11-01"
      change(&$0)
    }
  }

  /// The schedules billed under these criteria.
  private func billed(_ change: (inout RunCriteria) -> Void) throws -> [String] {
    var world = try world()
    let plan = world.chunk(
      RunWorld.run(target: "2026-11-02", change), .accounts(["A", "B"]))
    #expect(plan.errors.isEmpty)
    let billed = plan.made.flatMap(\.billingScheduleIds).map(\.text).sorted()
    #expect(plan.counters.schedulesSelected == billed.count)
    return billed
  }

  @Test("None: everything")
  func none() throws {
    #expect(
      try billed { _ in } == [
        "A-batch", "A-group", "A-once", "A-plain", "B-milestone", "B-plain", "B-usage",
      ])
  }

  @Test("Legal entity and group type as resolved: by group, account or default")
  func resolved() throws {
    #expect(try billed { $0.legalEntityIds = ["LE-G"] } == ["A-group"])
    #expect(try billed { $0.legalEntityIds = ["LE-A"] } == ["A-batch", "A-once", "A-plain"])
    #expect(
      try billed { $0.legalEntityIds = ["LE-D"] } == ["B-milestone", "B-plain", "B-usage"])
    #expect(try billed { $0.invoiceGroupTypes = [.billingSchedule] } == ["A-group"])
    #expect(try billed { $0.invoiceGroupTypes = [.custom] } == [])
  }

  @Test("Charge types: usage and milestone by the method, one time by the unit, else recurring")
  func chargeTypes() throws {
    #expect(try billed { $0.chargeTypes = [.usage] } == ["B-usage"])
    #expect(try billed { $0.chargeTypes = [.milestone] } == ["B-milestone"])
    #expect(try billed { $0.chargeTypes = [.oneTime] } == ["A-once"])
    #expect(
      try billed { $0.chargeTypes = [.recurring] } == ["A-batch", "A-group", "A-plain", "B-plain"])
  }

  @Test("Currencies, matching values and accounts; members are and-ed, values or-ed")
  func plain() throws {
    #expect(try billed { $0.currencies = ["EUR"] } == ["B-milestone", "B-plain", "B-usage"])
    #expect(try billed { $0.matchingValues = ["Batch 1", "Batch 2"] } == ["A-batch"])
    #expect(try billed { $0.matchingValues = ["Cafe\u{301}"] } == ["A-plain"])
    #expect(try billed { $0.matchingValues = ["Caf\u{E9}"] } == [], "it only looks alike")
    #expect(try billed { $0.accountIds = ["B"] } == ["B-milestone", "B-plain", "B-usage"])
    #expect(try billed { $0.excludedAccountIds = ["B"] }.count == 4)
    #expect(
      try billed {
        $0.accountIds = ["A", "B"]
        $0.excludedAccountIds = ["A"]
        $0.chargeTypes = [.recurring, .usage]
      } == ["B-plain", "B-usage"])
  }

  @Test("A suspended schedule that the criteria leave out is not counted")
  func suspended() throws {
    var world = try world()
    world.add(
      .billingSuspension(
        BillingSuspension(id: "X", target: .account("A"), suspendDate: "2026-01-01")))
    let plan = world.chunk(
      RunWorld.run(target: "2026-11-02") { $0.chargeTypes = [.oneTime] }, .accounts(["A", "B"]))
    #expect(plan.counters.skipped == [.suspended: 1])
    #expect(plan.counters.accountsSelected == 1)
  }
}

import CivilTime
import Monetary
import Testing

@testable import Billing

extension GenerationCaseTests {
  // MARK: G6

  @Test("G6: an order that a group names bills the group's schedules")
  func orderByGroup() throws {
    var world = try World()
    world.add(
      .order(Order(id: "O", accountId: "A", orderNumber: "O")),
      .order(Order(id: "P", accountId: "A", orderNumber: "P")),
      .billingScheduleGroup(
        BillingScheduleGroup(
          id: "G", accountId: "A", orderId: "O", attributes: InvoicingAttributes())),
      .monthly("S") { $0.billingScheduleGroupId = "G" },
      // The group's order beats the schedule's.
      .monthly("T") {
        $0.billingScheduleGroupId = "G"
        $0.orderId = "P"
      },
      .monthly("N") {
        $0.orderId = "O"
        $0.startDate = "2026-06-01"
      })
    let other = world.plan(
      GenerateInvoices(
        selector: .order("P"), targetDate: "2026-01-02", invoiceDate: "2026-01-02",
        action: .draft))
    #expect(other.made.isEmpty && other.answer.skipped.isEmpty)
    let decision = world.generate(.order("O"), target: "2026-01-02")
    #expect(
      decision.lines == ["S 2026-01-01..2026-01-31 100.00", "T 2026-01-01..2026-01-31 100.00"])
    #expect(decision.skips == ["N NotDue"])
    #expect(decision.made.map(\.orderIds) == [["O"]])
    // A group that names another order takes its schedules along.
    world.add(
      .billingScheduleGroup(
        BillingScheduleGroup(
          id: "G", accountId: "A", orderId: "P", attributes: InvoicingAttributes())))
    #expect(world.generate(.order("O"), target: "2026-02-02").made.isEmpty)
    #expect(world.generate(.order("P"), target: "2026-02-02").lines.count == 2)
  }

  @Test("G6: a suspension of a group above a schedule's holds for the schedule")
  func suspensionAbove() throws {
    var world = try World()
    func group(_ id: BillingScheduleGroup.ID, in parent: BillingScheduleGroup.ID?) -> Record {
      .billingScheduleGroup(
        BillingScheduleGroup(
          id: id, accountId: "A", parentGroupId: parent, attributes: InvoicingAttributes()))
    }
    world.add(
      group("G1", in: nil), group("G2", in: "G1"), group("G3", in: "G2"),
      .monthly("S") { $0.billingScheduleGroupId = "G3" },
      .billingSuspension(
        BillingSuspension(
          id: "X", target: .billingScheduleGroup("G1"), suspendDate: "2026-01-01",
          resumeDate: "2026-02-01")))
    let decision = world.generate(target: "2026-01-31")
    #expect(decision.errors.map(\.code) == [.billingScheduleSuspended])
    #expect(world.generate(target: "2026-02-01").lines.count == 1)
  }

  // MARK: G8

  @Test("G8: another account's contact is not taken as bill-to, wherever it is named")
  func contactOfAnother() throws {
    var world = try World()
    var own = try World.account("A")
    own.billToContact = .contact("K")
    var attributes = InvoicingAttributes()
    attributes.billToContactId = "K"
    world.add(
      .account(try World.account("B")), .contact(Contact(id: "K", accountId: "B", name: "K")),
      .contact(Contact(id: "L", accountId: "A", name: "L")))
    for record in [
      .account(own), .monthly("S") { $0.attributes.billToContactId = "K" },
      .billingScheduleGroup(BillingScheduleGroup(id: "G", accountId: "A", attributes: attributes)),
    ] as [Record] {
      let decision = world.upsert([record])
      #expect(decision.errors.map(\.code) == [.recordAccountMismatch])
      #expect(decision.errors.map(\.pointer) == ["/records/0/billToContactId"])
    }
    world.add(.monthly("S") { $0.attributes.billToContactId = "L" })
    // Nor does a contact that is named move to another account.
    let moved = world.upsert([.contact(Contact(id: "L", accountId: "B", name: "L"))])
    #expect(moved.errors.map(\.code) == [.recordAccountMismatch])
    #expect(moved.errors.map(\.pointer) == ["/records/0/accountId"])
  }

  // MARK: G9

  @Test("G9: a schedule whose last periods charge nothing is complete when its end has come")
  func completesWithoutCharge() throws {
    var world = try World()
    world.add(
      Self.metered("U") { $0.endDate = "2026-02-28" },
      .monthly("Z") {
        $0.billingMethod = .orderAmount
        $0.endDate = "2026-02-28"
        $0.billingPeriodAmount = 0
      },
      .monthly("E") { $0.billingPeriodAmount = 0 })
    #expect(
      world.generate(target: "2026-02-02").skips == [
        "E ZeroAmount", "U ZeroAmount", "Z ZeroAmount",
      ])
    #expect(try world.progress("U").status == .readyForInvoicing)
    #expect(try world.progress("Z").status == .completelyBilled)
    let last = world.generate(target: "2026-03-01")
    #expect(last.skips == ["E ZeroAmount", "U ZeroAmount"])
    #expect(last.answer.skipped.map(\.nextBillingDate) == ["2026-01-01", nil])
    #expect(try world.progress("U").status == .completelyBilled)
    #expect(world.generate(target: "2026-04-01").skips == ["E ZeroAmount"])
    // Extended, it is ready again; so is one that charges from now on.
    world.add(Self.metered("U") { $0.endDate = "2026-03-31" })
    #expect(try world.progress("U").status == .readyForInvoicing)
    world.add(
      .monthly("Z") {
        $0.billingMethod = .orderAmount
        $0.endDate = "2026-02-28"
        $0.billingPeriodAmount = 5
      })
    #expect(world.generate(target: "2026-03-01").lines.filter { $0.hasPrefix("Z") }.count == 2)
  }

  @Test("G9: of a contract as well, and after a cancellation the reason is given")
  func completesByContract() throws {
    var world = try World()
    world.add(
      contract(),
      Self.metered("U") {
        $0.billingContractId = "C"
        $0.cancellationDate = "2026-04-01"
      })
    #expect(bill(in: &world, target: "2026-04-01").skips == ["U ZeroAmount"])
    #expect(try world.progress("U").status == .completelyBilled)
    #expect(bill(in: &world, target: "2026-04-01").skips.isEmpty)
    #expect(
      world.generate(.billingSchedules(["U"]), target: "2026-04-01").skips
        == ["U AfterCancellation"])
  }

  // MARK: Skipped

  @Test("A schedule that is not ready is reported with what to do about it")
  func notReady() throws {
    var world = try World()
    world.add(
      .monthly("M") {
        $0.billingMethod = .milestone
        $0.billingTermUnit = .oneTime
      },
      .monthly("T") { $0.attributes.taxTreatmentId = "X" },
      .taxTreatment(TaxTreatment(id: "X", name: "X", isTaxable: true, taxCode: "none")))
    _ = world.generate(target: "2026-01-02")
    let decision = world.generate(.billingSchedules(["T", "M"]), target: "2026-01-02")
    #expect(decision.outcome == .succeeded)
    #expect(decision.skips == ["M NotReady", "T NotReady"])
    #expect(
      decision.warnings.map(\.code) == [.billingScheduleNotReady, .billingScheduleNotReady])
    #expect(
      decision.warnings.map(\.pointer) == ["/billingScheduleIds/1", "/billingScheduleIds/0"])
    #expect(decision.warnings[0].message.contains("milestoneDate"))
    #expect(decision.warnings[1].message.contains("billing-schedule.recover.v1"))
  }
}

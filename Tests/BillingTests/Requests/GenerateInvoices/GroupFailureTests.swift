import Billing
import CivilTime
import Monetary
import Testing

@Suite("Generating invoices, step 5: refuse by group")
struct GroupFailureTests {
  /// Account `B` has no bill-to contact; its schedule `S1` has one of its own.
  private func world() throws -> World {
    var world = try World()
    var account = try World.account("B")
    account.billToContact = nil
    world.add(
      .account(account),
      .contact(Contact(id: "C", accountId: "B", name: "C")),
      .monthly("S1") {
        $0.accountId = "B"
        $0.attributes.billToContactId = "C"
      },
      .monthly("S2") { $0.accountId = "B" })
    return world
  }

  @Test("A schedule that cannot be billed fails its key only, and is in Error until recovered")
  func otherKeysGoOn() throws {
    var world = try world()
    let decision = world.generate(.account("B"), target: "2026-01-02")
    #expect(decision.outcome == .partiallySucceeded)
    #expect(decision.made.flatMap(\.billingScheduleIds) == ["S1"])
    #expect(decision.failed.map(\.schedules) == [["S2"]])
    #expect(decision.failed.map(\.codes) == [[.billToContactMissing]])
    #expect(decision.errorLogs.map(\.category) == [.invoiceGeneration])
    #expect(decision.errorLogs.map(\.primaryRecord) == [RecordReference(type: .account, id: "B")])
    #expect(
      decision.errorLogs.map(\.relatedRecord) == [RecordReference(type: .billingSchedule, id: "S2")]
    )
    let failed = try world.progress("S2")
    #expect(failed.status == .error)
    #expect(failed.nextBillingDate == "2026-01-01")
    #expect(failed.billedAmount.isZero)
    #expect(
      world.generate(.account("B"), target: "2026-01-02").skips == ["S1 NotDue", "S2 NotReady"])
  }

  @Test("Every key failed: the request failed")
  func allFailed() throws {
    var world = try world()
    let decision = world.generate(.billingSchedules(["S2"]), target: "2026-01-02")
    #expect(decision.outcome == .failed)
    #expect(decision.errors.isEmpty)
    guard case .failed(_, _, let faults) = try #require(decision.answer.invoices.first) else {
      return
    }
    #expect(faults.map(\.pointer) == ["/billingScheduleIds/0"])
  }

  @Test("The faultless schedules of a failed key stay ready")
  func innocentStayReady() throws {
    var world = try World()
    world.add(
      .monthly("S1"),
      .monthly("S2") { $0.attributes.taxTreatmentId = nil })
    world.add(
      .taxTreatment(TaxTreatment(id: "T", name: "T", isTaxable: true, taxCode: "none")),
      .monthly("S2") { $0.attributes.taxTreatmentId = "T" })
    let decision = world.generate(target: "2026-01-02")
    #expect(decision.failed.map(\.schedules) == [["S1", "S2"]])
    #expect(decision.failed.map(\.codes) == [[.taxRateNotFound]])
    #expect(decision.errorLogs.map(\.category) == [.taxCalculation])
    #expect(try world.progress("S1").status == .readyForInvoicing)
    #expect(try world.progress("S2").status == .error)
  }

  @Test("Every schedule at fault is told of, once each")
  func everyFault() throws {
    var world = try world()
    world.add(.monthly("S3") { $0.accountId = "B" })
    let decision = world.generate(.account("B"), target: "2026-03-02")
    #expect(decision.failed.map(\.schedules) == [["S2", "S3"]])
    #expect(decision.failed.map(\.codes) == [[.billToContactMissing, .billToContactMissing]])
    #expect(decision.errorLogs.compactMap(\.relatedRecord?.id) == ["S2", "S3"])
    #expect(try world.progress("S3").status == .error)
  }

  @Test("A custom group without any key is a fault of its schedule")
  func customKeyMissing() throws {
    var world = try World()
    world.add(
      .billingScheduleGroup(
        BillingScheduleGroup(
          id: "G", accountId: "A", attributes: InvoicingAttributes(invoiceGroupType: .custom))),
      .monthly("S") { $0.billingScheduleGroupId = "G" })
    #expect(world.generate(target: "2026-01-02").failed.map(\.codes) == [[.customGroupKeyMissing]])
  }

  @Test("An amount that overflows fails its key and never traps")
  func overflow() throws {
    var world = try World()
    let most: ExactDecimal = "999999999999999999.99"
    world.add(
      .monthly("S1") { $0.billingPeriodAmount = most },
      .monthly("S2") { $0.billingPeriodAmount = most })
    let twoMonths = world.generate(.billingSchedules(["S1"]), target: "2026-02-02")
    #expect(twoMonths.failed.map(\.codes) == [[.amountOverflow]])
    world.add(
      .monthly("S3") {
        $0.billingPeriodAmount = most
        $0.attributes.savedPaymentMethodId = "other"
      },
      .monthly("S4") { $0.billingPeriodAmount = 1 })
    // S2 and S4 fit each, their sum does not; S3 is alone.
    let decision = world.generate(
      .billingSchedules(["S2", "S3", "S4"]), target: "2026-01-02")
    #expect(decision.failed.map(\.schedules) == [["S2", "S4"]])
    #expect(decision.failed.map(\.codes) == [[.amountOverflow]])
    #expect(decision.made.flatMap(\.billingScheduleIds) == ["S3"])
  }

  @Test("Recovered schedules are ready, and the answer is their latest invoice")
  func recover() throws {
    var world = try world()
    _ = world.generate(.account("B"), target: "2026-01-02")
    let unknown = world.handle(
      RecoverBillingSchedules(billingScheduleIds: ["S2", "X"]))
    #expect(unknown.outcome == .failed)
    #expect(unknown.errors.map(\.pointer) == ["/billingScheduleIds/1"])
    #expect(try world.progress("S2").status == .error)
    let decision = world.handle(
      RecoverBillingSchedules(billingScheduleIds: ["S2", "S1"]))
    #expect(decision.outcome == .succeeded)
    #expect(decision.warnings.map(\.code) == [.billingScheduleNotInError])
    #expect(decision.warnings.map(\.pointer) == ["/billingScheduleIds/1"])
    guard case .existing(let invoice) = try #require(decision.answer.invoices.first) else {
      Issue.record("no existing invoice")
      return
    }
    #expect(invoice.billingScheduleIds == ["S1"])
    #expect(try world.progress("S2").status == .readyForInvoicing)
  }

  @Test("A schedule with nothing left is completely billed when it is recovered")
  func recoverCancelled() throws {
    var world = try world()
    _ = world.generate(.account("B"), target: "2026-01-02")
    world.add(
      .monthly("S2") {
        $0.accountId = "B"
        $0.cancellationDate = "2026-01-01"
      })
    #expect(try world.progress("S2").status == .error)
    _ = world.handle(
      RecoverBillingSchedules(billingScheduleIds: ["S2"]))
    #expect(try world.progress("S2").status == .completelyBilled)
  }
}

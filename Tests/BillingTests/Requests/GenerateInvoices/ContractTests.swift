import CivilTime
import Monetary
import Testing

@testable import Billing

/// <doc:Contracts>.
@Suite("Work 365 flows: billing contracts")
struct ContractTests {
  private func world(
    _ change: (inout BillingContract) -> Void = { _ in }
  ) throws -> World {
    var world = try World()
    var contract = BillingContract(
      id: "C", accountId: "A", name: "C", automation: [.charge, .send])
    change(&contract)
    world.add(
      .billingContract(contract),
      .billingContract(
        BillingContract(id: "D", accountId: "A", name: "D", automation: [.sync])),
      .monthly("S") { $0.billingContractId = "C" },
      .billingScheduleGroup(
        BillingScheduleGroup(
          id: "G", accountId: "A", billingContractId: "D", attributes: InvoicingAttributes())),
      .monthly("T") { $0.billingScheduleGroupId = "G" }, .monthly("U"))
    return world
  }

  private func selection(
    _ id: BillingContract.ID, _ from: CivilDate? = nil, _ to: CivilDate? = nil, tasks: Bool = false
  ) -> ContractSelection {
    var cycle: CivilPeriod?
    if let from, let to { cycle = CivilPeriod(first: from, last: to) }
    return ContractSelection(
      billingContractId: id, billingCycle: cycle, triggersPostInvoicingTasks: tasks)
  }

  private func bill(
    _ selections: ContractSelection..., in world: inout World, target: CivilDate,
    action: InvoiceAction = .posted, reinvoice: Bool = false
  ) -> Decision {
    let needed = GenerateInvoices(
      selector: .billingContracts(selections), targetDate: target, invoiceDate: target,
      action: action, isReinvoice: reinvoice)
    world.track(needed)
    return world.handle(needed)
  }

  @Test("The next cycle that is not invoiced is the default, one at a time")
  func nextCycle() throws {
    var world = try world()
    let first = bill(selection("C"), in: &world, target: "2026-04-01")
    #expect(first.lines == ["S 2026-01-01..2026-01-31 100.00"])
    #expect(
      first.answer.contractResults == [
        ContractResult(
          billingContractId: "C",
          billingCycle: CivilPeriod(first: "2026-01-01", last: "2026-01-31"),
          invoiceIds: first.made.map(\.id))
      ])
    #expect(
      bill(selection("C"), in: &world, target: "2026-04-01").lines
        == ["S 2026-02-01..2026-02-28 100.00"])
    #expect(bill(selection("C"), in: &world, target: "2026-03-01").skips == ["S NotDue"])
  }

  @Test("A named cycle is caught up to its end")
  func namedCycle() throws {
    var world = try world()
    let decision = bill(
      selection("C", "2026-02-01", "2026-02-28"), in: &world, target: "2026-06-01")
    #expect(
      decision.lines
        == ["S 2026-01-01..2026-01-31 100.00", "S 2026-02-01..2026-02-28 100.00"])
  }

  @Test("Contracts do not share invoices, and each has its result, by schedule or by group")
  func results() throws {
    var world = try world()
    let decision = bill(selection("D"), selection("C"), in: &world, target: "2026-01-02")
    #expect(decision.made.count == 2)
    let results = try #require(decision.answer.contractResults)
    #expect(results.map(\.billingContractId) == ["D", "C"])
    for result in results {
      let invoice = try #require(decision.made.first { result.invoiceIds == [$0.id] })
      let schedule: BillingSchedule.ID = result.billingContractId == "C" ? "S" : "T"
      #expect(invoice.billingScheduleIds == [schedule])
    }
  }

  @Test(
    "OneTime schedules of a contract that says so are billed whatever the target date, in one cycle"
  )
  func oneTime() throws {
    for isImmediate in [true, false] {
      var world = try world { $0.invoicesOneTimeImmediately = isImmediate }
      world.add(
        .monthly("O") {
          $0.billingContractId = "C"
          $0.billingMethod = .orderAmount
          $0.billingTermUnit = .oneTime
          $0.startDate = "2027-01-01"
        })
      let decision = bill(selection("C"), in: &world, target: "2026-01-02")
      #expect(decision.made.flatMap(\.lines).count == (isImmediate ? 2 : 1))
      // One cycle, on the invoice and in the result.
      let cycle = try #require(decision.made.first?.billingCycle)
      #expect(cycle.from == "2026-01-01")
      #expect(cycle.lastDay == (isImmediate ? "2027-01-01" : "2026-01-31"))
      #expect(decision.answer.contractResults?.map(\.billingCycle) == [cycle])
    }
  }

  @Test("Tasks run for those ticked and enabled, when there are several, and posted")
  func tasks() throws {
    var world = try world()
    world.add(
      .savedPaymentMethod(
        SavedPaymentMethod(
          id: "PM", accountId: "A", kind: .card, displayName: "Visa 4242", isAccountDefault: true)))
    let several = bill(
      selection("C", tasks: true), selection("D"), in: &world, target: "2026-01-02")
    #expect(several.answer.contractResults?.map(\.tasks) == [[.charge, .send], []])
    let made = try #require(several.answer.contractResults?[0].invoiceIds)
    #expect(made.count == 1)
    let requested = several.effects.tasks.requested
    #expect(requested.map(\.kind) == [.charge, .send])
    #expect(requested.allSatisfy { $0.invoiceId == made[0] && $0.status == .requested })
    #expect(requested.map { $0.savedPaymentMethodId?.text } == ["PM", nil])
    #expect(requested.map { $0.amount?.decimalText } == ["100.00", nil])
    #expect(several.answer.tasks == requested && several.effects.tasks.invoices.isEmpty)
    #expect(several.warnings.isEmpty)

    let single = bill(selection("C", tasks: true), in: &world, target: "2026-03-01")
    #expect(single.made.count == 1)
    #expect(single.effects.tasks.isEmpty)
    #expect(single.warnings.map(\.code) == [.postInvoicingTasksNotRun])

    let drafts = bill(
      selection("C", tasks: true), selection("D", tasks: true), in: &world, target: "2026-05-01",
      action: .draft)
    #expect(drafts.made.count == 2)
    #expect(drafts.effects.tasks.isEmpty)
    #expect(drafts.warnings.map(\.code) == [.postInvoicingTasksNotRun])
  }

  @Test("What cannot be charged is logged; the other tasks are requested, and the invoice is made")
  func chargeWithoutPaymentMethod() throws {
    var world = try world()
    let decision = bill(
      selection("C", tasks: true), selection("D"), in: &world, target: "2026-01-02")
    #expect(decision.outcome == .succeeded && decision.made.count == 2)
    #expect(decision.effects.tasks.requested.map(\.kind) == [.send])
    #expect(decision.answer.contractResults?.map(\.tasks) == [[.send], []])
    let log = try #require(decision.errorLogs.first)
    #expect(log.code == .paymentMethodMissing && log.category == .invoiceTask)
    #expect(log.primaryRecord == RecordReference(.account, Account.ID("A")))
    #expect(decision.errorLogs.count == 1)
  }

  @Test("A cycle that is invoiced is refused with its invoice; other contracts go on")
  func alreadyInvoiced() throws {
    var world = try world()
    let first = bill(selection("C"), in: &world, target: "2026-01-02")
    let again = bill(
      selection("C", "2026-01-01", "2026-01-31"), selection("D"), in: &world, target: "2026-01-02")
    #expect(again.outcome == .partiallySucceeded)
    let fault = try #require(again.answer.contractResults?[0].faults.first)
    #expect(fault.code == .billingCycleAlreadyInvoiced)
    #expect(fault.source == RecordReference(.invoice, first.made[0].id))
    #expect(fault.pointer == "/billingContracts/0/billingCycle")
    #expect(again.errorLogs.map(\.code) == [.billingCycleAlreadyInvoiced])
    let alone = bill(
      selection("C", "2026-01-01", "2026-01-31"), in: &world, target: "2026-01-02")
    #expect(alone.outcome == .failed)
  }

  @Test("Invoicing a cycle again makes another invoice, each names the other, nothing is advanced")
  func reinvoice() throws {
    var world = try world()
    let first = try #require(bill(selection("C"), in: &world, target: "2026-01-02").made.first)
    world.add(
      .monthly("S") {
        $0.billingContractId = "C"
        $0.billingPeriodAmount = 80
      })
    let before = try world.progress("S")
    var earlier = first
    for reissue in 1...2 {
      let decision = bill(
        selection("C", "2026-01-01", "2026-01-31"), in: &world, target: "2026-01-02",
        reinvoice: true)
      let invoice = try #require(decision.made.first)
      #expect(decision.lines == ["S 2026-01-01..2026-01-31 80.00"])
      #expect(invoice.lines[0].reissue == reissue)
      #expect(invoice.reinvoiceOf == [earlier.id])
      #expect(
        decision.effects.invoices.reissues == [ReissueLink(earlier: earlier.id, later: invoice.id)])
      earlier = invoice
    }
    // The period counts once, as it was invoiced last.
    var after = try world.progress("S")
    #expect(after.billedAmount.decimalText == "80.00")
    after.billedAmount = before.billedAmount
    #expect(after == before)
    #expect(
      bill(selection("C"), in: &world, target: "2026-03-01").lines
        == ["S 2026-02-01..2026-02-28 80.00"])
  }

  @Test("A preview goes on from the cycle named to those that follow")
  func preview() throws {
    var world = try world()
    let request = PreviewInvoices(
      generation: GenerateInvoices(
        selector: .billingContracts([selection("C", "2026-01-01", "2026-01-31")]),
        targetDate: "2026-01-02", invoiceDate: "2026-01-02", action: .draft),
      periods: 3)
    world.track(request)
    let decision = world.plan(request)
    #expect(decision.outcome == .succeeded)
    #expect(
      (decision.answer.previews ?? []).flatMap(\.lines).compactMap(\.period?.from)
        == ["2026-01-01", "2026-02-01", "2026-03-01"])
  }

  @Test("An unknown contract fails the whole request")
  func unknown() throws {
    var world = try world()
    let decision = bill(selection("C"), selection("X"), in: &world, target: "2026-01-02")
    #expect(decision.outcome == .failed)
    #expect(decision.errors.map(\.code) == [.billingContractNotFound])
    #expect(decision.errors.map(\.pointer) == ["/billingContracts/1/billingContractId"])
    #expect(decision.answer.contractResults?.map(\.billingContractId) == ["C", "X"])
    #expect(decision.answer.contractResults?.allSatisfy { !$0.faults.isEmpty } == true)
  }

  @Test("A contract is of the account of what names it")
  func otherAccount() throws {
    var world = try world()
    world.add(.account(try World.account("B")))
    let decision = world.upsert([
      .monthly("X") {
        $0.accountId = "B"
        $0.billingContractId = "C"
      }
    ])
    #expect(decision.errors.map(\.code) == [.recordAccountMismatch])
  }
}

import CivilTime
import Monetary
import Testing

@testable import Billing

/// <doc:Contracts>: which cycle is next, and cycles that are invoiced again.
@Suite("Work 365 flows: billing cycles")
struct ContractCycleTests: BillingScenario {
  /// Contract `C` with these schedules.
  private func world(_ schedules: Record...) throws -> World {
    var world = try World()
    world.add(.billingContract(BillingContract(id: "C", accountId: "A", name: "C")))
    #expect(world.upsert(schedules).errors.isEmpty)
    return world
  }

  private func monthly(
    _ id: BillingSchedule.ID, _ change: (inout BillingSchedule) -> Void = { _ in }
  ) -> Record {
    .monthly(id) {
      $0.billingContractId = "C"
      change(&$0)
    }
  }

  @Test("A schedule that is not due does not decide the next cycle")
  func notDue() throws {
    var world = try world(
      monthly("S"),
      monthly("Y") {
        $0.billingTermUnit = .year
        $0.billingType = .arrears
      })
    _ = bill(in: &world, target: "2026-01-02")
    let decision = bill(in: &world, target: "2026-06-01")
    #expect(decision.lines == ["S 2026-02-01..2026-02-28 100.00"])
    #expect(
      decision.answer.contractResults?.map(\.billingCycle)
        == [CivilPeriod(first: "2026-02-01", last: "2026-02-28")])
  }

  @Test(
    "A cycle in which there is nothing to charge is passed over, and its lines come with the next")
  func nothingToCharge() throws {
    var world = try world(
      monthly("S"),
      monthly("U") {
        $0.billingMethod = .usage
        $0.billingType = .arrears
        $0.billingPeriodAmount = 0
      })
    #expect(
      bill(in: &world, target: "2026-01-02").lines == ["S 2026-01-01..2026-01-31 100.00"])
    #expect(
      bill(in: &world, target: "2026-02-02").lines == [
        "S 2026-02-01..2026-02-28 100.00", "U 2026-01-01..2026-01-31 0.00",
      ])
    // Nothing at all to charge is reported as such.
    world = try self.world(monthly("Z") { $0.billingPeriodAmount = 0 })
    #expect(bill(in: &world, target: "2026-02-02").skips == ["Z ZeroAmount"])
  }

  @Test("A cycle is invoiced when what falls due in it is, also where its days are another's")
  func cycleOfOtherDays() throws {
    var world = try world(
      monthly("S") {
        $0.startDate = "2026-01-15"
        $0.billingType = .arrears
      }, monthly("T"))
    let february: (CivilDate, CivilDate) = ("2026-02-01", "2026-02-28")
    let first = bill(february, in: &world, target: "2026-03-01")
    #expect(
      first.lines == [
        "S 2026-01-15..2026-02-14 100.00", "T 2026-01-01..2026-01-31 100.00",
        "T 2026-02-01..2026-02-28 100.00",
      ])
    // The result's cycle is what was billed.
    #expect(
      first.answer.contractResults?.map(\.billingCycle)
        == [CivilPeriod(first: "2026-01-01", last: "2026-02-28")])
    let again = bill(february, in: &world, target: "2026-03-01")
    #expect(again.answer.contractResults?[0].faults.map(\.code) == [.billingCycleAlreadyInvoiced])
    #expect(
      bill(february, in: &world, target: "2026-03-01", reinvoice: true).lines
        == ["S 2026-01-15..2026-02-14 100.00", "T 2026-02-01..2026-02-28 100.00"])
    // Within a period there is no cycle, whatever is invoiced of its days.
    let within = bill(("2026-01-20", "2026-01-25"), in: &world, target: "2026-03-01")
    #expect(within.answer.contractResults?[0].faults.map(\.code) == [.billingCycleUnknown])
    let march = bill(("2026-03-01", "2026-03-31"), in: &world, target: "2026-03-01")
    #expect(march.answer.contractResults?[0].faults.map(\.code) == [.billingCycleNotDue])
    #expect(march.outcome == .failed)
  }

  @Test("Invoiced again, a cycle has what was on its invoice and what has come to it since")
  func cycleWithMore() throws {
    let january: (CivilDate, CivilDate) = ("2026-01-01", "2026-01-31")
    var world = try world(monthly("S"))
    _ = bill(in: &world, target: "2026-01-02")
    world.add(monthly("T"))
    #expect(
      bill(january, in: &world, target: "2026-01-02", reinvoice: true).lines
        == ["S 2026-01-01..2026-01-31 100.00", "T 2026-01-01..2026-01-31 100.00"])
    // Not again, but what is missing: only that.
    world.add(monthly("V"))
    #expect(
      bill(january, in: &world, target: "2026-01-02").lines
        == ["V 2026-01-01..2026-01-31 100.00"])
  }

  @Test("A OneTime charge that is invoiced again is whole, whatever its dates say by now")
  func oneTimeAgain() throws {
    func oneTime(until end: CivilDate?) -> Record {
      monthly("O") {
        $0.billingMethod = .orderAmount
        $0.billingTermUnit = .oneTime
        $0.startDate = "2026-03-10"
        $0.endDate = end
      }
    }
    for end: CivilDate? in ["2026-06-20", "2026-12-31", nil] {
      var world = try world(oneTime(until: "2026-06-20"))
      let charge: (CivilDate, CivilDate) = ("2026-03-10", "2026-06-20")
      _ = bill(charge, in: &world, target: "2026-04-01")
      world.add(oneTime(until: end))
      #expect(
        bill(charge, in: &world, target: "2026-04-01", reinvoice: true).lines
          == ["O 2026-03-10..2026-06-20 100.00"])
    }
  }

  @Test("The line that completed a schedule completes it again")
  func completingLineAgain() throws {
    var world = try world(
      monthly("S") {
        $0.billingMethod = .orderAmount
        $0.endDate = "2026-03-31"
        $0.billingPeriodAmount = "33.33"
        $0.totalAmount = 100
      })
    let march: (CivilDate, CivilDate) = ("2026-03-01", "2026-03-31")
    _ = bill(march, in: &world, target: "2026-04-01")
    #expect(
      bill(march, in: &world, target: "2026-04-01", reinvoice: true).lines
        == ["S 2026-03-01..2026-03-31 33.34"])
    #expect(
      bill(("2026-02-01", "2026-02-28"), in: &world, target: "2026-04-01", reinvoice: true).lines
        == ["S 2026-02-01..2026-02-28 33.33"])
  }

  @Test("A preview has a cycle for each period, those that are due already first")
  func previewCatchesUp() throws {
    var world = try world(monthly("S"))
    let preview = PreviewInvoices(
      generation: GenerateInvoices(
        selector: .billingContracts([ContractSelection(billingContractId: "C", billingCycle: nil)]),
        targetDate: "2026-03-02", invoiceDate: "2026-03-02", action: .draft), periods: 5)
    let previewed = try #require(world.plan(preview).answer.previews)
    #expect(
      previewed.flatMap(\.lines).compactMap(\.period?.from)
        == ["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01", "2026-05-01"])
    // As generating them one after the other.
    for invoice in previewed.prefix(3) {
      let made = bill(in: &world, target: "2026-03-02").made
      #expect(made.map(\.totalAmount) == [invoice.totalAmount])
      #expect(made.map(\.invoiceDate) == [invoice.invoiceDate])
      #expect(made.flatMap(\.lines).map(\.period) == invoice.lines.map(\.period))
    }
  }

  @Test("Of several contracts one fails by its invoice; the others' results are their own")
  func oneFails() throws {
    var world = try world(
      monthly("S"),
      .monthly("T") {
        $0.billingContractId = "D"
        $0.attributes.taxTreatmentId = "X"
      }, .billingContract(BillingContract(id: "D", accountId: "A", name: "D")),
      .taxTreatment(TaxTreatment(id: "X", name: "X", isTaxable: true, taxCode: "none")))
    let decision = world.handle(
      GenerateInvoices(
        selector: .billingContracts([
          ContractSelection(billingContractId: "D", triggersPostInvoicingTasks: true),
          ContractSelection(billingContractId: "C", triggersPostInvoicingTasks: true),
        ]), targetDate: "2026-01-02", invoiceDate: "2026-01-02", action: .posted))
    #expect(decision.outcome == .partiallySucceeded)
    let results = try #require(decision.answer.contractResults)
    #expect(results.map(\.billingContractId) == ["D", "C"])
    #expect(results.map { $0.faults.map(\.code) } == [[.taxRateNotFound], []])
    #expect(results.map(\.invoiceIds) == [[], decision.made.map(\.id)])
  }

  @Test("A suspended schedule of one contract keeps the others of the request from being billed")
  func suspended() throws {
    var world = try world(
      monthly("S"), .monthly("T") { $0.billingContractId = "D" },
      .billingContract(BillingContract(id: "D", accountId: "A", name: "D")))
    world.add(
      .billingSuspension(
        BillingSuspension(id: "X", target: .billingSchedule("T"), suspendDate: "2026-01-01")))
    let decision = world.generate(
      .billingContracts([
        ContractSelection(billingContractId: "C"), ContractSelection(billingContractId: "D"),
      ]), target: "2026-01-02")
    #expect(decision.outcome == .failed)
    #expect(decision.made.isEmpty)
    #expect(decision.errors.map(\.code) == [.notProcessedTogether, .billingScheduleSuspended])
    let results = try #require(decision.answer.contractResults)
    #expect(results.map(\.billingContractId) == ["C", "D"])
    #expect(
      results.map { $0.faults.map(\.code) }
        == [[.notProcessedTogether], [.billingScheduleSuspended]])
    #expect(results.allSatisfy { $0.billingCycle?.lastDay == "2026-01-31" })
  }
}

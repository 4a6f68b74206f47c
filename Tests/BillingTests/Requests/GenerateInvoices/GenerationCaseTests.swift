import CivilTime
import Monetary
import Testing

@testable import Billing

/// Inputs that were once billed wrongly, each with what is right.
@Suite("Generation: cases")
struct GenerationCaseTests: BillingScenario {
  func preview(
    _ selector: GenerateInvoices.Selector = .account("A"), target: CivilDate, periods: Int,
    zeroAmountInvoices: Bool = false
  ) -> any Request {
    PreviewInvoices(
      generation: GenerateInvoices(
        selector: selector, targetDate: target, invoiceDate: target, action: .draft,
        allowsZeroAmountInvoices: zeroAmountInvoices), periods: periods)
  }

  // MARK: G1

  @Test("G1: a contract goes on after a cycle that charges nothing")
  func emptyCycle() throws {
    var world = try World()
    world.add(
      contract(), Self.metered("U") { $0.billingContractId = "C" }, usage("r1", 100, "2026-02-10"))
    let decision = bill(in: &world, target: "2026-03-01")
    #expect(decision.made.count == 1)
    #expect(
      decision.lines == ["U 2026-01-01..2026-01-31 0.00", "U 2026-02-01..2026-02-28 10.00"])
    #expect(
      decision.answer.contractResults?.map(\.billingCycle)
        == [CivilPeriod(first: "2026-01-01", last: "2026-02-28")])
  }

  @Test("G1: a schedule that ended without a charge holds no other's cycle up")
  func endedWithoutCharge() throws {
    var world = try World()
    world.add(
      contract(),
      Self.metered("U") {
        $0.billingContractId = "C"
        $0.endDate = "2026-02-28"
      },
      .monthly("S") {
        $0.billingContractId = "C"
        $0.startDate = "2026-04-01"
      })
    for month in ["2026-04-01..2026-04-30", "2026-05-01..2026-05-31"] {
      let decision = bill(in: &world, target: "2026-05-02")
      #expect(decision.made.count == 1)
      #expect(decision.lines.filter { $0.hasPrefix("S") }.map { $0.contains(month) } == [true])
    }
    #expect(bill(in: &world, target: "2026-05-02").made.isEmpty)
  }

  @Test("G1: of two schedules the later cycle of either is found, and no more than it is billed")
  func emptyCyclesOfTwo() throws {
    var world = try World()
    world.add(
      contract(), Self.metered("U") { $0.billingContractId = "C" },
      Self.metered("V") {
        $0.billingContractId = "C"
        $0.startDate = "2026-01-15"
      },
      usage("1", of: "V", 10, "2026-04-20"), usage("2", 10, "2026-06-01"))
    let first = bill(in: &world, target: "2026-07-01")
    #expect(first.lines.last == "V 2026-04-15..2026-05-14 1.00")
    #expect(first.lines.count == 8)
    let second = bill(in: &world, target: "2026-07-01")
    #expect(second.lines.last == "V 2026-05-15..2026-06-14 0.00")
    #expect(second.lines.contains("U 2026-06-01..2026-06-30 1.00"))
  }

  @Test(
    "G1: a cycle on an invoice is invoiced already, whatever falls due in it that charges nothing")
  func invoicedBesideNothing() throws {
    var world = try World()
    world.add(contract(), .monthly("S") { $0.billingContractId = "C" })
    let first = try #require(bill(in: &world, target: "2026-01-02").made.first)
    world.add(
      .monthly("Z") {
        $0.billingContractId = "C"
        $0.billingPeriodAmount = 0
      })
    let again = bill(("2026-01-01", "2026-01-31"), in: &world, target: "2026-01-02")
    #expect(again.answer.contractResults?[0].faults.map(\.code) == [.billingCycleAlreadyInvoiced])
    #expect(
      again.answer.contractResults?[0].faults.map(\.source) == [RecordReference(.invoice, first.id)]
    )
    #expect(again.made.isEmpty)
  }

  // MARK: G2

  @Test("G2: a preview goes on past periods that charge nothing", arguments: [1, 12])
  func previewPastNothing(periods: Int) throws {
    var world = try World()
    world.add(Self.metered("U"), usage("r1", 100, "2026-02-10"))
    let decision = world.plan(preview(target: "2026-02-01", periods: periods))
    #expect(
      decision.answer.previews?.map { $0.lines.map(\.amount.decimalText) } == [["0.00", "10.00"]])
    // It ends where nothing is charged any more, and a schedule of nothing shows nothing.
    world = try World()
    world.add(.monthly("Z") { $0.billingPeriodAmount = 0 })
    #expect(
      world.plan(preview(target: "2026-02-01", periods: periods)).answer.previews?.isEmpty == true)
    let wanted = world.plan(
      preview(target: "2026-01-02", periods: periods, zeroAmountInvoices: true))
    #expect(wanted.answer.previews?.count == periods)
  }

  @Test("G2: a preview of n periods shows n that charge, by contract as well")
  func previewByContract() throws {
    var world = try World()
    world.add(
      contract(), Self.metered("U") { $0.billingContractId = "C" },
      usage("1", 10, "2026-02-10"), usage("2", 10, "2026-05-10"), usage("3", 10, "2026-09-10"))
    let selector = GenerateInvoices.Selector.billingContracts([
      ContractSelection(billingContractId: "C")
    ])
    for (periods, ends) in [
      (2, ["2026-02-28", "2026-05-31"]), (12, ["2026-02-28", "2026-05-31", "2026-09-30"]),
    ] as [(Int, [CivilDate])] {
      let decision = world.plan(preview(selector, target: "2026-04-01", periods: periods))
      #expect(decision.answer.previews?.compactMap { $0.lines.last?.period?.lastDay } == ends)
    }
  }

  // MARK: G5

  @Test("G5: a billing cycle that does not exist is refused, naming the nearest")
  func unknownCycle() throws {
    var world = try World()
    world.add(
      contract(),
      .monthly("S") {
        $0.billingContractId = "C"
        $0.startDate = "2026-10-10"
        $0.periodBoundary = .alignToCalendar
      })
    let decision = bill(("2026-12-05", "2026-12-20"), in: &world, target: "2027-01-01")
    #expect(decision.outcome == .failed)
    #expect(decision.made.isEmpty)
    let fault = try #require(decision.answer.contractResults?[0].faults.first)
    #expect(fault.code == .billingCycleUnknown)
    #expect(fault.pointer == "/billingContracts/0/billingCycle")
    #expect(fault.message.contains("2026-12-01 to 2026-12-31"))
    // A cycle is named whole, or as the schedule's dates leave it.
    for (first, last) in [("2026-10-10", "2026-10-31"), ("2026-10-01", "2026-10-31")]
      as [(CivilDate, CivilDate)]
    {
      var world = world
      #expect(
        bill((first, last), in: &world, target: "2027-01-01").lines
          == ["S 2026-10-10..2026-10-31 70.97"])
    }
    // What was billed under other dates is still known.
    _ = bill(in: &world, target: "2026-10-20")
    world.add(
      .monthly("S") {
        $0.billingContractId = "C"
        $0.startDate = "2026-10-10"
        $0.periodBoundary = .alignToCalendar
        $0.cancellationDate = "2026-10-12"
      })
    #expect(
      bill(("2026-10-10", "2026-10-31"), in: &world, target: "2027-01-01").answer.contractResults?[
        0
      ]
      .faults.map(\.code) == [.billingCycleAlreadyInvoiced])
  }

  @Test("G5: a cycle that is not due is refused with the target date that it needs")
  func cycleNotDue() throws {
    for (isArrears, inclusive, date) in [
      (false, false, "2026-12-02"), (false, true, "2026-12-01"), (true, false, "2027-01-01"),
      (true, true, "2026-12-31"),
    ] {
      var world = try World()
      world.add(
        contract(),
        .monthly("S") {
          $0.billingContractId = "C"
          $0.billingType = isArrears ? .arrears : .advance
        })
      let decision = bill(
        ("2026-12-01", "2026-12-31"), in: &world, target: "2026-12-01", inclusive: inclusive)
      if !isArrears, inclusive {
        #expect(decision.lines.count == 12)
        continue
      }
      let fault = try #require(decision.answer.contractResults?[0].faults.first)
      #expect(fault.code == .billingCycleNotDue)
      #expect(fault.message.contains("targetDate \(date)"))
      #expect(decision.made.isEmpty)
      guard let target = CivilDate(iso8601: date) else { continue }
      #expect(
        bill(
          ("2026-12-01", "2026-12-31"), in: &world, target: target, inclusive: inclusive
        ).lines.count == 12)
    }
  }
}

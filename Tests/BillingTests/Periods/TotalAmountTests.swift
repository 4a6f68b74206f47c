import CivilTime
import Monetary
import Testing

@testable import Billing

/// <doc:Schedules#Proration>: totalAmount.
@Suite("Proration: totalAmount")
struct TotalAmountTests {
  /// Three thirds of a hundred.
  private func thirds(_ total: ExactDecimal?, cancelled: CivilDate? = nil) -> Record {
    .monthly("S") {
      $0.billingMethod = .orderAmount
      $0.endDate = "2026-03-31"
      $0.billingPeriodAmount = "33.33"
      $0.totalAmount = total
      $0.cancellationDate = cancelled
    }
  }

  @Test("The completing line is what is missing of the total")
  func completingLine() throws {
    var world = try World()
    world.add(thirds(100))
    #expect(try world.progress("S").pendingAmount?.decimalText == "100.00")
    #expect(
      world.generate(target: "2026-02-15").lines == [
        "S 2026-01-01..2026-01-31 33.33", "S 2026-02-01..2026-02-28 33.33",
      ])
    #expect(try world.progress("S").pendingAmount?.decimalText == "33.34")
    #expect(world.generate(target: "2026-04-01").lines == ["S 2026-03-01..2026-03-31 33.34"])
    let progress = try world.progress("S")
    #expect(progress.billedAmount.decimalText == "100.00")
    #expect(progress.pendingAmount?.isZero == true)
    #expect(progress.status == .completelyBilled)
  }

  @Test("Billed at once it is the same")
  func atOnce() throws {
    var world = try World()
    world.add(thirds(100))
    #expect(
      world.generate(target: "2026-04-01").made.flatMap(\.lines).map(\.amount.decimalText)
        == ["33.33", "33.33", "33.34"])
  }

  @Test("One minor unit a line may differ, no more; the refusal names both numbers")
  func mismatch() throws {
    for total: ExactDecimal in ["99.96", "99.99", "100.02"] {
      var world = try World()
      #expect(world.upsert([thirds(total)]).errors.isEmpty, "\(total)")
    }
    for total: ExactDecimal in ["99.95", "100.03", "-99.99", 0] {
      var world = try World()
      let decision = world.upsert([thirds(total)])
      #expect(decision.errors.map(\.code) == [.scheduleTotalMismatch], "\(total)")
      #expect(decision.errors.map(\.pointer) == ["/records/0/totalAmount"])
      let message = try #require(decision.errors.first?.message)
      #expect(message.contains("99.99"))
      #expect(message.contains(total.description))
    }
  }

  @Test("After a cancellation the total is not applied")
  func cancelled() throws {
    var world = try World()
    world.add(thirds(100, cancelled: "2026-03-01"))
    #expect(
      world.generate(target: "2026-04-01").made.flatMap(\.lines).map(\.amount.decimalText)
        == ["33.33", "33.33"])
    // One that takes nothing away leaves the total as it is.
    world = try World()
    world.add(thirds(100, cancelled: "2026-04-01"))
    _ = world.generate(target: "2026-04-01")
    #expect(try world.progress("S").billedAmount.decimalText == "100.00")
  }

  @Test("A changed amount is checked against what was billed and what is to come")
  func changedAmount() throws {
    var world = try World()
    world.add(thirds(100))
    _ = world.generate(target: "2026-01-15")
    let change: (ExactDecimal) -> Record = { total in
      .monthly("S") {
        $0.billingMethod = .orderAmount
        $0.endDate = "2026-03-31"
        $0.billingPeriodAmount = 50
        $0.totalAmount = total
      }
    }
    #expect(world.upsert([change(150)]).errors.map(\.code) == [.scheduleTotalMismatch])
    world.add(change("133.34"))
    _ = world.generate(target: "2026-04-01")
    #expect(try world.progress("S").billedAmount.decimalText == "133.34")
  }

  @Test("Finer than the minor unit is refused with its pointer")
  func exact() throws {
    var world = try World()
    let decision = world.upsert([thirds("100.001")])
    #expect(decision.errors.map(\.code) == [.amountNotExact])
    #expect(decision.errors.map(\.pointer) == ["/records/0/totalAmount"])
  }

  @Test("Lines that were billed and lines to come both count, also where one period has two")
  func linesOfOnePeriod() throws {
    func cut(_ end: CivilDate, _ total: ExactDecimal?) -> Record {
      .monthly("S") {
        $0.billingMethod = .orderAmount
        $0.endDate = end
        $0.totalAmount = total
      }
    }
    // January, ten days of February, the rest of it, March: four lines.
    for (total, isTaken) in [("300.04", true), ("300.05", false)] as [(ExactDecimal, Bool)] {
      var world = try World()
      world.add(cut("2026-02-10", nil))
      _ = world.generate(target: "2026-04-01")
      #expect(world.upsert([cut("2026-03-31", total)]).errors.isEmpty == isTaken, "\(total)")
    }
  }
}

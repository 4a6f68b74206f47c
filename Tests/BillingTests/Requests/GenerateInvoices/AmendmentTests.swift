import CivilTime
import Monetary
import Testing

@testable import Billing

/// <doc:Generation#Amendments-and-bundles>: amendment schedules.
@Suite("Amendments")
struct AmendmentTests {
  private func amendment(
    _ id: BillingSchedule.ID, _ category: BillingScheduleCategory, from: CivilDate,
    to: CivilDate? = nil, amount: ExactDecimal, quantity: ExactDecimal = 1,
    _ change: (inout BillingSchedule) -> Void = { _ in }
  ) -> Record {
    .monthly(id) {
      $0.category = category
      $0.startDate = from
      $0.periodBoundary = .dayOfPeriod
      $0.billDayOfMonth = 1
      $0.billingPeriodAmount = amount
      $0.quantity = quantity
      if let to {
        $0.billingMethod = .orderAmount
        $0.endDate = to
      }
      change(&$0)
    }
  }

  @Test("Amendments share their original's invoice, each line with its schedule's amount")
  func consolidated() throws {
    var world = try World()
    world.add(
      .monthly("S"),
      amendment("S-more", .amendQuantity, from: "2026-02-15", amount: 28, quantity: 3),
      amendment("S-less", .cancellation, from: "2026-02-01", amount: -40, quantity: -2),
      amendment("S-next", .renewal, from: "2026-02-01", to: "2026-12-31", amount: 7),
      amendment("S-text", .amendment, from: "2026-02-01", amount: 0))
    _ = world.generate(target: "2026-01-15")
    let decision = world.generate(target: "2026-02-16")
    #expect(decision.made.count == 1)
    #expect(
      decision.lines == [
        "S 2026-02-01..2026-02-28 100.00", "S-less 2026-02-01..2026-02-28 -40.00",
        "S-more 2026-02-15..2026-02-28 14.00", "S-next 2026-02-01..2026-02-28 7.00",
        "S-text 2026-02-01..2026-02-28 0.00",
      ])
    #expect(decision.made.first?.totalAmount.decimalText == "81.00")
    #expect(decision.made.first?.lines[1].quantity == -2)
  }

  @Test("Another grouping key is another invoice")
  func apart() throws {
    var world = try World()
    world.add(
      .monthly("S"),
      amendment("S-less", .cancellation, from: "2026-01-01", amount: -40) {
        $0.attributes.savedPaymentMethodId = "card"
      })
    #expect(world.generate(target: "2026-01-02").made.count == 2)
  }

  @Test("A negative net invoice is made and posted as such")
  func negativeInvoice() throws {
    var world = try World()
    world.add(amendment("S-less", .cancellation, from: "2026-01-01", to: "2026-01-31", amount: -40))
    let invoice = try #require(world.generate(target: "2026-01-02").made.first)
    #expect(invoice.status == .posted)
    #expect(invoice.totalAmount.decimalText == "-40.00")
    #expect(invoice.balance.decimalText == "-40.00")
    #expect(try world.progress("S-less").billedAmount.decimalText == "-40.00")
    #expect(try world.progress("S-less").status == .completelyBilled)
  }

  @Test("A category never negates an amount")
  func signsAsGiven() throws {
    for category in BillingScheduleCategory.allCases {
      var world = try World()
      world.add(amendment("S", category, from: "2026-01-01", amount: 40))
      #expect(
        world.generate(target: "2026-01-02").made.first?.totalAmount.decimalText == "40.00")
    }
  }

  @Test("Cancelling behind what is billed makes no credit; a Cancellation schedule does")
  func credit() throws {
    var world = try World()
    world.add(.monthly("S"))
    _ = world.generate(target: "2026-03-02")
    world.add(
      .monthly("S") { $0.cancellationDate = "2026-02-01" },
      amendment("S-c", .cancellation, from: "2026-02-01", to: "2026-03-31", amount: -100))
    #expect(try world.progress("S").status == .completelyBilled)
    #expect(
      world.generate(target: "2026-04-01").lines == [
        "S-c 2026-02-01..2026-02-28 -100.00", "S-c 2026-03-01..2026-03-31 -100.00",
      ])
  }
}

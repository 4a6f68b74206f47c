import Billing
import CivilTime
import Testing

@Suite("Limits of lines")
struct LineLimitTests {
  /// Daily schedules from 2026-01-01, each with an invoice of its own.
  private func world(_ count: Int) throws -> World {
    var world = try World()
    let records = (0..<count).map { number in
      Record.monthly(BillingSchedule.ID("S\(number)")) {
        $0.billingTermUnit = .day
        $0.attributes.invoiceGroupType = .billingSchedule
      }
    }
    #expect(world.upsert(records).errors.isEmpty)
    return world
  }

  @Test("Twenty thousand lines are made, one more is refused with a date that fits")
  func perRequest() throws {
    var world = try world(20)
    let start: CivilDate = "2026-01-01"
    let fits = start.adding(days: 1_000)
    let tooFar = fits.adding(days: 1)
    let refused = world.generate(target: tooFar)
    #expect(refused.outcome == .failed)
    #expect(refused.errors.map(\.code) == [.limitExceeded])
    #expect(refused.errors.map(\.pointer) == ["/targetDate"])
    #expect(refused.errorLogs.count == 1)
    let message = try #require(refused.errors.first?.message)
    #expect(message.contains("20020"))
    #expect(message.contains("20000"))
    #expect(message.contains("\(fits)"))
    #expect(world.generate(target: fits).lineCount == 20_000)
    // Now the rest is due.
    #expect(world.generate(target: tooFar).lineCount == 20)
  }

  @Test("Ten thousand lines an invoice; an inclusive request is told an inclusive date")
  func perInvoice() throws {
    var world = try world(1)
    let last = ("2026-01-01" as CivilDate).adding(days: 9_999)
    let refused = world.generate(target: last.adding(days: 500), inclusive: true)
    let message = try #require(refused.errors.first?.message)
    #expect(message.contains("10500"))
    #expect(message.contains("10000"))
    #expect(message.contains("\(last)"))
    #expect(world.generate(target: last, inclusive: true).lineCount == 10_000)
  }

  @Test("When the first day is too much already, no date is offered")
  func nothingFits() throws {
    var world = try World()
    let records = (0..<10_001).map { Record.monthly(BillingSchedule.ID("S\($0)")) }
    #expect(world.upsert(records).errors.isEmpty)
    let message = world.generate(target: "2026-03-01").errors.first?.message ?? ""
    #expect(message.contains("No earlier target date fits"))
    #expect(message.contains("20002"))
  }
}

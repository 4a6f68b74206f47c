import CivilTime
import Monetary
import Testing

@testable import Billing

/// <doc:Lifecycle#Shown-status>.
@Suite("Shown status")
struct ShownStatusTests {
  @Test("The first that holds, of an invoice of 100.00 due on 2026-12-31")
  func first() throws {
    let currency = try #require(Currency(code: "EUR"))
    func shown(
      _ status: InvoiceStatus, balance: Int128, _ settlement: Invoice.SettlementStatus,
      writtenOff: Bool = false, on today: CivilDate
    ) throws -> ShownStatus {
      InvoiceStanding(
        status: status, balance: try Money(minorUnits: balance, currency: currency),
        settlementStatus: settlement, isWrittenOffOnly: writtenOff,
        nextDueDate: status == .posted && balance > 0 ? "2026-12-31" : nil
      ).shownStatus(on: today)
    }
    let due: CivilDate = "2026-12-31"
    let late: CivilDate = "2027-01-01"
    #expect(try shown(.canceled, balance: 0, .notSettled, on: late) == .canceled)
    #expect(try shown(.voided, balance: 0, .settled, on: late) == .voided)
    #expect(try shown(.draft, balance: 10_000, .notSettled, on: late) == .draft)
    #expect(try shown(.posted, balance: 0, .settled, writtenOff: true, on: late) == .writtenOff)
    #expect(try shown(.posted, balance: 0, .settled, on: late) == .paid)
    #expect(try shown(.posted, balance: 10_000, .notSettled, on: due) == .posted)
    #expect(try shown(.posted, balance: 10_000, .notSettled, on: late) == .overdue)
    #expect(try shown(.posted, balance: 1, .partiallySettled, on: due) == .partiallyPaid)
    #expect(try shown(.posted, balance: 1, .partiallySettled, on: late) == .overdue)
    #expect(try shown(.posted, balance: -1, .notSettled, on: late) == .posted)
  }

  @Test("After its due date is moved forward an invoice is announced overdue again")
  func rearmed() throws {
    var world = try LifecycleWorld(.november(), vat: false)
    var invoice = try world.generate(by: "2026-11-02", .posted)
    #expect(invoice.nextOverdueDate == "2026-11-20")
    invoice.overdueReportedThrough = "2026-11-20"
    #expect(invoice.nextOverdueDate == nil)
    world.store(invoice)
    #expect(world.update(invoice.id) { $0.dueDate = .set("2026-12-24") }.outcome == .succeeded)
    #expect(try world.invoice(invoice.id).nextOverdueDate == "2026-12-24")
  }
}

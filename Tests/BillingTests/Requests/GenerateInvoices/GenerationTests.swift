import Billing
import CivilTime
import Monetary
import Testing

@Suite("Generating invoices, steps 1, 3, 7 and 8: select, periods, totals, advance")
struct GenerationTests {
  @Test("The next billing date lies before the target date, or on it when the request says so")
  func strictTarget() throws {
    var world = try World()
    world.add(.monthly("S"))
    let none = world.generate(target: "2026-01-01")
    #expect(none.outcome == .succeeded)
    #expect(none.answer.invoices.isEmpty)
    #expect(none.skips == ["S NotDue"])
    #expect(none.effects.records.isEmpty)
    let inclusive = world.generate(target: "2026-01-01", inclusive: true)
    #expect(inclusive.lines == ["S 2026-01-01..2026-01-31 100.00"])
  }

  @Test("Every unbilled period due becomes a line, once")
  func catchUp() throws {
    var world = try World()
    world.add(.monthly("S"))
    #expect(
      world.generate(target: "2026-03-02").lines == [
        "S 2026-01-01..2026-01-31 100.00", "S 2026-02-01..2026-02-28 100.00",
        "S 2026-03-01..2026-03-31 100.00",
      ])
    #expect(world.generate(target: "2026-03-02").skips == ["S NotDue"])
    let progress = try world.progress("S")
    #expect(progress.nextChargeFromDate == "2026-04-01")
    #expect(progress.nextBillingDate == "2026-04-01")
    #expect(progress.billedAmount.decimalText == "300.00")
    #expect(progress.pendingAmount == nil)
    #expect(progress.hasLines)
  }

  @Test("A posted invoice has its date and waits for its number; a draft has neither")
  func postedAndDraft() throws {
    var world = try World()
    world.add(.monthly("S"))
    let posted = try #require(world.generate(target: "2026-01-02").made.first)
    #expect(posted.status == .posted)
    #expect(posted.postedDate == "2026-11-20")
    #expect(posted.number == nil)
    #expect(posted.posting(number: "INV-1").number == "INV-1")
    #expect(posted.id.text == "test/r2/invoice/\(posted.groupingKey)")
    #expect(posted.lines.map(\.id) == ["\(posted.id)-1"])
    #expect(posted.lines.map(\.taxProcessingStatus) == [.posted])
    #expect(posted.balance == posted.totalAmountWithTax)
    #expect(posted.dueDate == posted.invoiceDate)
    let draft = try #require(world.generate(target: "2026-02-02", action: .draft).made.first)
    #expect(draft.status == .draft)
    #expect(draft.postedDate == nil)
    #expect(draft.lines.map(\.taxProcessingStatus) == [.estimated])
    #expect(try world.progress("S").billedAmount.decimalText == "200.00")
  }

  @Test("Lines are in order of schedule, then of period, and carry what was ordered")
  func lines() throws {
    var world = try World()
    world.add(
      .order(Order(id: "O", accountId: "A", orderNumber: "7")),
      .monthly("S2"),
      .monthly("S1") {
        $0.orderId = "O"
        $0.orderItemId = "item"
        $0.quantity = "1.5"
        $0.unitPrice = "66.6667"
        $0.unitOfMeasure = "HUR"
      })
    let decision = world.generate(target: "2026-02-02")
    #expect(
      decision.lines.map { $0.prefix(13) } == [
        "S1 2026-01-01", "S1 2026-02-01", "S2 2026-01-01", "S2 2026-02-01",
      ])
    let invoice = try #require(decision.made.first)
    #expect(invoice.orderIds == ["O"])
    #expect(invoice.billingScheduleIds == ["S1", "S2"])
    #expect(invoice.lines[0].quantity == "1.5")
    #expect(invoice.lines[0].unitPrice == "66.6667")
    #expect(invoice.lines[0].unitOfMeasure == "HUR")
    #expect(invoice.lines[0].orderItemId == "item")
    #expect(decision.lineCount == 4)
  }

  @Test("An order bills its own schedules only")
  func order() throws {
    var world = try World()
    world.add(
      .order(Order(id: "O", accountId: "A", orderNumber: "7")),
      .monthly("S1") { $0.orderId = "O" }, .monthly("S2"))
    let decision = world.generate(.order("O"), target: "2026-01-02")
    #expect(decision.made.flatMap(\.billingScheduleIds) == ["S1"])
    #expect(decision.skips.isEmpty)
  }

  @Test("Every schedule named is billed or skipped with the first reason that holds")
  func skipped() throws {
    var world = try World()
    let early: CivilDate = "2026-01-01"
    world.add(
      .monthly("S1") { $0.cancellationDate = early },
      .monthly("S2") {
        $0.billingMethod = .orderAmount
        $0.endDate = "2026-01-31"
        $0.billedThroughDate = "2026-01-31"
      },
      .monthly("S3") { $0.startDate = "2027-01-01" },
      .monthly("S4"),
      .monthly("S5") { $0.billingPeriodAmount = 0 })
    let ids: [BillingSchedule.ID] = ["S5", "S4", "S3", "S2", "S1"]
    let listed = world.generate(.billingSchedules(ids), target: "2026-01-02")
    // A zero line beside others is kept.
    #expect(listed.made.flatMap(\.billingScheduleIds) == ["S4", "S5"])
    #expect(listed.skips == ["S1 AfterCancellation", "S2 CompletelyBilled", "S3 NotDue"])
    // An account considers all but the completely billed.
    let account = world.generate(target: "2026-01-02")
    #expect(account.skips == ["S3 NotDue", "S4 NotDue", "S5 NotDue"])
  }

  @Test("A schedule named twice is billed once")
  func namedTwice() throws {
    var world = try World()
    world.add(.monthly("S"))
    let decision = world.generate(.billingSchedules(["S", "S"]), target: "2026-01-02")
    #expect(decision.lines == ["S 2026-01-01..2026-01-31 100.00"])
  }

  @Test("An invoice whose every line is zero is made only on request")
  func zeroAmount() throws {
    var world = try World()
    world.add(.monthly("S") { $0.billingPeriodAmount = 0 })
    let skipped = world.generate(target: "2026-01-02")
    #expect(skipped.outcome == .succeeded)
    #expect(skipped.skips == ["S ZeroAmount"])
    #expect(try world.progress("S").nextBillingDate == "2026-01-01")
    #expect(world.generate(target: "2026-02-02", zeroAmountInvoices: true).lines.count == 2)
  }

  @Test("A negative invoice is made and posted as such")
  func negative() throws {
    var world = try World()
    world.add(.monthly("S") { $0.billingPeriodAmount = "-12.50" })
    #expect(world.generate(target: "2026-01-02").made.map(\.totalAmount.decimalText) == ["-12.50"])
  }

  @Test("Unknown identifiers fail the whole request, each reported")
  func unknown() throws {
    var world = try World()
    world.add(.monthly("S"))
    let account = world.generate(.account("X"), target: "2026-02-01")
    #expect(account.outcome == .failed)
    #expect(account.errors.map(\.code) == [.accountNotFound])
    #expect(account.errors.map(\.pointer) == ["/accountId"])
    #expect(account.errorLogs.map(\.primaryRecord) == [RecordReference(type: .account, id: "X")])
    #expect(
      world.generate(.order("X"), target: "2026-02-01").errors.map(\.code) == [.orderNotFound])
    let list = world.generate(.billingSchedules(["X", "S", "Y"]), target: "2026-02-01")
    #expect(list.errors.map(\.pointer) == ["/billingScheduleIds/0", "/billingScheduleIds/2"])
    #expect(list.errors.allSatisfy { $0.code == .billingScheduleNotFound })
    #expect(list.errorLogs.count == 2)
    #expect(list.answer.invoices.isEmpty)
    #expect(try world.progress("S").billedAmount.isZero)
  }

  @Test(
    "Due dates follow the payment term",
    arguments: [
      (.periodBased, 30, "2026-07-01", "2026-07-31"),
      (.endOfMonthPlus, 45, "2026-04-15", "2026-06-14"),
      (.endOfMonthPlus, 0, "2028-02-01", "2028-02-29"),
      (.periodBased, 0, "2026-07-01", "2026-07-01"),
    ] as [(PaymentTerm.Kind, Int, CivilDate, CivilDate)])
  func dueDate(kind: PaymentTerm.Kind, days: Int, invoiced: CivilDate, due: CivilDate) throws {
    var world = try World()
    world.add(
      .paymentTerm(PaymentTerm(id: "P", name: "P", kind: kind, days: days, isDefault: true)),
      .monthly("S"))
    let invoice = world.generate(target: "2026-01-02", invoiceDate: invoiced).made.first
    #expect(invoice?.dueDate == due)
    #expect(invoice?.paymentTermId == "P")
  }

  @Test("The same request on the same facts plans the same thing")
  func deterministic() throws {
    var world = try World()
    for number in 0..<40 {
      world.add(
        .monthly(BillingSchedule.ID("S\(number)")) {
          $0.attributes.invoiceGroupType = .custom
          $0.attributes.customInvoiceGroupKey = "k\(number % 7)"
        })
    }
    let request = GenerateInvoices(
      selector: .account("A"), targetDate: "2026-05-05", invoiceDate: "2026-05-05",
      action: .posted)
    let first = world.plan(request)
    #expect(first.made.count == 7)
    #expect(first.made.map(\.groupingKey) == first.made.map(\.groupingKey).sorted())
    #expect(world.plan(request) == first)
  }
}

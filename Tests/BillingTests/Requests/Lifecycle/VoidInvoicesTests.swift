import CivilTime
import Monetary
import Testing

@testable import Billing

/// <doc:Lifecycle#Voiding>, <doc:Lifecycle#Open-again>.
@Suite("Void invoices")
struct VoidInvoicesTests {
  private func posted(
    _ world: inout LifecycleWorld, by day: CivilDate, zero: Bool = false
  ) throws -> Invoice {
    try world.generate(by: day, dated: "2026-11-20", .posted, zero: zero)
  }

  @Test(
    "E5: one request voids a chain latest first, numbers the memos so, and billing begins again")
  func chain() throws {
    var world = try LifecycleWorld(.november(), vat: false)
    let first = try posted(&world, by: "2026-11-02")
    let second = try posted(&world, by: "2026-12-02")
    #expect(try world.invoice(second.id).number == "INV-2026-000002")
    let alone = world.void(first.id)
    #expect(alone.refusals == ["INVOICE_NOT_LATEST /invoiceIds/0"])
    #expect(alone.errors.map(\.source) == [RecordReference(type: .invoice, id: second.id.text)])
    #expect(alone.errors.first?.message.contains("INV-2026-000002") == true)
    #expect(alone.effects.isEmpty)
    #expect(alone.errorLogs.map(\.category) == [.invoiceVoid])

    let decision = world.void(first.id, second.id)
    #expect(decision.outcome == .succeeded, "\(decision.refusals)")
    #expect(decision.named == ["Voided", "Voided"])
    #expect(try world.memo(of: second.id).number == "CM-2026-000001")
    #expect(try world.memo(of: first.id).number == "CM-2026-000002")
    #expect(try world.progress("M").billedAmount.isZero)
    let next = try posted(&world, by: "2026-12-02")
    #expect(try world.invoice(next.id).number == "INV-2026-000003")
    #expect(next.lines.first?.period?.from == "2026-11-01")
  }

  @Test("E6: the memo mirrors lines and taxes, and settles the invoice whole")
  func mirror() throws {
    var world = try LifecycleWorld(vat: false)
    world.add(
      .taxTreatment(
        TaxTreatment(id: "std", name: "VAT", isTaxable: true, taxCode: "std", isDefault: true)))
    world.add(LifecycleWorld.rate("20", 20, from: "2020-01-01"))
    let draft = try world.ingest(
      (0..<2).map { _ in
        IncomingLine(name: "x", quantity: 1, unitPrice: "68.33", chargeAmount: "68.33")
      })
    #expect(world.post(draft.id).outcome == .succeeded)
    #expect(try world.invoice(draft.id).payable.decimalText == "163.99")
    world.today = "2026-12-02"
    let decision = world.void(draft.id)
    let voided = try world.invoice(draft.id)
    let memo = try world.memo(of: draft.id)
    #expect(
      memo.lines.map { [$0.amount.decimalText] + $0.taxes.map(\.amount.decimalText) } == [
        ["68.33", "13.67"], ["68.33", "13.66"],
      ])
    #expect(memo.totalAmountWithTax.decimalText == "163.99")
    #expect(memo.credited.decimalText == "163.99")
    #expect(memo.balance.isZero)
    #expect(memo.sourceAction == .voidPostedInvoice)
    #expect(memo.creditDate == "2026-12-02")
    #expect(voided.status == .voided)
    #expect(voided.balance.isZero)
    #expect(voided.settlementStatus == .settled)
    #expect(voided.settled.credited.decimalText == "163.99")
    #expect(voided.voidedDate == "2026-12-02")
    #expect(voided.reasonCode == "Wrong")
    #expect(voided.reason == "wrong price")
    #expect(voided.version == 3)
    #expect(voided.number == "INV-2026-000001", "it stays")
    #expect(voided.shownStatus(on: "2030-01-01") == .voided)
    #expect(
      decision.effects.invoices.changed.map(\.lines) == [.states], "it changes no tax")
    #expect(
      decision.effects.invoices.changed.map(\.acts) == [[.voided(memo.id)]],
      "neither paid nor a changed balance is reported besides")
    #expect(decision.effects.ledger.applications.map(\.amount.decimalText) == ["163.99"])
    #expect(
      decision.effects.invoices.changed.map(\.cause) == [
        RecordReference(type: .creditMemo, id: memo.id.text)
      ])
  }

  @Test("E7: voided usage is billed with what arrived meanwhile")
  func usage() throws {
    var world = try LifecycleWorld(
      .november {
        $0.billingMethod = .usage
        $0.billingType = .arrears
        $0.unitPrice = 2
        $0.billingPeriodAmount = 0
      }, vat: false)
    func use(_ id: UsageRecord.ID, _ quantity: ExactDecimal) -> RecordUsage {
      RecordUsage(usageRecords: [
        UsageRecord(id: id, billingScheduleId: "M", quantity: quantity, usageDate: "2026-11-10")
      ])
    }
    #expect(world.handle(use("u1", "17.5")).outcome == .succeeded)
    let invoice = try posted(&world, by: "2026-12-02")
    #expect(world.void(invoice.id).outcome == .succeeded)
    #expect(world.handle(use("u2", "2.5")).outcome == .succeeded)
    let again = try posted(&world, by: "2026-12-02")
    #expect(again.lines.map { $0.usage?.consumedQuantity } == [20])
  }

  @Test("E8: what completed a total is due again, and completes it again")
  func total() throws {
    var world = try LifecycleWorld(
      .november {
        $0.billingMethod = .orderAmount
        $0.billingPeriodAmount = "333.33"
        $0.endDate = "2027-01-31"
        $0.totalAmount = 1000
      }, vat: false)
    var last: Invoice?
    for day in ["2026-11-02", "2026-12-02", "2027-01-02"] as [CivilDate] {
      last = try posted(&world, by: day)
    }
    let third = try #require(last)
    #expect(third.totalAmount.decimalText == "333.34")
    #expect(try world.progress("M").status == .completelyBilled)
    #expect(world.void(third.id).outcome == .succeeded)
    #expect(try world.progress("M").billedAmount.decimalText == "666.66")
    #expect(try world.progress("M").status == .readyForInvoicing)
    #expect(try posted(&world, by: "2027-01-02").totalAmount.decimalText == "333.34")
  }

  @Test("What is settled is not voided: up to 20 applications to be taken back first are named")
  func settled() throws {
    var world = try LifecycleWorld(.november(), vat: false)
    let invoice = try posted(&world, by: "2026-11-02")
    try world.pay(
      invoice.id, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)
    let standing = world.facts.ledger.standing(on: invoice.id).map(\.id.text)
    #expect(standing.count == 22)
    let decision = world.void(invoice.id)
    #expect(decision.outcome == .failed)
    #expect(decision.refusals == ["INVOICE_SETTLED /invoiceIds/0"])
    let message = try #require(decision.errors.first?.message)
    #expect(standing.prefix(20).allSatisfy(message.contains))
    #expect(!message.contains(standing[20]))
    #expect(message.contains("and 2 more"))
    #expect(message.contains("Take them back first"))
    #expect(decision.effects.isEmpty)

    // No more than 100 are looked up, so that the sentence does not say how many there are.
    world = try LifecycleWorld(.november(), vat: false)
    let many = try posted(&world, by: "2026-11-02")
    try world.pay(many.id, [ExactDecimal](repeating: 1, count: 100))
    #expect(world.void(many.id).errors.first?.message.contains("and at least 80 more") == true)

    world = try LifecycleWorld(.november(), vat: false)
    let other = try posted(&world, by: "2026-11-02")
    try world.pay(other.id, 1)
    #expect(world.void(other.id).errors.first?.message.contains("Take it back first") == true)
  }

  @Test("An invoice with lines that a live memo credits, or that are converted, is not voided")
  func credited() throws {
    for (action, code) in [
      (CreditMemo.SourceAction.invoiceLines, "INVOICE_CREDITED"),
      (.negativeInvoiceLineConversion, "INVOICE_SETTLED"),
    ] {
      var world = try LifecycleWorld(.november(), vat: false)
      let invoice = try posted(&world, by: "2026-11-02")
      try world.credit(invoice.id, 10, by: action)
      let decision = world.void(invoice.id)
      #expect(decision.refusals == ["\(code) /invoiceIds/0"])
      #expect(
        decision.errors.map(\.source) == [
          RecordReference(type: .creditMemo, id: "CM/\(invoice.id)")
        ])
      #expect(decision.effects.isEmpty)
    }
  }

  @Test("Drafts and invoices taken back are not Posted; a voided one names its memo")
  func states() throws {
    var world = try LifecycleWorld(.november(), vat: false)
    let draft = try world.generate(by: "2026-11-02")
    #expect(world.void(draft.id).refusals == ["INVOICE_NOT_POSTED /invoiceIds/0"])
    #expect(world.post(draft.id).outcome == .succeeded)
    #expect(world.void(draft.id, version: 1).refusals == ["INVOICE_CHANGED /expectedVersion"])
    #expect(world.void(draft.id, version: 2).outcome == .succeeded)
    let again = world.void(draft.id)
    #expect(again.refusals == ["INVOICE_NOT_POSTED /invoiceIds/0"])
    #expect(again.errors.first?.message.contains("CM-2026-000001") == true)
    #expect(world.post(draft.id).refusals == ["INVOICE_FINAL /invoiceIds/0"])
    #expect(world.cancel(draft.id).refusals == ["INVOICE_FINAL /invoiceIds/0"])
    #expect(
      world.update(draft.id) { $0.description = .set("x") }.refusals == [
        "INVOICE_FINAL /invoiceId"
      ])
    let canceled = try world.generate(by: "2026-11-02")
    #expect(world.cancel(canceled.id).outcome == .succeeded)
    #expect(world.void(canceled.id).refusals == ["INVOICE_NOT_POSTED /invoiceIds/0"])
    #expect(world.void("none").refusals == ["INVOICE_NOT_FOUND /invoiceIds/0"])
  }

  @Test("An invoice of 0.00 is voided by a memo with a number, a total of 0.00 and no application")
  func zero() throws {
    var world = try LifecycleWorld(.november { $0.billingPeriodAmount = 0 }, vat: false)
    let invoice = try posted(&world, by: "2026-11-02", zero: true)
    let decision = world.void(invoice.id)
    #expect(decision.outcome == .succeeded)
    #expect(decision.effects.ledger.applications.isEmpty)
    #expect(try world.memo(of: invoice.id).number == "CM-2026-000001")
    #expect(try world.memo(of: invoice.id).totalAmountWithTax.isZero)
    #expect(try world.invoice(invoice.id).settlementStatus == .settled)
    #expect(try world.invoice(invoice.id).status == .voided)
  }

  @Test("The memo of a negative invoice is negative, and so is its one application")
  func negative() throws {
    var world = try LifecycleWorld(vat: false)
    let draft = try world.ingest([
      IncomingLine(name: "x", quantity: 1, unitPrice: -30, chargeAmount: -30)
    ])
    #expect(world.post(draft.id).outcome == .succeeded)
    #expect(try world.invoice(draft.id).balance.decimalText == "-30.00")
    #expect(try world.invoice(draft.id).shownStatus(on: "2030-01-01") == .posted)
    let decision = world.void(draft.id)
    #expect(decision.effects.ledger.applications.map(\.amount.decimalText) == ["-30.00"])
    #expect(try world.memo(of: draft.id).credited.decimalText == "-30.00")
    #expect(try world.memo(of: draft.id).balance.isZero)
    #expect(try world.invoice(draft.id).balance.isZero)
  }

  @Test("The memo's number comes from the policy of memos; without an active one nothing is voided")
  func policy() throws {
    var world = try LifecycleWorld(.november(), vat: false)
    let invoice = try posted(&world, by: "2026-11-02")
    var policy = SequencePolicy(
      id: "P", mode: .gapless, pattern: "G-{SequenceValue}", isActive: false, target: .creditMemo)
    world.add(.sequencePolicy(policy))
    let refused = world.void(invoice.id)
    #expect(refused.refusals == ["SEQUENCE_POLICY_MISSING /invoiceIds/0"])
    #expect(refused.errorLogs.map(\.category) == [.invoicePosting])
    #expect(refused.effects.isEmpty)
    policy.isActive = true
    world.add(.sequencePolicy(policy))
    #expect(world.void(invoice.id).outcome == .succeeded)
    #expect(try world.memo(of: invoice.id).number == "G-1")
    // Invoices go on with the built-in one.
    let next = try posted(&world, by: "2026-11-02")
    #expect(try world.invoice(next.id).number == "INV-2026-000002")
  }

  @Test("Where one item is refused the others are done; of a chain the earlier is refused, too")
  func partly() throws {
    var world = try LifecycleWorld(.november(), .monthly("N"), vat: false)
    func bill(_ id: BillingSchedule.ID, _ day: CivilDate) throws -> Invoice {
      let decision = world.handle(
        GenerateInvoices(
          selector: .billingSchedules([id]), targetDate: day, isTargetDateInclusive: false,
          invoiceDate: "2026-11-20", action: .posted))
      return try #require(decision.made.first)
    }
    let first = try bill("M", "2026-11-02")
    let second = try bill("M", "2026-12-02")
    let other = try bill("N", "2026-01-02")
    try world.pay(second.id, 10)
    let decision = world.void(first.id, second.id, other.id)
    #expect(decision.outcome == .partiallySucceeded)
    #expect(decision.named == ["INVOICE_NOT_LATEST", "INVOICE_SETTLED", "Voided"])
    #expect(try world.progress("N").billedAmount.isZero)
    #expect(try world.progress("M").nextChargeFromDate == "2027-01-01")
  }
}

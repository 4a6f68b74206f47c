import CivilTime
import Monetary
import Testing

@testable import Billing

/// <doc:Lifecycle#Writing-off>.
@Suite("Write off invoices")
struct WriteOffInvoicesTests {
  private func item(
    _ id: Invoice.ID, _ amount: ExactDecimal? = nil
  ) -> WriteOffInvoices.Item {
    WriteOffInvoices.Item(
      invoiceId: id, reasonCode: "BAD_DEBT", reason: "bankrupt", amount: amount)
  }

  @Test("E14: the last euro of a paid invoice; it is settled and shown as paid")
  func rest() throws {
    var world = try CreditWorld()
    try world.post("I", [(192, 48)])
    for (index, amount) in ([120, 20, 99] as [ExactDecimal]).enumerated() {
      try world.pay(Payment.ID("P\(index)"), amount, on: "I")
    }
    let decision = world.handle(WriteOffInvoices(items: [item("I")]))
    #expect(decision.outcome == .succeeded)
    let memo = try decision.memo
    #expect(memo.amounts == ["1.00"])
    #expect(memo.totalTaxAmount.isZero)
    #expect(memo.sourceAction == .writeOffPostedInvoice)
    #expect(memo.reasonCode == "BAD_DEBT")
    #expect(memo.description == "bankrupt")
    #expect(memo.balance.isZero)
    let invoice = try world.invoice("I")
    #expect(invoice.balance.decimalText == "0.00")
    #expect(invoice.settlementStatus == .settled)
    #expect(invoice.settled.writtenOff.decimalText == "1.00")
    #expect(!invoice.settled.isWrittenOffOnly)
    #expect(invoice.shownStatus(on: "2030-01-01") == .paid)
    #expect(invoice.creditMemoIds == [memo.id])
    #expect(
      decision.acts(of: "I") == [.writtenOff(memo.id), .paid(by: .creditMemo(memo.id))])
  }

  @Test("E15: written off, then paid after all: the memo is voided with what it applied")
  func paidAfterAll() throws {
    var world = try CreditWorld()
    try world.post("I", [(400, 100)])
    let memo = try world.handle(WriteOffInvoices(items: [item("I")])).memo
    #expect(try world.balance("I") == "0.00")
    #expect(try world.invoice("I").settled.isWrittenOffOnly)
    #expect(
      world.handle(VoidCreditMemo(creditMemoId: memo.id)).sourcedRefusals
        == ["CREDIT_MEMO_APPLIED /creditMemoId \(memo.id)"])
    let voided = world.handle(VoidCreditMemo(creditMemoId: memo.id, unapplies: true))
    #expect(voided.outcome == .succeeded)
    #expect(voided.acts(of: "I") == [.balanceChanged])
    #expect(try world.balance("I") == "500.00")
    #expect(try world.invoice("I").settled.writtenOff.isZero)
    #expect(try world.invoice("I").settlementStatus == .notSettled)
    #expect(try world.memo(memo.id).status == .voided)
    try world.pay("P", 500, on: "I")
    #expect(try world.balance("I") == "0.00")
    #expect(!(try world.invoice("I").settled.isWrittenOffOnly))
    #expect(try world.accountBalance == "0.00")
  }

  @Test("A part is written off; the rest stays open")
  func part() throws {
    var world = try CreditWorld()
    try world.post("I", [(500, nil)])
    let decision = world.handle(
      WriteOffInvoices(items: [item("I", "120.50")], effectiveDate: "2026-11-10"))
    #expect(try decision.memo.creditDate == "2026-11-10")
    #expect(decision.acts(of: "I") == [.writtenOff(try decision.memo.id), .balanceChanged])
    #expect(try world.balance("I") == "379.50")
    #expect(try world.invoice("I").settlementStatus == .partiallySettled)
    #expect(try world.invoice("I").status == .posted)
  }

  @Test("Each invoice is written off or refused by itself; the answer is in the request's order")
  func items() throws {
    var world = try CreditWorld()
    try world.post("I", [(500, nil)])
    try world.post("J", [(100, nil)])
    try world.post("Z", [(-5, nil)])
    try world.post("D", [(5, nil)]) { $0.status = .draft }
    try world.post("C", [(5, nil)]) { $0.status = .canceled }
    let decision = world.handle(
      WriteOffInvoices(items: [
        item("I", "500.01"), item("none"), item("Z"), item("D"), item("C"), item("J", 40),
      ]))
    #expect(decision.outcome == .partiallySucceeded)
    #expect(
      decision.sourcedRefusals == [
        "AMOUNT_EXCEEDS_BALANCE /invoices/0/amount I",
        "INVOICE_NOT_FOUND /invoices/1/invoiceId none",
        "NOTHING_TO_WRITE_OFF /invoices/2/invoiceId Z",
        "INVOICE_NOT_POSTED /invoices/3/invoiceId D",
        "INVOICE_FINAL /invoices/4/invoiceId C",
      ])
    #expect(decision.errors.first?.message.contains("500.00 EUR open") == true)
    #expect(Set(decision.errorLogs.map(\.category)) == [.invoiceWriteOff])
    #expect(
      decision.answer.invoices.map {
        switch $0 {
        case .existing(let summary): summary.id.text
        case .refused(let id, _, _): "refused \(id)"
        default: "?"
        }
      } == ["refused I", "refused none", "refused Z", "refused D", "refused C", "J"])
    #expect(try world.balance("J") == "60.00")
    #expect(try world.balance("I") == "500.00")
    #expect(decision.effects.ledger.creditMemos.count == 1)
    let failed = world.handle(WriteOffInvoices(items: [item("I", "1.005"), item("Z")]))
    #expect(failed.outcome == .failed)
    #expect(failed.errors.map(\.code) == [.amountNotExact, .nothingToWriteOff])
    #expect(failed.effects.isEmpty)
    #expect(
      world.handle(WriteOffInvoices(items: [item("I")], expectedVersion: 7)).sourcedRefusals
        == ["INVOICE_CHANGED /expectedVersion I"])
    #expect(
      world.handle(WriteOffInvoices(items: [item("I")], effectiveDate: "2026-10-01"))
        .sourcedRefusals
        == ["EFFECTIVE_DATE_INVALID /effectiveDate I"])
    let both = world.handle(WriteOffInvoices(items: [item("I"), item("J")]))
    #expect(both.outcome == .succeeded)
    #expect(Set(both.effects.ledger.creditMemos.map(\.id)).count == 2)
    #expect(try world.accountBalance == "-5.00")
  }
}

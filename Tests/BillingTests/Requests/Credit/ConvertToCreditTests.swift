import CivilTime
import Monetary
import Testing

@testable import Billing

/// <doc:Lifecycle#Converting-negative-lines>.
@Suite("Convert negative lines")
struct ConvertToCreditTests {
  @Test("E9: lines of 400 and −100: the memo of 100 is applied to its own invoice")
  func appliesToItself() throws {
    var world = try CreditWorld()
    try world.post("I", [(400, nil), (-100, nil)])
    let decision = world.handle(ConvertToCredit(invoiceId: "I"))
    #expect(decision.outcome == .succeeded)
    let memo = try decision.memo
    #expect(memo.amounts == ["100.00"])
    #expect(memo.sourceAction == .negativeInvoiceLineConversion)
    #expect(memo.invoiceId == "I")
    #expect(memo.creditDate == CreditWorld.today)
    #expect(memo.balance.decimalText == "0.00")
    let invoice = try world.invoice("I")
    #expect(invoice.balance.decimalText == "300.00")
    #expect(invoice.settled.converted.decimalText == "100.00")
    #expect(invoice.settled.credited.decimalText == "100.00")
    #expect(invoice.version == 2)
    #expect(invoice.creditMemoIds == [memo.id])
    // The net change of its balance is 0: nothing else is told of it.
    #expect(decision.acts(of: "I") == [.converted(memo.id)])
    #expect(decision.effects.ledger.applications.map(\.amount.decimalText) == ["100.00"])
    #expect(try world.accountBalance == "300.00")
  }

  @Test("E10: a negative invoice becomes a credit that another invoice is settled from")
  func negativeInvoice() throws {
    var world = try CreditWorld()
    try world.post("I", [(-30, nil)])
    try world.post("J", [(80, nil)])
    #expect(try world.accountBalance == "50.00")
    let decision = world.handle(ConvertToCredit(invoiceId: "I"))
    let memo = try decision.memo
    #expect(memo.balance.decimalText == "30.00")
    #expect(decision.effects.ledger.applications.isEmpty)
    #expect(try world.balance("I") == "0.00")
    #expect(try world.invoice("I").settlementStatus == .settled)
    #expect(try world.invoice("I").fullSettlementDate == CreditWorld.today)
    // Settled by no application: it was not paid.
    #expect(decision.acts(of: "I") == [.converted(memo.id), .balanceChanged])
    #expect(try world.accountBalance == "50.00")
    try world.apply(memo.id, to: "J", 30)
    #expect(try world.memo(memo.id).balance.decimalText == "0.00")
    #expect(try world.balance("J") == "50.00")
    #expect(try world.accountBalance == "50.00")
  }

  @Test("E11: with tax and a payment applied, up to the lesser of both balances")
  func withTaxAndPayment() throws {
    var world = try CreditWorld()
    try world.post("I", [(100, 25), (-30, "-7.50")])
    try world.pay("P", 50, on: "I")
    #expect(try world.balance("I") == "37.50")
    let decision = world.handle(ConvertToCredit(invoiceId: "I"))
    let memo = try decision.memo
    #expect(memo.amounts == ["30.00 7.50"])
    #expect(memo.totalAmountWithTax.decimalText == "37.50")
    #expect(memo.balance.decimalText == "0.00")
    #expect(try world.balance("I") == "37.50")
    #expect(try world.invoice("I").settled.converted.decimalText == "37.50")
    #expect(decision.effects.ledger.applications.map(\.amount.decimalText) == ["37.50"])
  }

  @Test("Applied to its invoice only as far as that owes, and not at all when that is not wished")
  func lesserOfBoth() throws {
    var world = try CreditWorld()
    // 300 paid of 300: converting raises the balance to 100, all of which the memo settles again.
    try world.post("I", [(400, nil), (-100, nil)])
    try world.pay("P", 300, on: "I")
    let settled = world.handle(ConvertToCredit(invoiceId: "I"))
    #expect(settled.acts(of: "I") == [.converted(try settled.memo.id)])
    #expect(try world.balance("I") == "0.00")
    // 20 − 100: the balance rises from −80 to 20.
    try world.post("J", [(20, nil), (-100, nil)])
    let partly = world.handle(ConvertToCredit(invoiceId: "J"))
    #expect(partly.effects.ledger.applications.map(\.amount.decimalText) == ["20.00"])
    #expect(try partly.memo.balance.decimalText == "80.00")
    #expect(try world.balance("J") == "0.00")
    try world.post("K", [(400, nil), (-100, nil)])
    let apart = world.handle(ConvertToCredit(invoiceId: "K", appliesToInvoice: false))
    #expect(apart.effects.ledger.applications.isEmpty)
    #expect(try world.balance("K") == "400.00")
    #expect(apart.acts(of: "K") == [.converted(try apart.memo.id), .balanceChanged])
  }

  @Test("Adjustments, positive lines and lines whose opposite is not positive are never converted")
  func whatIsConverted() throws {
    var world = try CreditWorld()
    try world.post("I", [(400, nil), (-50, nil), (-10, 10), (-20, nil)]) {
      $0.lines[1].type = .adjustment
    }
    let decision = world.handle(ConvertToCredit(invoiceId: "I"))
    #expect(try decision.memo.lines.map(\.invoiceLine?.position) == [4])
    for (line, index) in [("I-1", 0), ("I-2", 0), ("I-3", 0)] {
      let refused = world.handle(ConvertToCredit(invoiceId: "I", lineIds: [line]))
      #expect(refused.sourcedRefusals == ["NOTHING_TO_CONVERT /lineIds/\(index) I"])
    }
  }

  @Test("A line is converted once; the rest may follow; then there is nothing to convert")
  func once() throws {
    var world = try CreditWorld()
    try world.post("I", [(400, nil), (-50, nil), (-20, nil)])
    let first = world.handle(ConvertToCredit(invoiceId: "I", lineIds: ["I-3"]))
    #expect(try first.memo.amounts == ["20.00"])
    #expect(
      world.handle(ConvertToCredit(invoiceId: "I", lineIds: ["I-2", "I-3"])).sourcedRefusals
        == ["NOTHING_TO_CONVERT /lineIds/1 \(try first.memo.id)"])
    #expect(try world.handle(ConvertToCredit(invoiceId: "I")).memo.amounts == ["50.00"])
    let none = world.handle(ConvertToCredit(invoiceId: "I"))
    #expect(none.outcome == .failed)
    #expect(none.sourcedRefusals == ["NOTHING_TO_CONVERT /invoiceId I"])
    #expect(none.effects.isEmpty)
    let summary = try world.invoice("I").summary
    #expect(none.answer.invoices == [.refused("I", summary, faults: none.errors)])
    #expect(none.errorLogs.map(\.category) == [.creditMemo])
    #expect(none.errorLogs.map(\.primaryRecord) == [RecordReference(type: .account, id: "A")])
    #expect(none.errorLogs.map(\.relatedRecord) == [RecordReference(type: .invoice, id: "I")])
    #expect(try world.invoice("I").settled.converted.decimalText == "70.00")
  }

  @Test("Lines are named by label, or by their place where a label is borne by several")
  func labels() throws {
    var world = try CreditWorld()
    try world.post("I", [(400, nil), (-50, nil), (-20, nil)]) {
      for index in $0.lines.indices {
        let line = $0.lines[index]
        $0.lines[index] = InvoiceLine(
          id: index == 0 ? "a" : "b", name: line.name, period: nil, quantity: 1,
          unitPrice: line.unitPrice, amount: line.amount, taxProcessingStatus: .posted)
      }
    }
    #expect(
      world.handle(ConvertToCredit(invoiceId: "I", lineIds: ["b"])).sourcedRefusals
        == ["REQUEST_INVALID /lineIds/0 I"])
    #expect(
      world.handle(ConvertToCredit(invoiceId: "I", lineIds: ["c"])).sourcedRefusals
        == ["RECORD_REFERENCE_NOT_FOUND /lineIds/0 I"])
    let decision = world.handle(ConvertToCredit(invoiceId: "I", lineIds: ["I-3"]))
    #expect(try decision.memo.amounts == ["20.00"])
  }

  @Test(
    "A credit note converts as a whole: its balance is 0 then, and the memo has what it gave back")
  func creditNote() throws {
    var world = try CreditWorld()
    try world.postCreditNote("N", [(100, 25), (-10, nil)], prepaid: 5)
    #expect(
      world.handle(ConvertToCredit(invoiceId: "N", lineIds: ["N-1"])).sourcedRefusals
        == ["REQUEST_INVALID /lineIds N"])
    let decision = world.handle(ConvertToCredit(invoiceId: "N"))
    let memo = try decision.memo
    #expect(memo.amounts == ["100.00 25.00", "-10.00"])
    #expect(memo.totalAmountWithTax.decimalText == "115.00")
    #expect(memo.prepaidAmount.decimalText == "5.00")
    #expect(memo.balance.decimalText == "110.00")
    #expect(try world.balance("N") == "0.00")
    #expect(decision.effects.ledger.applications.isEmpty)
    #expect(try world.accountBalance == "-110.00")
    #expect(
      world.handle(ConvertToCredit(invoiceId: "N")).sourcedRefusals == [
        "NOTHING_TO_CONVERT /invoiceId N"
      ])
  }

  @Test("Only a posted invoice of the expected version, on a day from its own to today")
  func refusals() throws {
    var world = try CreditWorld()
    try world.post("D", [(-1, nil)]) { $0.status = .draft }
    try world.post("C", [(-1, nil)]) { $0.status = .canceled }
    try world.post("V", [(-1, nil)]) {
      $0.status = .voided
      $0.creditMemoIds = ["VM"]
    }
    try world.post("I", [(400, nil), (-1, nil)])
    func refused(_ request: ConvertToCredit) -> [String] { world.handle(request).sourcedRefusals }
    #expect(refused(ConvertToCredit(invoiceId: "none")) == ["INVOICE_NOT_FOUND /invoiceId none"])
    #expect(refused(ConvertToCredit(invoiceId: "D")) == ["INVOICE_NOT_POSTED /invoiceId D"])
    #expect(refused(ConvertToCredit(invoiceId: "C")) == ["INVOICE_FINAL /invoiceId C"])
    #expect(refused(ConvertToCredit(invoiceId: "V")) == ["INVOICE_FINAL /invoiceId VM"])
    #expect(
      refused(ConvertToCredit(invoiceId: "I", expectedVersion: 2))
        == ["INVOICE_CHANGED /expectedVersion I"])
    #expect(
      refused(ConvertToCredit(invoiceId: "I", effectiveDate: "2026-11-22"))
        == ["EFFECTIVE_DATE_INVALID /effectiveDate I"])
    #expect(
      refused(ConvertToCredit(invoiceId: "I", effectiveDate: "2026-10-31"))
        == ["EFFECTIVE_DATE_INVALID /effectiveDate I"])
    // Tomorrow, where a sender's day may have begun, counts as today.
    let tomorrow = world.handle(ConvertToCredit(invoiceId: "I", effectiveDate: "2026-11-21"))
    #expect(try tomorrow.memo.creditDate == CreditWorld.today)
    try world.post("J", [(400, nil), (-1, nil)])
    let earlier = world.handle(
      ConvertToCredit(invoiceId: "J", effectiveDate: "2026-11-02", expectedVersion: 1))
    #expect(try earlier.memo.creditDate == "2026-11-02")
    #expect(try earlier.memo.bookDate == "2026-11-02")
    #expect(earlier.effects.ledger.applications.map(\.effectiveDate) == ["2026-11-02"])
  }

  @Test("At posting: with nothing to convert nothing changes, and it is no refusal")
  func atPosting() throws {
    var world = try CreditWorld()
    try world.post("I", [(400, nil)])
    try world.post("J", [(400, nil), (-100, nil)])
    var settling = world.settling()
    #expect(try settling.convertNegativeLines(of: "I") == nil)
    #expect(settling.effects.isEmpty)
    let first = try settling.convertNegativeLines(of: "J")
    #expect(first != nil)
    // Also within one request a line is converted once.
    #expect(try settling.convertNegativeLines(of: "J") == nil)
    #expect(settling.effects.creditMemos.count == 1)
  }
}

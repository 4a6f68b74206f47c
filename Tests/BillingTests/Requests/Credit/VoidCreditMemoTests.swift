import CivilTime
import Monetary
import Testing

@testable import Billing

/// <doc:Lifecycle#Credit-memos>: taking a memo back.
@Suite("Void a credit memo")
struct VoidCreditMemoTests {
  private func standAlone(_ amount: ExactDecimal) throws -> CreateCreditMemo {
    CreateCreditMemo(
      accountId: "A", currency: try #require(Currency(code: "EUR")), creditDate: "2026-11-20",
      lines: [.init(name: "Goodwill", amount: amount, taxStrategy: .ignore)])
  }

  @Test("A memo with nothing applied is voided: its balance is 0, its number stays")
  func voids() throws {
    var world = try CreditWorld()
    let memo = try world.handle(try standAlone(10)).memo
    #expect(try world.accountBalance == "-10.00")
    let decision = world.handle(VoidCreditMemo(creditMemoId: memo.id, reason: "by mistake"))
    #expect(decision.outcome == .succeeded)
    let voided = try #require(decision.effects.ledger.changedCreditMemos.first)
    #expect(voided.status == .voided)
    #expect(voided.voidedDate == CreditWorld.today)
    #expect(voided.voidReason == "by mistake")
    #expect(voided.balance.isZero)
    #expect(decision.effects.invoices.isEmpty)
    #expect(try world.accountBalance == "0.00")
    #expect(
      world.handle(VoidCreditMemo(creditMemoId: memo.id)).sourcedRefusals
        == ["CREDIT_MEMO_VOIDED /creditMemoId \(memo.id)"])
  }

  @Test("With unapply its applications are taken back, and its invoices owe again")
  func unapplies() throws {
    var world = try CreditWorld()
    try world.post("I", [(100, nil)])
    try world.post("J", [(100, nil)])
    let memo = try world.handle(try standAlone(150)).memo
    try world.apply(memo.id, to: "I", 100)
    try world.apply(memo.id, to: "J", 20)
    let decision = world.handle(VoidCreditMemo(creditMemoId: memo.id, unapplies: true))
    #expect(decision.outcome == .succeeded)
    // The latest first.
    #expect(decision.effects.ledger.applications.map(\.invoiceId) == ["J", "I"])
    #expect(decision.effects.ledger.applications.allSatisfy { $0.takesBack != nil })
    #expect(try world.balance("I") == "100.00")
    #expect(try world.balance("J") == "100.00")
    #expect(try world.memo(memo.id).applied.isZero)
    #expect(decision.acts(of: "I") == [.balanceChanged])
    #expect(try world.accountBalance == "200.00")
  }

  @Test("What was refunded, does not exist or voids an invoice is refused")
  func refusals() throws {
    var world = try CreditWorld()
    #expect(
      world.handle(VoidCreditMemo(creditMemoId: "none")).sourcedRefusals
        == ["CREDIT_MEMO_NOT_FOUND /creditMemoId none"])
    var refunded = try world.handle(try standAlone(10)).memo
    refunded.refunded = try world.money(7)
    world.facts.ledger.insert(refunded)
    let refused = world.handle(VoidCreditMemo(creditMemoId: refunded.id, unapplies: true))
    #expect(refused.sourcedRefusals == ["CREDIT_MEMO_REFUNDED /creditMemoId \(refunded.id)"])
    #expect(refused.errorLogs.map(\.category) == [.creditMemo])
    #expect(refused.errorLogs.map(\.primaryRecord) == [RecordReference(type: .account, id: "A")])
    try world.post("I", [(100, nil)])
    let mirror = CreditMemo.mirror(
      of: try world.invoice("I"), id: "M", today: CreditWorld.today, reasonCode: nil, reason: nil,
      request: RequestKey(source: "", identifier: "v"))
    world.facts.ledger.insert(mirror)
    #expect(
      world.handle(VoidCreditMemo(creditMemoId: "M", unapplies: true)).sourcedRefusals
        == ["INVOICE_FINAL /creditMemoId M"])
  }

  @Test("Voiding a conversion's memo takes the conversion back; its lines may be converted again")
  func conversion() throws {
    var world = try CreditWorld()
    try world.post("I", [(400, nil), (-100, nil)])
    let memo = try world.handle(ConvertToCredit(invoiceId: "I")).memo
    #expect(
      world.handle(VoidCreditMemo(creditMemoId: memo.id)).sourcedRefusals
        == ["CREDIT_MEMO_APPLIED /creditMemoId \(memo.id)"])
    let decision = world.handle(VoidCreditMemo(creditMemoId: memo.id, unapplies: true))
    #expect(decision.outcome == .succeeded)
    #expect(try world.balance("I") == "300.00")
    #expect(try world.invoice("I").settled.converted.isZero)
    // 300 before and after: nothing is told of the invoice, but it has a new version.
    #expect(decision.acts(of: "I") == [])
    #expect(try world.invoice("I").version == 3)
    let again = world.handle(ConvertToCredit(invoiceId: "I"))
    #expect(try again.memo.amounts == ["100.00"])
    #expect(try world.accountBalance == "300.00")
  }

  @Test("A conversion is not taken back where more is applied than would then be owed")
  func conversionInUse() throws {
    var world = try CreditWorld()
    try world.post("I", [(400, nil), (-100, nil)])
    let memo = try world.handle(ConvertToCredit(invoiceId: "I", appliesToInvoice: false)).memo
    try world.pay("P", 350, on: "I")
    let refused = world.handle(VoidCreditMemo(creditMemoId: memo.id))
    #expect(refused.sourcedRefusals == ["AMOUNT_EXCEEDS_BALANCE /creditMemoId I"])
    #expect(refused.effects.isEmpty)
    #expect(try world.balance("I") == "50.00")
    // The whole of a negative invoice: −30 again, as it was.
    try world.post("J", [(-30, nil)])
    let other = try world.handle(ConvertToCredit(invoiceId: "J")).memo
    #expect(world.handle(VoidCreditMemo(creditMemoId: other.id)).outcome == .succeeded)
    #expect(try world.balance("J") == "-30.00")
    try world.postCreditNote("N", [(100, 25)])
    let note = try world.handle(ConvertToCredit(invoiceId: "N")).memo
    #expect(world.handle(VoidCreditMemo(creditMemoId: note.id)).outcome == .succeeded)
    #expect(try world.balance("N") == "-125.00")
  }
}

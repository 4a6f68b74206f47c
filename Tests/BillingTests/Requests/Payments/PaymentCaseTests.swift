import CivilTime
import Monetary
import Testing

@testable import Billing

/// The worked examples of payments, by their numbers.
@Suite("Payments: worked examples")
struct PaymentCaseTests {
  @Test("E16: a part of an invoice is paid")
  func partlyPaid() throws {
    var world = try LedgerWorld()
    try world.post("I", "17.00", "42.00")
    let decision = try world.pay("P", "48.00", .to(("I", "48.00")))
    #expect(decision.outcome == .succeeded)
    #expect(try world.balance("I") == "11.00")
    #expect(try world.invoice("I").settlementStatus == .partiallySettled)
    #expect(decision.acts == ["I balanceChanged, 2"])
  }

  @Test("E17: what is paid too much stays unapplied")
  func tooMuch() throws {
    var world = try LedgerWorld()
    try world.post("I", "100.00")
    let decision = try world.pay("P", "110.00", .oldestFirst)
    #expect(decision.outcome == .succeeded)
    #expect(try world.balance("I") == "0.00")
    #expect(try world.invoice("I").settlementStatus == .settled)
    #expect(try world.invoice("I").fullSettlementDate == "2026-11-20")
    #expect(try world.unapplied("P") == "10.00")
    #expect(try world.accountBalance() == "-10.00")
    #expect(decision.acts == ["I paid by P, 2"])
  }

  @Test("E18: money is recorded although its applications are refused")
  func recordedAndRefused() throws {
    var world = try LedgerWorld()
    try world.post("I", "100.00")
    let decision = try world.pay("P", "110.00", .to(("I", "110.00")))
    #expect(decision.outcome == .partiallySucceeded)
    #expect(decision.codes == [.amountExceedsBalance])
    #expect(decision.errors[0].message.contains("100.00 EUR open"))
    #expect(decision.errors[0].pointer == "/applications/0/amount")
    #expect(decision.errorLogs.map(\.category) == [.payment])
    #expect(decision.errorLogs[0].primaryRecord == RecordReference(type: .account, id: "A"))
    #expect(decision.errorLogs[0].relatedRecord == RecordReference(type: .invoice, id: "I"))
    #expect(decision.effects.ledger.payments.map(\.id) == ["P"])
    #expect(try world.unapplied("P") == "110.00")
    #expect(try world.balance("I") == "100.00")
  }

  @Test("E19: the oldest due date is settled first")
  func oldestFirst() throws {
    var world = try LedgerWorld()
    try world.post("I3", "40.00", due: "2026-12-31")
    try world.post("I1", "30.00", due: "2026-10-31")
    try world.post("I2", "50.00", due: "2026-11-30")
    let decision = try world.pay("P", "100.00", .oldestFirst)
    #expect(decision.applications.map(\.invoiceId) == ["I1", "I2", "I3"])
    #expect(decision.applications.map(\.amount.decimalText) == ["30.00", "50.00", "20.00"])
    #expect(try world.balance("I3") == "20.00")
    #expect(decision.acts == ["I1 paid by P, 2", "I2 paid by P, 2", "I3 balanceChanged, 2"])
  }

  @Test("E20: the second of two payments of one invoice meets what the first left open")
  func twice() throws {
    var world = try LedgerWorld()
    try world.post("I", "100.00")
    try world.receive("P1", "80.00")
    try world.receive("P2", "80.00")
    #expect(world.apply("P1", ("I", "80.00")).outcome == .succeeded)
    let second = world.apply("P2", ("I", "80.00"))
    #expect(second.outcome == .failed)
    #expect(second.codes == [.amountExceedsBalance])
    #expect(second.errors[0].message.contains("20.00 EUR open"))
    #expect(try world.balance("I") == "20.00")
    #expect(try world.invoice("I").settled.paid.decimalText == "80.00")
  }

  @Test("E21: unapplying opens the invoice again and moves nothing owed")
  func unapply() throws {
    var world = try LedgerWorld()
    try world.post("I", "100.00")
    let payment = try world.pay("P", "100.00", .oldestFirst)
    #expect(try world.accountBalance() == "0.00")
    let decision = world.handle(
      Unapply(kind: .ofPayments, target: .applications(payment.applications.map(\.id))))
    #expect(decision.outcome == .succeeded)
    #expect(decision.acts == ["I balanceChanged, 3"])
    #expect(decision.effects.invoices.changed[0].previousBalance.isZero)
    #expect(try world.balance("I") == "100.00")
    #expect(try world.invoice("I").fullSettlementDate == nil)
    #expect(try world.unapplied("P") == "100.00")
    #expect(try world.accountBalance() == "0.00")
  }

  @Test("E22, E23: a refund takes back a part, and a memo settles what is open again")
  func refundWithTakeBack() throws {
    var world = try LedgerWorld()
    try world.post("I", "20.00")
    _ = try world.pay("P", "20.00", .oldestFirst)
    let decision = world.refund("R", "7.00", of: .payment("P"), takeBack: ("I", "7.00"))
    #expect(decision.outcome == .succeeded)
    #expect(decision.applications.map(\.takesBack).map { $0 != nil } == [true, false])
    #expect(decision.applications.map(\.amount.decimalText) == ["20.00", "13.00"])
    let payment = try world.payment("P")
    #expect(payment.applied.decimalText == "13.00")
    #expect(payment.refunded.decimalText == "7.00")
    #expect(try world.unapplied("P") == "0.00")
    #expect(try world.balance("I") == "7.00")
    #expect(try world.accountBalance() == "7.00")
    #expect(decision.acts == ["I balanceChanged, 3"])
    try world.credit("M", "7.00")
    #expect(world.apply(memo: "M", ("I", "7.00")).acts == ["I paid by M, 4"])
    #expect(try world.balance("I") == "0.00")
    #expect(try world.invoice("I").settled.credited.decimalText == "7.00")
  }

  @Test("E24: a refund of a credit memo leaves the rest of it")
  func refundOfMemo() throws {
    var world = try LedgerWorld()
    try world.post("I", "25.00")
    _ = try world.pay("P", "25.00", .oldestFirst)
    try world.credit("M", "10.00")
    #expect(world.refund("R", "7.00", of: .creditMemo("M")).outcome == .succeeded)
    #expect(try world.memo("M").balance.decimalText == "3.00")
    #expect(try world.accountBalance() == "-3.00")
  }

  @Test("E25: a reversed payment leaves the invoice as if it had never come")
  func reverse() throws {
    var world = try LedgerWorld()
    try world.post("I", "249.95")
    _ = try world.pay("P1", "10.00", .oldestFirst)
    #expect(try world.balance("I") == "239.95")
    let decision = world.reverse("V", of: "P1")
    #expect(decision.effects.ledger.reversals.map(\.amount.decimalText) == ["10.00"])
    #expect(try world.balance("I") == "249.95")
    #expect(try world.invoice("I").settlementStatus == .notSettled)
    _ = try world.pay("P2", "10.00", .oldestFirst)
    #expect(try world.balance("I") == "239.95")
  }

  @Test("E26: a reversal takes what is unapplied, then frees the latest application first")
  func reversePart() throws {
    var world = try LedgerWorld()
    try world.post("I1", "60.00")
    try world.post("I2", "30.00")
    try world.receive("P", "100.00")
    world.apply("P", ("I1", "60.00"))
    world.apply("P", ("I2", "30.00"))
    let decision = world.reverse("V", "50.00", of: "P")
    #expect(decision.outcome == .succeeded)
    #expect(try world.unapplied("P") == "0.00")
    #expect(try world.payment("P").reversed.decimalText == "50.00")
    #expect(try world.balance("I1") == "10.00")
    #expect(try world.balance("I2") == "30.00")
    #expect(
      world.facts.ledger.standing(of: .payment("P")).map { "\($0.invoiceId) \($0.amount)" } == [
        "I1 50.00 EUR"
      ])
  }

  @Test("E27: refund, reversal and payment again")
  func chain() throws {
    var world = try LedgerWorld()
    try world.post("I", "325.00")
    _ = try world.pay("P1", "163.00", .oldestFirst)
    #expect(try world.balance("I") == "162.00")
    _ = try world.pay("P2", "162.00", .oldestFirst)
    #expect(try world.balance("I") == "0.00")
    world.refund("R", "63.00", of: .payment("P2"), takeBack: ("I", "63.00"))
    #expect(try world.balance("I") == "63.00")
    world.reverse("V", of: "P2")
    #expect(try world.payment("P2").reversed.decimalText == "99.00")
    #expect(try world.balance("I") == "162.00")
    _ = try world.pay("P3", "162.00", .oldestFirst)
    #expect(try world.balance("I") == "0.00")
  }

  @Test("E28: money settles invoices of its own currency only")
  func otherCurrency() throws {
    var world = try LedgerWorld()
    try world.post("I", "100.00")
    let decision = try world.pay("P", "100.00", in: "USD", .to(("I", "100.00")))
    #expect(decision.outcome == .partiallySucceeded)
    #expect(decision.codes == [.currencyMismatch])
    #expect(try world.payment("P").unapplied.description == "100.00 USD")
    #expect(try world.balance("I") == "100.00")
    // Nor is anything found to settle.
    let auto = world.handle(ApplyToInvoices(source: .payment("P"), settlement: .oldestFirst))
    #expect(auto.outcome == .succeeded)
    #expect(auto.effects.isEmpty)
  }

  @Test("E30: what is applied is not refunded unless it is taken back")
  func refundOfApplied() throws {
    var world = try LedgerWorld()
    try world.post("I", "100.00")
    _ = try world.pay("P", "100.00", .oldestFirst)
    let decision = world.refund("R", "30.00", of: .payment("P"))
    #expect(decision.outcome == .failed)
    #expect(decision.codes == [.amountExceedsUnapplied])
    #expect(decision.errors[0].message.contains("0.00 EUR left"))
    #expect(decision.errorLogs.map(\.category) == [.payment])
    #expect(decision.effects.isEmpty)
    #expect(try world.balance("I") == "0.00")
  }
}

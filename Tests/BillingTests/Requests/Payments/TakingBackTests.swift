import CivilTime
import Monetary
import Testing

@testable import Billing

@Suite("Taking back, refunds and reversals")
struct TakingBackTests {
  /// Payment `P` of 100.00, of which 60.00 is applied to `I` and 30.00 to `J`, effective 2026-11-12; both of 60.00.
  private func world() throws -> (LedgerWorld, [Application.ID]) {
    var world = try LedgerWorld()
    try world.post("I", "60.00")
    try world.post("J", "60.00")
    try world.receive("P", "100.00")
    let decision = world.apply("P", ("I", "60.00"), ("J", "30.00"), effective: "2026-11-12")
    return (world, decision.applications.map(\.id))
  }

  private func unapply(_ ids: [Application.ID], on date: CivilDate? = nil) -> Unapply {
    Unapply(kind: .ofPayments, target: .applications(ids), effectiveDate: date)
  }

  @Test("Several with one taken back already: none is taken back")
  func allOrNothing() throws {
    var (world, ids) = try world()
    #expect(world.handle(unapply([ids[0]])).outcome == .succeeded)
    let decision = world.handle(unapply([ids[1], ids[0]]))
    #expect(decision.outcome == .failed)
    #expect(decision.codes == [.applicationTakenBack])
    #expect(decision.errors[0].pointer == "/applicationIds/1")
    #expect(decision.errors[0].source == RecordReference(.application, ids[0]))
    #expect(decision.errorLogs[0].primaryRecord == RecordReference(type: .account, id: "A"))
    #expect(decision.errorLogs[0].relatedRecord == RecordReference(type: .payment, id: "P"))
    #expect(world.plan(unapply([ids[1], ids[1]])).codes == [.requestInvalid])
    #expect(decision.effects.isEmpty)
    #expect(try world.balance("J") == "30.00")
  }

  @Test("Applications of the other kind, and unknown ones, are not found")
  func otherKind() throws {
    var (world, ids) = try world()
    try world.credit("M", "5.00")
    let credit = world.apply(memo: "M", ("J", "5.00")).applications[0].id
    let ofPayments = world.handle(unapply([credit, "NONE"]))
    #expect(ofPayments.codes == [.applicationNotFound, .applicationNotFound])
    #expect(ofPayments.errors[0].message.contains("credit-memo.unapply.v1"))
    let ofMemos = world.handle(
      Unapply(kind: .ofCreditMemos, target: .applications([ids[0]])))
    #expect(ofMemos.codes == [.applicationNotFound])
    #expect(ofMemos.errorLogs.map(\.category) == [.creditMemo])
    let unknown = world.handle(unapply(["NONE"]))
    #expect(unknown.errorLogs[0].primaryRecord == RecordReference(type: .application, id: "NONE"))
    #expect(
      world.handle(Unapply(kind: .ofCreditMemos, target: .applications([credit]))).outcome
        == .succeeded)
    #expect(try world.memo("M").balance.decimalText == "5.00")
  }

  @Test("The application of the memo of a void stays")
  func memoOfVoid() throws {
    var world = try LedgerWorld()
    try world.post("I", "60.00")
    try world.credit("M", "60.00")
    let id = world.apply(memo: "M", ("I", "60.00")).applications[0].id
    try world.credit("M", "60.00") {
      $0.sourceAction = .voidPostedInvoice
      $0.applied = $0.credited
    }
    let decision = world.handle(Unapply(kind: .ofCreditMemos, target: .applications([id])))
    #expect(decision.codes == [.invoiceFinal])
    #expect(decision.errors[0].pointer == "/applicationIds/0")
  }

  @Test("All that stands of a payment, or of it on one invoice; nothing left is said")
  func ofPayment() throws {
    var (world, _) = try world()
    let ofI = Unapply(kind: .ofPayments, target: .payment("P", invoiceId: "I"))
    #expect(world.handle(ofI).applications.map(\.amount.decimalText) == ["60.00"])
    #expect(try world.unapplied("P") == "70.00")
    let again = world.handle(ofI)
    #expect(again.codes == [.applicationNotFound])
    #expect(again.errors[0].pointer == "/invoiceId")
    let unknown = world.handle(
      Unapply(kind: .ofPayments, target: .payment("P", invoiceId: "NONE")))
    #expect(unknown.codes == [.invoiceNotFound])
    let all = Unapply(kind: .ofPayments, target: .payment("P", invoiceId: nil))
    #expect(world.handle(all).outcome == .succeeded)
    #expect(try world.unapplied("P") == "100.00")
    #expect(world.handle(all).codes == [.applicationNotFound])
    let none = world.handle(
      Unapply(kind: .ofPayments, target: .payment("NONE", invoiceId: nil)))
    #expect(none.codes == [.paymentNotFound])
  }

  @Test("Taken back not before the application counts, and not after today")
  func dates() throws {
    let (world, ids) = try world()
    let cases: [(CivilDate?, CivilDate?)] = [
      (nil, "2026-11-20"), ("2026-11-12", "2026-11-12"), ("2026-11-11", nil),
      ("2026-11-21", "2026-11-20"), ("2026-11-22", nil),
    ]
    for (given, counts) in cases {
      let decision = world.plan(unapply([ids[0]], on: given))
      #expect(decision.applications.first?.effectiveDate == counts, "\(given as Any)")
      #expect(decision.codes == (counts == nil ? [.effectiveDateInvalid] : []))
    }
  }

  @Test("At most 200 applications are named")
  func limit() throws {
    let (world, _) = try world()
    let decision = world.plan(unapply((0...200).map { Application.ID("a\($0)") }))
    #expect(decision.codes == [.limitExceeded])
    #expect(decision.errors[0].message.contains("200"))
  }

  @Test("Applying and taking back leave every figure as it was")
  func identity() throws {
    var world = try LedgerWorld()
    try world.post("I", "60.00")
    try world.receive("P", "100.00")
    let before = (try world.invoice("I"), try world.payment("P"))
    let ids = world.apply("P", ("I", "60.00")).applications.map(\.id)
    world.handle(unapply(ids))
    var after = try world.invoice("I")
    #expect(after.version == 3)
    after.version = before.0.version
    #expect(after == before.0)
    #expect(try world.payment("P") == before.1)
  }

  @Test(
    "A refund that is recorded already changes nothing; another under its identifier is refused")
  func refundAgain() throws {
    var (world, _) = try world()
    #expect(world.refund("R", "5", of: .payment("P")).outcome == .succeeded)
    let again = world.refund("R", "5.00", of: .payment("P"), takeBack: ("I", "5.00"))
    #expect(again.outcome == .succeeded)
    #expect(again.warnings.map(\.code) == [.refundAlreadyRecorded])
    #expect(again.effects.isEmpty)
    try world.credit("M", "10.00")
    let others = [
      world.refund("R", "6.00", of: .payment("P")),
      world.refund("R", "5.00", of: .payment("P"), on: "2026-11-19"),
      world.refund("R", "5.00", of: .creditMemo("M")),
      world.refund("R", "5.00", of: .payment("NONE")),
    ]
    for other in others {
      #expect(other.codes == [.refundConflict])
      #expect(other.errors[0].message.contains("5.00 EUR of Payment P"))
    }
    #expect(try world.payment("P").refunded.decimalText == "5.00")
  }

  @Test("A refund frees the latest application of the invoice, and the rest is applied again")
  func refundFrees() throws {
    var world = try LedgerWorld()
    try world.post("I", "60.00")
    try world.receive("P", "60.00")
    world.apply("P", ("I", "20.00"), effective: "2026-11-12")
    world.apply("P", ("I", "25.00"), effective: "2026-11-14")
    world.apply("P", ("I", "15.00"), effective: "2026-11-20")
    // 30.00 are the 15.00 recorded last and 15.00 of the 25.00 before them.
    let decision = world.refund(
      "R", "30.00", of: .payment("P"), on: "2026-11-16", takeBack: ("I", "30.00"))
    #expect(
      decision.applications.map {
        "\($0.takesBack == nil ? "applies" : "takes back") \($0.amount.decimalText) "
          + "\($0.effectiveDate)"
      } == [
        "takes back 15.00 2026-11-20", "takes back 25.00 2026-11-16", "applies 10.00 2026-11-16",
      ])
    #expect(try world.balance("I") == "30.00")
    #expect(try world.payment("P").applied.decimalText == "30.00")
    #expect(decision.acts == ["I balanceChanged, 5"])
  }

  @Test("No more is taken back than is applied")
  func refundTakesBackTooMuch() throws {
    var (world, _) = try world()
    let tooMuch = world.refund("R", "40.00", of: .payment("P"), takeBack: ("J", "30.01"))
    #expect(tooMuch.codes == [.amountExceedsUnapplied])
    #expect(tooMuch.errors[0].pointer == "/takeBack/0/amount")
    #expect(tooMuch.errors[0].message.contains("30.00 EUR applied"))
    let twice = world.refund(
      "R", "40.00", of: .payment("P"), takeBack: ("J", "20.00"), ("J", "20.00"))
    #expect(twice.errors[0].pointer == "/takeBack/1/amount")
    let unknown = world.refund("R", "40.00", of: .payment("P"), takeBack: ("NONE", "1.00"))
    #expect(unknown.codes == [.invoiceNotFound])
    let notEnough = world.refund("R", "41.00", of: .payment("P"), takeBack: ("J", "30.00"))
    #expect(notEnough.codes == [.amountExceedsUnapplied])
    #expect(notEnough.errors[0].message.contains("40.00 EUR left"))
    #expect(notEnough.effects.isEmpty)
    #expect(world.refund("R", "1.001", of: .payment("P")).codes == [.amountNotExact])
    #expect(try world.balance("J") == "30.00")
  }

  @Test("Of two refunds of all that is left the second meets nothing")
  func refundTwice() throws {
    var world = try LedgerWorld()
    try world.receive("P", "100.00")
    #expect(world.refund("R1", "100.00", of: .payment("P")).outcome == .succeeded)
    let second = world.refund("R2", "100.00", of: .payment("P"))
    #expect(second.codes == [.amountExceedsUnapplied])
    #expect(second.errors[0].message.contains("0.00 EUR left"))
    #expect(try world.accountBalance() == "0.00")
  }

  @Test("Refunds and reversals lie between the payment's book date and tomorrow")
  func bookDates() throws {
    let (world, _) = try world()
    let days: [(CivilDate, Bool)] = [
      ("2026-11-09", false), ("2026-11-10", true), ("2026-11-20", true), ("2026-11-21", true),
      ("2026-11-22", false),
    ]
    for (day, isAllowed) in days {
      let refund = world.plan(
        RecordRefund(refundId: "R", source: .payment("P"), amount: 1, refundDate: day))
      let reversal = world.plan(
        ReversePayment(
          reversalId: "V", paymentId: "P", amount: 1, reversalDate: day, reason: .bounced))
      #expect(refund.codes == (isAllowed ? [] : [.effectiveDateInvalid]), "\(day)")
      #expect(reversal.codes == (isAllowed ? [] : [.effectiveDateInvalid]), "\(day)")
      #expect(refund.errors.allSatisfy { $0.pointer == "/refundDate" })
      #expect(reversal.errors.allSatisfy { $0.pointer == "/reversalDate" })
    }
  }

  @Test("What a reversal dated tomorrow frees counts from today")
  func freedTomorrow() throws {
    var (world, _) = try world()
    let decision = world.reverse("V", of: "P", on: "2026-11-21")
    #expect(decision.applications.map(\.effectiveDate) == ["2026-11-20", "2026-11-20"])
    #expect(decision.effects.ledger.reversals.map(\.bookDate) == ["2026-11-20"])
  }

  @Test("No more is reversed than is neither refunded nor reversed")
  func reverseTooMuch() throws {
    var (world, _) = try world()
    world.refund("R", "10.00", of: .payment("P"))
    let tooMuch = world.reverse("V", "90.01", of: "P")
    #expect(tooMuch.codes == [.amountExceedsUnapplied])
    #expect(tooMuch.errors[0].message.contains("90.00 EUR"))
    #expect(world.reverse("V", of: "P").effects.ledger.reversals[0].amount.decimalText == "90.00")
    #expect(try world.balance("I") == "60.00")
    #expect(world.reverse("W", of: "P").codes == [.amountExceedsUnapplied])
    #expect(world.reverse("X", of: "NONE").codes == [.paymentNotFound])
    #expect(world.reverse("Y", "0.001", of: "P").codes == [.amountNotExact])
  }

  @Test("A reversal that is recorded already changes nothing; another is refused")
  func reverseAgain() throws {
    var (world, _) = try world()
    world.reverse("V", "5", of: "P")
    for amount in ["5.00", nil] as [ExactDecimal?] {
      let again = world.reverse("V", amount, of: "P")
      #expect(again.outcome == .succeeded)
      #expect(again.warnings.map(\.code) == [.reversalAlreadyRecorded])
      #expect(again.effects.isEmpty)
    }
    #expect(world.reverse("V", "6.00", of: "P").codes == [.reversalConflict])
    #expect(world.reverse("V", "5.00", of: "P", .error).codes == [.reversalConflict])
    #expect(world.reverse("V", "5.00", of: "NONE").codes == [.reversalConflict])
    #expect(world.reverse("V", "5.00", of: "P", on: "2026-11-19").codes == [.reversalConflict])
    #expect(try world.payment("P").reversed.decimalText == "5.00")
  }
}

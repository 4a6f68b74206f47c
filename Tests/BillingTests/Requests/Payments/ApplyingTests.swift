import CivilTime
import Monetary
import Testing

@testable import Billing

/// The rules by which an application is allowed or refused.
@Suite("Applying")
struct ApplyingTests {
  /// Payment `P` of 100.00 and invoice `I` of 80.00.
  private func world() throws -> LedgerWorld {
    var world = try LedgerWorld()
    try world.post("I", "80.00")
    try world.receive("P", "100.00")
    return world
  }

  @Test("Payment and memo must exist; the log is on the record named")
  func unknownSource() throws {
    var world = try world()
    let payment = world.apply("X", ("I", "1.00"))
    #expect(payment.codes == [.paymentNotFound])
    #expect(payment.errors[0].pointer == "/paymentId")
    #expect(payment.errorLogs[0].primaryRecord == RecordReference(type: .payment, id: "X"))
    #expect(payment.errorLogs[0].accountId == nil)
    let memo = world.apply(memo: "X", ("I", "1.00"))
    #expect(memo.codes == [.creditMemoNotFound])
    #expect(memo.errorLogs.map(\.category) == [.creditMemo])
  }

  @Test("The invoice must exist, be of the account and be Posted")
  func unfitInvoices() throws {
    var world = try world()
    try world.post("OTHER", "80.00", of: "B")
    for status in [InvoiceStatus.draft, .canceled, .voided] {
      try world.post(Invoice.ID(status.rawValue), "80.00") {
        $0.status = status
        $0.postedDate = status == .voided ? $0.postedDate : nil
      }
    }
    let cases: [(Invoice.ID, ErrorCode, String)] = [
      ("NONE", .invoiceNotFound, "does not exist"),
      ("OTHER", .recordAccountMismatch, "of account B"),
      ("Draft", .invoiceNotPosted, "is a Draft"),
      ("Canceled", .invoiceNotPosted, "is Canceled"),
      ("Voided", .invoiceNotPosted, "is Voided"),
    ]
    for (id, code, said) in cases {
      let decision = world.apply("P", ("I", "10.00"), (id, "1.00"))
      #expect(decision.outcome == .failed)
      #expect(decision.codes == [code], "\(id)")
      #expect(decision.errors[0].pointer == "/applications/1/invoiceId")
      #expect(decision.errors[0].message.contains(said), "\(decision.errors[0].message)")
      #expect(decision.errorLogs[0].primaryRecord == RecordReference(type: .account, id: "A"))
      #expect(decision.errorLogs[0].relatedRecord == RecordReference(.invoice, id))
      #expect(decision.effects.isEmpty)
    }
    #expect(try world.balance("I") == "80.00")
  }

  @Test("Several applications to one invoice count together")
  func sumForAnInvoice() throws {
    var world = try world()
    #expect(world.apply("P", ("I", "40.00"), ("I", "40.00")).outcome == .succeeded)
    try world.post("J", "50.00")
    let decision = world.apply("P", ("J", "10.00"), ("J", "45.00"))
    #expect(decision.codes == [.amountExceedsBalance, .amountExceedsUnapplied])
    #expect(decision.errors[0].pointer == "/applications/1/amount")
    #expect(decision.errors[0].message.contains("50.00 EUR open"))
    #expect(decision.errors[0].message.contains("come to 55.00 EUR"))
  }

  @Test("No more than the source has left, which is said")
  func beyondTheSource() throws {
    var world = try world()
    try world.post("J", "500.00")
    let decision = world.apply("P", ("J", "100.01"))
    #expect(decision.codes == [.amountExceedsUnapplied])
    #expect(decision.errors[0].pointer == "/applications")
    #expect(decision.errors[0].message.contains("100.00 EUR left"))
    #expect(decision.errorLogs[0].relatedRecord == RecordReference(type: .payment, id: "P"))
    try world.credit("M", "5.00")
    #expect(world.apply(memo: "M", ("J", "5.01")).codes == [.amountExceedsUnapplied])
  }

  @Test("A negative balance takes nothing")
  func negativeBalance() throws {
    var world = try world()
    try world.post("N", "-30.00")
    let decision = world.apply("P", ("N", "1.00"))
    #expect(decision.codes == [.amountExceedsBalance])
    #expect(decision.errors[0].message.contains("-30.00 EUR"))
    let auto = world.handle(ApplyToInvoices(source: .payment("P"), settlement: .oldestFirst))
    #expect(auto.applications.map(\.invoiceId) == ["I"])
  }

  @Test("Amounts are exact to the currency and more than 0")
  func amounts() throws {
    var world = try world()
    let finer = world.apply("P", ("I", "1.005"))
    #expect(finer.codes == [.amountNotExact])
    #expect(finer.errors[0].pointer == "/applications/0/amount")
    #expect(world.apply("P", ("I", "0.00")).codes == [.requestInvalid])
    #expect(world.apply("P", ("I", "-1.00")).codes == [.requestInvalid])
  }

  @Test("All faults of a request are listed, and nothing moves")
  func everyFault() throws {
    var world = try world()
    let decision = world.apply(
      "P", ("NONE", "1.00"), ("I", "0.001"), ("I", "81.00"), effective: "2026-12-24")
    #expect(
      decision.codes == [
        .effectiveDateInvalid, .invoiceNotFound, .amountNotExact, .amountExceedsBalance,
      ])
    #expect(decision.errorLogs.count == 1)
    #expect(decision.errorLogs[0].message.hasSuffix("see the request's completion."))
  }

  @Test("An application counts from both book dates on, no later than today; tomorrow is today")
  func effectiveDates() throws {
    var world = try world()
    // The payment counts from 2026-11-10, the invoice from 2026-11-15.
    try world.post("J", "80.00", dated: "2026-11-15")
    let cases: [(CivilDate?, CivilDate?)] = [
      (nil, "2026-11-20"), ("2026-11-20", "2026-11-20"), ("2026-11-21", "2026-11-20"),
      ("2026-11-22", nil), ("2026-11-15", "2026-11-15"), ("2026-11-14", nil),
      ("2026-11-09", nil),
    ]
    for (given, counts) in cases {
      let decision = world.plan(
        ApplyToInvoices(
          source: .payment("P"), settlement: .to(("J", "1.00")), effectiveDate: given))
      if let counts {
        #expect(decision.applications.map(\.effectiveDate) == [counts], "\(given as Any)")
      } else {
        #expect(decision.codes.contains(.effectiveDateInvalid), "\(given as Any)")
        #expect(decision.errors.allSatisfy { $0.pointer == "/effectiveDate" })
      }
    }
  }

  @Test("Where a worker's clock lies behind, today is the latest day recorded for the account")
  func clockBehind() throws {
    var world = try world()
    world.apply("P", ("I", "1.00"))
    world.today = "2026-11-18"
    let decision = world.apply("P", ("I", "1.00"))
    #expect(decision.applications.map(\.effectiveDate) == ["2026-11-20"])
    #expect(decision.applications.map(\.recordedDate) == ["2026-11-20"])
  }

  @Test("A memo voided tomorrow by another worker's clock: the next request counts from that day")
  func voidedTomorrow() throws {
    var world = try world()
    try world.credit("M", "10.00")
    world.today = "2026-11-21"
    // Nothing of it is applied: no row is added.
    let voided = world.handle(VoidCreditMemo(creditMemoId: "M"))
    #expect(voided.outcome == .succeeded && voided.applications.isEmpty)
    world.today = "2026-11-20"
    #expect(world.apply("P", ("I", "1.00")).applications.map(\.recordedDate) == ["2026-11-21"])
  }

  @Test("An invoice posted tomorrow by another worker's clock: the next request counts from then")
  func postedTomorrow() throws {
    var world = try world()
    try world.post("D", "10.00") {
      $0.status = .draft
      $0.postedDate = nil
      $0.number = nil
    }
    world.today = "2026-11-21"
    let posted = world.handle(PostInvoices(invoiceIds: ["D"]))
    #expect(posted.outcome == .succeeded && posted.applications.isEmpty)
    world.today = "2026-11-20"
    #expect(world.apply("P", ("I", "1.00")).applications.map(\.recordedDate) == ["2026-11-21"])
  }

  @Test("Oldest first: due date, invoice date, number, identifier")
  func order() throws {
    var world = try LedgerWorld()
    try world.post("D", "1.00", dated: "2026-11-02", due: "2026-11-10")
    try world.post("C", "1.00", dated: "2026-11-01", due: "2026-11-10") { $0.number = "N-2" }
    try world.post("B", "1.00", dated: "2026-11-01", due: "2026-11-10") { $0.number = "N-3" }
    try world.post("A", "1.00", dated: "2026-11-05", due: "2026-11-09")
    // Its first instalment is paid: the second counts.
    try world.post("E", "2.00", dated: "2026-11-01", due: "2026-11-30") {
      $0.instalments = [
        Instalment(dueDate: "2026-11-03", amount: $0.payable),
        Instalment(dueDate: "2026-11-30", amount: $0.payable),
      ].map { part in
        Instalment(
          dueDate: part.dueDate,
          amount: (try? Money(minorUnits: 100, currency: part.amount.currency)) ?? part.amount)
      }
    }
    try world.receive("P", "10.00")
    world.apply("P", ("E", "1.00"))
    let decision = world.handle(ApplyToInvoices(source: .payment("P"), settlement: .oldestFirst))
    #expect(decision.applications.map(\.invoiceId.text) == ["A", "C", "B", "D", "E"])
    #expect(try world.unapplied("P") == "4.00")
  }

  @Test("Oldest first passes over what counts from a later day on")
  func laterInvoices() throws {
    var world = try LedgerWorld()
    try world.post("I", "10.00", dated: "2026-11-15", due: "2026-11-16")
    try world.post("J", "10.00", dated: "2026-11-01", due: "2026-12-01")
    try world.receive("P", "20.00")
    let decision = world.handle(
      ApplyToInvoices(
        source: .payment("P"), settlement: .oldestFirst, effectiveDate: "2026-11-12"))
    #expect(decision.applications.map(\.invoiceId) == ["J"])
    #expect(decision.applications.map(\.effectiveDate) == ["2026-11-12"])
  }

  @Test("A request makes 2,000 applications; oldest first stops there, more are refused")
  func limits() throws {
    var world = try LedgerWorld()
    for index in 0..<2_001 { try world.post(Invoice.ID("I\(10_000 + index)"), "1.00") }
    try world.receive("P", "5000.00")
    let named = ApplyToInvoices(
      source: .payment("P"),
      settlement: .to((0..<2_001).map { (Invoice.ID("I\(10_000 + $0)"), "1.00") }))
    #expect(world.plan(named).codes == [.limitExceeded])
    let decision = world.handle(ApplyToInvoices(source: .payment("P"), settlement: .oldestFirst))
    #expect(decision.applications.count == 2_000)
    #expect(try world.unapplied("P") == "3000.00")
    #expect(try world.balance("I12000") == "1.00")
    #expect(Set(decision.applications.map(\.id)).count == 2_000)
  }

  @Test("The memo of a void and a voided memo settle nothing")
  func unfitMemos() throws {
    var world = try world()
    try world.credit("V", "10.00") { $0.sourceAction = .voidPostedInvoice }
    try world.credit("W", "10.00") { $0.status = .voided }
    #expect(world.apply(memo: "V", ("I", "1.00")).codes == [.invoiceFinal])
    #expect(world.apply(memo: "W", ("I", "1.00")).codes == [.creditMemoVoided])
    #expect(world.refund("R1", "1.00", of: .creditMemo("V")).codes == [.invoiceFinal])
    #expect(world.refund("R2", "1.00", of: .creditMemo("W")).codes == [.creditMemoVoided])
  }
}

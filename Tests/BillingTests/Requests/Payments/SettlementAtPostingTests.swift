import CivilTime
import Monetary
import Testing

@testable import Billing

/// What settles an invoice when it is posted, as its account asks for it.
@Suite("Settlement at posting")
struct SettlementAtPostingTests {
  /// Account `A` with these flags, its monthly schedules `S1` and `S2` of 100.00, each on an invoice of its own.
  private func world(credits: Bool = false, payments: Bool = false) throws -> LedgerWorld {
    var world = try LedgerWorld {
      $0.applyCredits = credits
      $0.applyPayments = payments
    }
    for id in ["S1", "S2"] as [BillingSchedule.ID] {
      world.handle(
        UpsertRecords(entries: [
          .record(
            .monthly(id) {
              $0.startDate = "2026-11-01"
              $0.attributes.invoiceGroupType = .billingSchedule
            })
        ]))
    }
    return world
  }

  private func generate(
    _ world: inout LedgerWorld, _ action: InvoiceAction = .posted
  ) -> Decision {
    world.handle(
      GenerateInvoices(
        selector: .account("A"), targetDate: "2026-11-02", invoiceDate: "2026-11-20",
        action: action))
  }

  @Test("Memos first, then payments, oldest first; one amount settles one invoice only")
  func order() throws {
    var world = try world(credits: true, payments: true)
    try world.credit("M2", "30.00", dated: "2026-11-05")
    try world.credit("M1", "20.00", dated: "2026-11-04")
    try world.credit("USD", "500.00", in: "USD")
    try world.credit("OTHER", "500.00", of: "B")
    try world.receive("P2", "40.00", received: "2026-11-09")
    try world.receive("P1", "60.00", received: "2026-11-08")
    let decision = generate(&world)
    #expect(decision.made.count == 2)
    #expect(
      decision.applications.map { "\($0.source.record.id) \($0.amount.decimalText)" } == [
        "M1 20.00", "M2 30.00", "P1 50.00", "P1 10.00", "P2 40.00",
      ])
    #expect(
      decision.applications.map(\.invoiceId)
        == [0, 0, 0, 1, 1].map { decision.made[$0].id })
    #expect(decision.applications.allSatisfy { $0.effectiveDate == "2026-11-20" })
    #expect(decision.made.map(\.balance.decimalText) == ["0.00", "50.00"])
    #expect(decision.made.map(\.settlementStatus) == [.settled, .partiallySettled])
    #expect(decision.made.map(\.version) == [1, 1])
    #expect(
      decision.effects.invoices.settledAtPosting == [
        decision.made[0].id: [.paid(by: .payment("P1"))]
      ])
    #expect(decision.effects.invoices.changed.isEmpty)
    #expect(try world.accountBalance() == "50.00")
  }

  @Test("Only what the account asks for")
  func flags() throws {
    for (credits, payments) in [(false, false), (true, false), (false, true)] {
      var world = try world(credits: credits, payments: payments)
      try world.credit("M", "20.00")
      try world.receive("P", "30.00")
      let sources = generate(&world).applications.map(\.source)
      #expect(
        sources == (credits ? [.creditMemo("M")] : payments ? [.payment("P")] : []),
        "\(credits) \(payments)")
    }
  }

  @Test("Drafts are not settled")
  func drafts() throws {
    var world = try world(credits: true)
    try world.credit("M", "20.00")
    #expect(generate(&world, .draft).effects.ledger.isEmpty)
  }

  @Test("The next request finds what this one left")
  func nextRequest() throws {
    var world = try world(payments: true)
    try world.receive("P", "250.00")
    #expect(generate(&world).made.map(\.balance.decimalText) == ["0.00", "0.00"])
    try world.post("I", "80.00")
    #expect(world.apply("P", ("I", "50.01")).codes == [.amountExceedsUnapplied])
    #expect(world.apply("P", ("I", "50.00")).outcome == .succeeded)
  }

  @Test("A draft that is posted is settled the same way, with its posting")
  func stored() throws {
    var world = try world(credits: true)
    try world.credit("M", "100.00")
    let invoice = try world.post("I", "80.00") { $0.status = .draft }
    let context = PlanningContext(
      request: RequestKey(source: "test", identifier: "post"),
      now: UTCInstant(microsecondsSince1970: 1_795_165_200_000_000),
      taxEngine: RateTableTaxEngine(), deriveIdentifier: { $0.joined(separator: "/") })
    var settling = Settling(facts: world.facts, context: context)
    var posted = invoice
    posted.status = .posted
    settling.change(posted, .posted)
    try settling.settleAtPosting(of: "I")
    #expect(settling.changes.map(\.acts) == [[.posted, .paid(by: .creditMemo("M"))]])
    #expect(settling.changes.map(\.invoice.version) == [2])
    #expect(settling.changes.map(\.invoice.balance.isZero) == [true])
    #expect(settling.effects.changedCreditMemos.map(\.balance.decimalText) == ["20.00"])
  }

  @Test("Negative invoices take nothing")
  func negative() throws {
    var world = try world(credits: true, payments: true)
    try world.credit("M", "100.00")
    let invoice = try world.post("I", "-80.00")
    let context = PlanningContext(
      request: RequestKey(source: "test", identifier: "post"),
      now: UTCInstant(microsecondsSince1970: 1_795_165_200_000_000),
      taxEngine: RateTableTaxEngine(), deriveIdentifier: { $0.joined(separator: "/") })
    var settling = Settling(facts: world.facts, context: context)
    settling.change(invoice, .posted)
    try settling.settleAtPosting(of: "I")
    #expect(settling.effects.isEmpty)
  }
}

import CivilTime
import Monetary
import TestSupport
import Testing

@testable import Billing

/// The ledger over random histories of everything that moves it. `PROPERTY_CASES=1250` makes 100,000 requests.
extension PropertyTests {
  @Test("Invariants 1, 2, 3, 5, 7, 10: what rows sum to is what is stored, whatever is asked")
  func ledgerHistories() throws {
    var done: [LedgerHistory.Kind: Int] = [:]
    var refused: [LedgerHistory.Kind: Int] = [:]
    for seed in 0..<Self.cases * 2 {
      var history = try LedgerHistory(seed: UInt64(seed))
      for _ in 0..<40 { try history.goOn() }
      done.merge(history.done) { $0 + $1 }
      refused.merge(history.refused) { $0 + $1 }
    }
    // Every kind was done and was refused often enough to mean something.
    for kind in LedgerHistory.Kind.allCases {
      #expect(done[kind, default: 0] >= Self.cases / 10, "\(kind)")
      if kind != .generate { #expect(refused[kind, default: 0] >= 1, "\(kind)") }
    }
  }

  @Test("Invariant 4: unapplying what was applied leaves every figure as it was")
  func unapplyIsTheInverse() throws {
    var count = 0
    for seed in 0..<Self.cases {
      var history = try LedgerHistory(seed: UInt64(1_000_000 + seed))
      for _ in 0..<25 { try history.goOn() }
      for kind in [LedgerHistory.Kind.apply, .applyMemo, .oldestFirst] {
        guard let request = history.request(kind) as? ApplyToInvoices else { continue }
        var world = history.world
        let before = LedgerBooks(world)
        let applied = world.handle(request).applications
        guard !applied.isEmpty else { continue }
        count += 1
        let taken = world.handle(
          Unapply(
            kind: request.source.isPayment ? .ofPayments : .ofCreditMemos,
            target: .applications(applied.map(\.id))))
        #expect(taken.outcome == .succeeded, "\(request)")
        let after = LedgerBooks(world)
        #expect(after.payments == before.payments)
        #expect(after.memos == before.memos)
        for (left, right) in zip(before.invoices, after.invoices) {
          #expect(left.settled == right.settled && left.balance == right.balance)
          #expect(left.settlementStatus == right.settlementStatus)
          #expect(left.openInstalments == right.openInstalments)
          #expect(
            right.version == left.version + (applied.contains { $0.invoiceId == left.id } ? 2 : 0))
        }
      }
    }
    #expect(count > Self.cases / 6)
  }

  @Test("Invariant 4: canceling what was generated leaves progress and usage as they were")
  func cancelIsTheInverse() throws {
    var generator = SeededGenerator(seed: 71)
    var count = 0
    for _ in 0..<Self.cases {
      let account = RandomAccount(
        schedules: Int.random(in: 1...4, using: &generator), using: &generator)
      var world = try world(account)
      let first = account.schedules.map(\.startDate).min() ?? "2024-01-01"
      let day = first.adding(days: Int.random(in: 0...200, using: &generator))
      if generator.isOne(in: 2) { _ = bill(&world, by: day) }
      let before = world.facts
      let later = day.adding(days: Int.random(in: 0...200, using: &generator))
      let made = world.generate(
        target: later, inclusive: true, action: .draft, zeroAmountInvoices: true
      ).made
      // A schedule that came to its end without a charge is complete, which no cancellation undoes.
      guard !made.isEmpty else { continue }
      count += 1
      #expect(world.cancel(made.map(\.id)).outcome == .succeeded, "\(account.schedules)")
      let billed = Set(made.flatMap(\.billingScheduleIds))
      for id in billed {
        #expect(
          world.facts.schedules[id]?.progress == before.schedules[id]?.progress,
          "\(account.schedules) by \(day), \(later)")
      }
      #expect(world.facts.usageRecords == before.usageRecords)
    }
    #expect(count > Self.cases / 3)
  }
}

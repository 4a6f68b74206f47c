import CivilTime
import Monetary
import TestSupport
import Testing

@testable import Billing

/// Random requests that move what two accounts owe, one after the other, while days pass; what holds is checked after each.
struct LedgerHistory {
  var world: LedgerWorld
  var generator: SeededGenerator
  /// How often requests of each kind were done, and how often refused.
  private(set) var done: [Kind: Int] = [:]
  private(set) var refused: [Kind: Int] = [:]
  private var count = 0

  enum Kind: CaseIterable {
    case record, recordAgain, apply, applyMemo, oldestFirst, unapply, unapplyPayment, refund
    case reverse, generate
    case createMemo, writeOff, convert, voidMemo, post, void
  }

  init(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let flags = (0..<3).map { _ in generator.isOne(in: 2) }
    world = try LedgerWorld {
      $0.convertNegativeLines = flags[0]
      $0.applyCredits = flags[1]
      $0.applyPayments = flags[2]
    }
    world.today = "2026-06-15"
    for id in ["S1", "S2"] as [BillingSchedule.ID] {
      world.handle(
        UpsertRecords(entries: [
          .record(
            .monthly(id) {
              $0.startDate = "2026-05-01"
              $0.attributes.invoiceGroupType = .billingSchedule
            })
        ]))
    }
    self.generator = generator
  }

  /// Something new is owed or credited, days pass, or a request comes.
  mutating func goOn() throws {
    count += 1
    switch Int.random(in: 0..<8, using: &generator) {
    case 0: try addInvoice()
    case 1 where generator.isOne(in: 2): try addMemo()
    case 2:
      // A worker's clock may lie behind.
      world.today = world.today.adding(days: Int.random(in: -1...6, using: &generator))
    default:
      let kind = generator.pick(Kind.allCases)
      if let request = request(kind) { try handle(request, of: kind) }
    }
    let breaches = LedgerBooks(world).breaches()
    #expect(breaches.isEmpty, "\(breaches)")
  }

  /// What moves is what the request says, and a request that is refused moves nothing.
  private mutating func handle(_ request: any Request, of kind: Kind) throws {
    let before = LedgerBooks(world)
    let invoices = world.facts.invoices
    #expect(world.plan(request) == world.plan(request))
    let decision = world.handle(request)
    let after = LedgerBooks(world)
    if decision.outcome == .succeeded {
      done[kind, default: 0] += 1
      #expect(decision.errors.isEmpty && decision.errorLogs.isEmpty)
    } else {
      refused[kind, default: 0] += 1
      #expect(!decision.errors.isEmpty || kind == .generate, "\(request)")
      if decision.outcome != .partiallySucceeded { #expect(decision.effects.isEmpty, "\(request)") }
    }
    checkChanges(decision, invoices)
    checkPast(before, after, decision)
    switch kind {
    case .apply, .applyMemo, .oldestFirst, .unapply, .unapplyPayment, .convert:
      for key in after.keys {
        #expect(before.storedBalance(key) == after.storedBalance(key), "\(request)")
      }
    default: break
    }
  }

  private func checkChanges(_ decision: Decision, _ before: [Invoice.ID: Invoice]) {
    let changed = decision.effects.invoices.changed
    #expect(Set(changed.map(\.invoice.id)).count == changed.count)
    for change in changed {
      guard let old = before[change.invoice.id] else {
        Issue.record("\(change.invoice.id) changed and was not stored")
        continue
      }
      #expect(change.invoice.version == old.version + 1)
      #expect(change.previousBalance == old.balance)
      #expect(change.stored(over: old) == change.invoice, "nothing changes that is not stored")
      for act in change.acts {
        switch act {
        case .balanceChanged: #expect(change.invoice.balance != old.balance)
        case .paid: #expect(change.invoice.balance.isZero)
        default: break
        }
      }
    }
    for (id, acts) in decision.effects.invoices.settledAtPosting {
      let made = decision.effects.invoices.made.first { $0.id == id }
      for case .paid in acts { #expect(made?.balance.isZero == true) }
    }
  }

  /// A day's report is the sum of its documents, today's what is stored, and a past day's changes only by what counts from
  /// then on.
  private func checkPast(_ before: LedgerBooks, _ after: LedgerBooks, _ decision: Decision) {
    let first = Self.firstDay(of: decision)
    for key in after.keys {
      for back in [0, 1 + count * 7 % 40] {
        let day = world.day(of: key.account).adding(days: -back)
        let aging = after.aging(key, asOf: day)
        #expect(aging.total == after.documentBalance(key, asOf: day), "\(key) on \(day)")
        if back == 0 { #expect(aging.total == after.storedBalance(key)) }
        if let first, day >= first { continue }
        #expect(aging == before.aging(key, asOf: day), "\(key) on \(day)")
      }
    }
  }

  /// The first day from which anything that the decision adds counts.
  private static func firstDay(of decision: Decision) -> CivilDate? {
    let ledger = decision.effects.ledger
    var days = ledger.applications.map(\.effectiveDate) + ledger.payments.map(\.bookDate)
    days += ledger.creditMemos.map(\.bookDate) + ledger.refunds.map(\.bookDate)
    days += ledger.reversals.map(\.bookDate) + ledger.changedCreditMemos.compactMap(\.voidedDate)
    days += decision.effects.invoices.made.compactMap(\.bookDate)
    for change in decision.effects.invoices.changed where change.acts.contains(.posted) {
      if let day = change.invoice.bookDate { days.append(day) }
    }
    return days.min()
  }
}

extension InvoiceChange {
  private func storedWhole(over old: Invoice) -> Invoice {
    guard lines < .taxes else { return invoice }
    var stored = invoice
    stored.instalments = old.instalments
    for index in stored.lines.indices { stored.lines[index].taxes = old.lines[index].taxes }
    return stored
  }

  /// What is stored by a store that writes no more than ``InvoiceChange/head`` and ``InvoiceChange/lines`` say; memos and
  /// re-invoicing are rows of their own.
  fileprivate func stored(over old: Invoice) -> Invoice {
    guard head != .whole else { return storedWhole(over: old) }
    var stored = old
    stored.balance = invoice.balance
    stored.settlementStatus = invoice.settlementStatus
    stored.settled = invoice.settled
    stored.version = invoice.version
    stored.fullSettlementDate = invoice.fullSettlementDate
    stored.creditMemoIds = invoice.creditMemoIds
    stored.reinvoiceOf = invoice.reinvoiceOf
    stored.reinvoicedBy = invoice.reinvoicedBy
    guard head == .status else { return stored }
    stored.status = invoice.status
    stored.reason = invoice.reason
    stored.voidedDate = invoice.voidedDate
    stored.reasonCode = invoice.reasonCode
    return stored
  }
}

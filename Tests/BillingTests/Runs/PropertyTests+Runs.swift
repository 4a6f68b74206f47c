import CivilTime
import Monetary
import TestSupport
import Testing

@testable import Billing

extension PropertyTests {
  /// What a run, or the requests in its place, made: all but numbers and names.
  private struct Billed: Equatable {
    var invoices: [String] = []
    var failed: [String] = []
    var schedules: [BillingSchedule.ID: BillingProgress?] = [:]
    var applied: [String] = []

    mutating func add(_ decision: Decision) {
      for invoice in decision.effects.invoices.made {
        let lines = invoice.lines.map {
          "\($0.billingScheduleId?.text ?? "-") \($0.period.map { "\($0.from)..\($0.to)" } ?? "-") "
            + "\($0.amount) \($0.taxes.map(\.amount.decimalText))"
        }
        invoices.append(
          "\(invoice.groupingKey) \(invoice.status) \(invoice.totalAmountWithTax) \(invoice.balance) \(lines)"
        )
      }
      for application in decision.effects.ledger.applications {
        applied.append(
          "\(application.source.record.id) \(application.amount) \(application.accountId)")
      }
    }

    mutating func finish(_ world: RunWorld) {
      invoices.sort()
      failed.sort()
      applied.sort()
      schedules = world.facts.schedules.mapValues(\.progress)
    }
  }

  /// Accounts of which some cannot be invoiced, and some settle what is posted from a payment.
  private func accounts(
    _ count: Int, using generator: inout SeededGenerator
  ) throws -> (world: RunWorld, accounts: [RandomAccount]) {
    var world = RunWorld()
    var accounts: [RandomAccount] = []
    for number in 0..<count {
      let id = Account.ID("A\(number)")
      let random = RandomAccount(
        schedules: Int.random(in: 1...3, using: &generator), of: id, prefix: "\(id)-",
        using: &generator)
      var account = try World.account(id, currency: random.currency)
      if generator.isOne(in: 5) { account.billToContact = nil }
      account.applyPayments = generator.isOne(in: 2)
      world.add(.account(account))
      world.add(random.ownRecords)
      world.pay(
        Payment(
          id: Payment.ID("P\(number)"), accountId: id,
          amount: try Money(minorUnits: 50_000, currency: account.currency),
          receivedDate: "2026-11-10", recordedDate: "2026-11-10",
          request: RequestKey(source: "t", identifier: id.text)))
      accounts.append(random)
    }
    return (world, accounts)
  }

  @Test(
    "A run over all is runs over any partition, is chunks of any size, is one request for each account"
  )
  func runs() throws {
    var generator = SeededGenerator(seed: 38)
    var (made, failures, settled) = (0, 0, 0)
    for _ in 0..<max(30, Self.cases / 3) {
      let count = Int.random(in: 1...5, using: &generator)
      let (world, accounts) = try accounts(count, using: &generator)
      let target = generator.pick(accounts).horizon(using: &generator)
      let action: InvoiceAction = Bool.random(using: &generator) ? .posted : .draft
      let zero = generator.isOne(in: 3)
      let ids = accounts.map(\.id)
      let run = RunWorld.run(target: target, action: action, zero: zero)

      var single = world
      var expected = Billed()
      for id in ids {
        let decision = single.handle(
          GenerateInvoices(
            selector: .account(id), targetDate: target, invoiceDate: "2026-11-20", action: action,
            allowsZeroAmountInvoices: zero))
        #expect(decision.errors.isEmpty)
        expected.add(decision)
        for (schedules, codes) in decision.failed {
          expected.failed.append("\(schedules) \(codes.map(\.rawValue))")
        }
      }
      expected.finish(single)
      made += expected.invoices.count
      settled += expected.applied.count
      failures += expected.failed.count
      let sums = try totals(of: single.stored.values)

      var whole = world
      check(
        whole.chunks(run, .accounts(ids)), &whole, expected, sums, "all of \(ids) by \(target)")
      var parts = world
      check(
        generator.parted(ids).flatMap { parts.chunks(run, .accounts($0)) }, &parts, expected, sums,
        "chunks of \(ids) by \(target)")
      // Each run sees every account and bills those that its criteria name.
      var several = world
      let plans = generator.parted(ids).flatMap { part in
        several.chunks(
          RunWorld.run(target: target, action: action, zero: zero) { $0.accountIds = Set(part) },
          .accounts(ids))
      }
      check(plans, &several, expected, sums, "runs over parts of \(ids) by \(target)")
    }
    #expect(made > 50 && failures > 5 && settled > 5)
  }

  /// Compares the plans with what the requests made, and their counters with what was stored.
  private func check(
    _ plans: [RunChunkPlan], _ world: inout RunWorld, _ expected: Billed, _ sums: [RunTotals],
    _ what: String
  ) {
    var billed = Billed()
    var counters = RunCounters()
    var errors: [RunError] = []
    for plan in plans {
      billed.add(plan.decision)
      counters.add(plan.counters)
      errors += plan.errors
    }
    billed.finish(world)
    billed.failed = expected.failed
    #expect(billed == expected, "\(what)")
    let invoices = world.stored.values
    #expect(counters.invoicesMade == invoices.count, "\(what)")
    #expect(counters.invoicesPosted == invoices.filter { $0.status == .posted }.count, "\(what)")
    #expect(counters.lines == invoices.reduce(0) { $0 + $1.lines.count }, "\(what)")
    #expect(
      counters.schedulesBilled == Set(invoices.flatMap(\.billingScheduleIds)).count, "\(what)")
    #expect(counters.invoicesFailed == Set(errors.map(\.groupingKey)).count, "\(what)")
    #expect(counters.invoicesFailed == expected.failed.count, "\(what)")
    let inError = world.facts.schedules.values.filter { $0.progress?.status == .error }
    #expect(Set(errors.flatMap(\.billingScheduleIds)) == Set(inError.map(\.id)), "\(what)")
    #expect(counters.schedulesFailed == inError.count, "\(what)")
    var totals: [RunTotals] = []
    for plan in plans {
      for part in plan.totals {
        do { try totals.add(part) } catch { Issue.record(error) }
      }
    }
    #expect(totals == sums, "\(what)")
  }

  private func totals(of invoices: some Sequence<Invoice>) throws -> [RunTotals] {
    var totals: [RunTotals] = []
    for invoice in invoices { try totals.add(invoice) }
    return totals
  }
}

extension SeededGenerator {
  /// The elements in any order, in parts of any size.
  mutating func parted<Element>(_ elements: [Element]) -> [[Element]] {
    var parts: [[Element]] = []
    for element in elements.shuffled(using: &self) {
      if parts.isEmpty || isOne(in: 2) {
        parts.append([element])
      } else {
        parts[parts.count - 1].append(element)
      }
    }
    return parts
  }
}

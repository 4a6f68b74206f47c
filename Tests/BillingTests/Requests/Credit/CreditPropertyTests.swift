import CivilTime
import Monetary
import TestSupport
import Testing

@testable import Billing

@Suite("Credit: properties")
struct CreditPropertyTests {
  private typealias Line = CreateCreditMemo.Line

  /// <doc:Lifecycle#Credit-memos>.
  @Test("Credits of a line in any parts sum to its amount and its taxes, and none is negative")
  func partsSum() throws {
    var generator = SeededGenerator(seed: 131)
    for _ in 0..<60 {
      var world = try CreditWorld()
      let cents = Int.random(in: 1...20_000, using: &generator)
      let taxes = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
        Int.random(in: 0...max(cents / 3, 1), using: &generator)
      }
      let records = try taxes.enumerated().map { index, tax in
        InvoiceLineTax(
          name: "T\(index)", code: "T\(index)", category: "S", rate: 25,
          amount: try hundredths(tax, world))
      }
      try world.post("I", [(try hundredths(cents, world).decimal, nil)]) {
        $0.lines[0].taxes = records
      }
      var left = cents
      var credited = [Int128](repeating: 0, count: records.count)
      while left > 0 {
        let part = Int.random(in: 1...left, using: &generator)
        left -= part
        let decision = world.handle(
          CreateCreditMemo(
            accountId: "A", currency: world.currency, creditDate: CreditWorld.today,
            lines: [
              Line(
                name: "Part", amount: try hundredths(part, world).decimal,
                invoiceLine: .init(invoiceId: "I", invoiceLineId: "I-1"))
            ]))
        #expect(decision.errors.isEmpty)
        for (index, tax) in try decision.memo.lines[0].taxes.enumerated() {
          #expect(!tax.amount.isNegative)
          credited[index] += tax.amount.minorUnits
        }
      }
      #expect(credited == records.map(\.amount.minorUnits))
      let beyond = world.handle(
        CreateCreditMemo(
          accountId: "A", currency: world.currency, creditDate: CreditWorld.today,
          lines: [
            Line(
              name: "Beyond", amount: "0.01",
              invoiceLine: .init(invoiceId: "I", invoiceLineId: "I-1"))
          ]))
      #expect(beyond.errors.map(\.code) == [.creditExceedsLine])
    }
  }

  private func hundredths(_ cents: Int, _ world: CreditWorld) throws -> Money {
    try Money(minorUnits: Int128(cents), currency: world.currency)
  }

  /// <doc:Lifecycle#The-ledger>.
  @Test(
    "Whatever is credited, converted, written off and voided, the balances are the sums of the rows"
  )
  func histories() throws {
    var generator = SeededGenerator(seed: 132)
    var done: [String: Int] = [:]
    for _ in 0..<40 {
      var world = try CreditWorld()
      var rows: [Application] = []
      for id in ["I", "J", "K"] as [Invoice.ID] {
        let lines = try (0..<Int.random(in: 1...4, using: &generator)).map { _ in
          let amount = Int.random(in: -5_000...9_000, using: &generator)
          return (
            amount: try hundredths(amount, world).decimal,
            tax: Bool.random(using: &generator) ? try hundredths(amount / 4, world).decimal : nil
          )
        }
        if Int.random(in: 0..<5, using: &generator) == 0 {
          try world.postCreditNote(id, lines)
        } else {
          try world.post(id, lines)
        }
      }
      for _ in 0..<25 {
        let before = try world.accountBalance
        let request = try randomRequest(world, &generator)
        let decision = world.handle(request)
        rows += decision.effects.ledger.applications
        if decision.outcome == .succeeded { done["\(type(of: request))", default: 0] += 1 }
        if decision.outcome == .failed { #expect(decision.effects.isEmpty) }
        if request is ConvertToCredit { #expect(try world.accountBalance == before) }
        try expectSums(world, rows)
      }
    }
    // Each kind of request has happened, not only been refused.
    #expect(done.count == 4, "\(done)")
    #expect(done.values.allSatisfy { $0 > 20 }, "\(done)")
  }

  private func randomRequest(
    _ world: CreditWorld, _ generator: inout SeededGenerator
  ) throws -> any Request {
    let id = try #require((["I", "J", "K"] as [Invoice.ID]).randomElement(using: &generator))
    let amount = try hundredths(Int.random(in: 1...3_000, using: &generator), world).decimal
    switch Int.random(in: 0..<6, using: &generator) {
    case 0:
      return ConvertToCredit(invoiceId: id, appliesToInvoice: Bool.random(using: &generator))
    case 1:
      return WriteOffInvoices(items: [
        WriteOffInvoices.Item(invoiceId: id, reasonCode: "R", amount: amount)
      ])
    case 2, 3:
      let memos = world.facts.ledger.creditMemos.keys.sorted()
      return VoidCreditMemo(
        creditMemoId: memos.randomElement(using: &generator) ?? "none",
        unapplies: Bool.random(using: &generator))
    default:
      let line: Line =
        Bool.random(using: &generator)
        ? Line(name: "Free", amount: amount, taxTreatmentId: "std")
        : Line(
          name: "Of a line", amount: amount,
          invoiceLine: .init(invoiceId: id, invoiceLineId: "\(id)-1"))
      let applications =
        Bool.random(using: &generator) ? [RequestedApplication(invoiceId: id, amount: amount)] : []
      return CreateCreditMemo(
        accountId: "A", currency: world.currency, creditDate: CreditWorld.today, lines: [line],
        applications: applications)
    }
  }

  private func expectSums(_ world: CreditWorld, _ rows: [Application]) throws {
    let memos = world.facts.ledger.creditMemos.values
    func sum(_ rows: some Sequence<Application>) -> Int128 {
      rows.reduce(0) { $0 + ($1.takesBack == nil ? 1 : -1) * $1.amount.minorUnits }
    }
    var receivable: Int128 = 0
    for invoice in world.facts.invoices.values {
      let converted = memos.lazy.filter {
        $0.status == .posted && $0.sourceAction == .negativeInvoiceLineConversion
          && $0.invoiceId == invoice.id
      }.reduce(Int128(0)) { $0 + $1.credited.minorUnits }
      #expect(invoice.settled.converted.minorUnits == converted)
      let credited = sum(rows.lazy.filter { $0.invoiceId == invoice.id })
      #expect(invoice.settled.credited.minorUnits == credited)
      let owed = invoice.receivable.minorUnits + converted
      #expect(invoice.balance.minorUnits == owed - credited)
      #expect((min(0, owed)...max(0, owed)).contains(invoice.balance.minorUnits))
      receivable += owed
    }
    var credit: Int128 = 0
    for memo in memos {
      let applied = sum(rows.lazy.filter { $0.source == .creditMemo(memo.id) })
      #expect(memo.applied.minorUnits == applied)
      let left = memo.status == .posted ? memo.credited.minorUnits - applied : 0
      #expect(memo.balance.minorUnits == left)
      #expect((0...memo.credited.minorUnits).contains(left))
      if memo.status == .posted { credit += memo.credited.minorUnits }
    }
    let balance = try Money(minorUnits: receivable - credit, currency: world.currency)
    #expect(try world.accountBalance == balance.decimalText)
  }
}

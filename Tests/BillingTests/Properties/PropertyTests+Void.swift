import CivilTime
import Monetary
import TestSupport
import Testing

@testable import Billing

/// Taking back is the inverse of billing, whichever way an invoice has come.
extension PropertyTests {
  @Test(
    "Voiding what was generated and posted leaves schedules and usage as they were, and the same is billed again"
  )
  func voidIsInverse() throws {
    var generator = SeededGenerator(seed: 65)
    var voided = 0
    for _ in 0..<Self.cases {
      let account = RandomAccount(schedules: 3, using: &generator)
      var world = try LifecycleWorld(vat: false, currency: account.currency)
      let upsert = world.handle(
        UpsertRecords(entries: account.records.map(UpsertRecords.Entry.record)))
      #expect(upsert.errors.isEmpty)
      func bill(
        by day: CivilDate, _ action: InvoiceAction
      ) -> Decision {
        world.handle(
          GenerateInvoices(
            selector: .account("A"), targetDate: day, isTargetDateInclusive: false,
            invoiceDate: "2026-11-20", action: action, allowsZeroAmountInvoices: true))
      }
      if generator.isOne(in: 2) { _ = bill(by: account.horizon(using: &generator), .posted) }
      let before = world.facts
      let target = account.horizon(using: &generator)
      let isDraft = generator.isOne(in: 2)
      let first = bill(by: target, isDraft ? .draft : .posted)
      let ids = first.made.map(\.id)
      guard !ids.isEmpty else { continue }
      voided += 1
      if isDraft {
        let posted = world.handle(PostInvoices(invoiceIds: ids))
        #expect(posted.outcome == .succeeded, "\(posted.errors)")
      }
      let decision = world.handle(VoidInvoices(invoiceIds: ids))
      #expect(decision.outcome == .succeeded, "\(decision.errors)")
      for id in Set(first.made.flatMap(\.billingScheduleIds)) {
        #expect(
          world.facts.schedules[id]?.progress == before.schedules[id]?.progress, "\(account)")
      }
      #expect(world.facts.usageRecords == before.usageRecords)
      for id in ids {
        let invoice = try world.invoice(id)
        #expect(invoice.balance.isZero)
        let memo = try world.memo(of: id)
        #expect(memo.balance.isZero)
        #expect(memo.credited == invoice.receivable)
        #expect(
          try Money.sum(memo.lines.map(\.amount), currency: world.currency) == memo.totalAmount)
      }
      let again = bill(by: target, .draft)
      #expect(again.lines == first.lines, "\(account)")
    }
    #expect(voided > Self.cases / 3)
  }

  @Test(
    "Instalments sum to what is payable, their open amounts to the balance, whatever is settled")
  func instalmentsSum() throws {
    var generator = SeededGenerator(seed: 66)
    for _ in 0..<Self.cases {
      let code = generator.currency()
      let currency = try #require(Currency(code: code))
      let term = PaymentTerm(
        id: "T", name: "T",
        instalments: (1...Int.random(in: 1...36, using: &generator)).map {
          PaymentTerm.Instalment(
            weight: ExactDecimal(
              coefficient: Int128(Int.random(in: 1...99_999, using: &generator)), scale: 2) ?? 1,
            kind: .periodBased, days: $0)
        })
      var invoice = try Self.invoice(
        of: Int128(Int.random(in: -500...100_000, using: &generator)), currency)
      try invoice.setDue(by: term)
      let sum = try Money.sum(invoice.openInstalments.map(\.amount), currency: currency)
      #expect(sum == invoice.receivable)
      guard !invoice.receivable.isNegative else { continue }
      let paid = Int128.random(in: 0...invoice.receivable.minorUnits, using: &generator)
      var settled = invoice.settled
      settled.paid = try Money(minorUnits: paid, currency: currency)
      settled.converted = try Money(
        minorUnits: Int128(generator.isOne(in: 3) ? 1_000 : 0), currency: currency)
      let moved = try invoice.withFigures(of: settled)
      #expect(
        try Money.sum(moved.openInstalments.map(\.openAmount), currency: currency)
          == moved.balance)
    }
  }

  private static func invoice(of units: Int128, _ currency: Currency) throws -> Invoice {
    let amount = try Money(minorUnits: units, currency: currency)
    return Invoice(
      id: "I", status: .posted, accountId: "A", currency: currency, invoiceDate: "2026-11-01",
      dueDate: "2026-11-01", postedDate: "2026-11-01",
      billToContact: Invoice.BillTo(contactId: nil, name: "x", email: nil), groupingKey: "",
      lines: [],
      billingAddress: Address(
        street: "Main 1", city: "Oslo", postalCode: "0150", state: nil, country: "NO"),
      totalAmount: amount, totalTaxAmount: .zero(currency), totalAmountWithTax: amount,
      balance: amount, request: RequestKey(source: "test", identifier: "r"))
  }
}

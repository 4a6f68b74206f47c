import Billing
import CivilTime
import JSON
import Monetary
import TestSupport
import TestWorker
import Testing

/// Money over several invoices and dates, and money that goes again.
extension LifecycleTests {
  @Test("E19: a payment goes to what is due first", arguments: TestStore.both)
  func oldestFirst(on store: TestStore) async throws {
    let debtor = try await Debtor(on: store)
    func due(_ date: String, _ amount: String) async throws -> String {
      let invoice = try await debtor.invoice(amount)
      try await debtor.done(.update(invoice, ["dueDate": .text(date)]))
      return invoice
    }
    // Made in another order than they are due.
    let third = try await due("2026-12-31", "40.00")
    let first = try await due("2026-10-31", "30.00")
    let second = try await due("2026-11-30", "50.00")
    let paid = try await debtor.done(
      .pay(newIdentifier("P"), of: debtor.account, "100.00", ["autoApply": "OldestFirst"]))
    #expect(paid.data["applications"].texts("invoiceId") == [first, second, third], "E19")
    #expect(paid.data["applications"].texts("amount") == ["30.00", "50.00", "20.00"], "E19")
    #expect(paid.data["payments"][0]["unappliedAmount"].text == "0.00", "E19")
    #expect(try debtor.balance(of: first) == "0.00", "E19")
    #expect(try debtor.balance(of: second) == "0.00", "E19")
    #expect(try debtor.balance(of: third) == "20.00", "E19")
  }

  @Test("E26: a reversal takes what is unapplied, then the latest", arguments: TestStore.both)
  func reversedInPart(on store: TestStore) async throws {
    let debtor = try await Debtor(on: store)
    let first = try await debtor.invoice("60.00")
    let second = try await debtor.invoice("30.00")
    let payment = try await debtor.payment("100.00")
    try await debtor.done(.applyPayment(payment, to: [(first, "60.00")]))
    try await debtor.done(.applyPayment(payment, to: [(second, "30.00")]))
    #expect(try debtor.unapplied(payment) == "10.00", "E26")
    let reversed = try await debtor.done(
      .reverse(
        newIdentifier("V"), of: payment, date: Debtor.today.description, ["amount": "50.00"]))
    #expect(reversed.data["reversals"].texts("amount") == ["50.00"], "E26")
    let stored = try debtor.paid(payment)
    #expect(stored.reversed.decimalText == "50.00", "E26")
    #expect(stored.applied.decimalText == "50.00", "E26")
    #expect(stored.unapplied.decimalText == "0.00", "E26")
    #expect(try debtor.stored(first).settled.paid.decimalText == "50.00", "E26")
    #expect(try debtor.balance(of: first) == "10.00", "E26")
    #expect(try debtor.stored(second).settled.paid.decimalText == "0.00", "E26")
    #expect(try debtor.balance(of: second) == "30.00", "E26")
  }

  @Test("E27: paid, refunded, reversed, paid again", arguments: TestStore.both)
  func paidAgain(on store: TestStore) async throws {
    let debtor = try await Debtor(on: store)
    let invoice = try await debtor.invoice("325.00")
    let today = Debtor.today.description
    _ = try await debtor.payment("163.00", to: [(invoice, "163.00")])
    #expect(try debtor.balance(of: invoice) == "162.00", "E27")
    let second = try await debtor.payment("162.00", to: [(invoice, "162.00")])
    #expect(try debtor.balance(of: invoice) == "0.00", "E27")
    try await debtor.done(
      .refund(
        newIdentifier("R"), "63.00", of: ["paymentId": .text(second)], date: today,
        ["takeBack": [["invoiceId": .text(invoice), "amount": "63.00"]]]))
    #expect(try debtor.balance(of: invoice) == "63.00", "E27")
    let reversed = try await debtor.done(.reverse(newIdentifier("V"), of: second, date: today))
    #expect(reversed.data["reversals"].texts("amount") == ["99.00"], "E27")
    #expect(try debtor.balance(of: invoice) == "162.00", "E27")
    _ = try await debtor.payment("162.00", to: [(invoice, "162.00")])
    #expect(try debtor.balance(of: invoice) == "0.00", "E27")
  }

  @Test("E28: money of another currency is recorded, not exchanged", arguments: TestStore.both)
  func otherCurrency(on store: TestStore) async throws {
    let debtor = try await Debtor(on: store, ["currency": "EUR"])
    let invoice = try await debtor.invoice("100.00")
    #expect(try debtor.stored(invoice).currency.code == "EUR", "E28")
    let payment = newIdentifier("P")
    let refused = try await debtor.system.complete(
      .pay(payment, of: debtor.account, "100.00", currency: "USD", to: [(invoice, "100.00")]))
    #expect(refused.outcome == "PartiallySucceeded", "E28")
    #expect(refused.codes == ["CURRENCY_MISMATCH"], "E28")
    let stored = try debtor.paid(payment)
    #expect(stored.unapplied.decimalText == "100.00", "E28")
    #expect(stored.currency.code == "USD", "E28")
    #expect(try debtor.balance(of: invoice) == "100.00", "E28")
  }

  @Test("E30: what is applied is not refunded unasked", arguments: TestStore.both)
  func nothingToRefund(on store: TestStore) async throws {
    let debtor = try await Debtor(on: store)
    let invoice = try await debtor.invoice("100.00")
    let payment = try await debtor.payment("100.00", to: [(invoice, "100.00")])
    let refused = try await debtor.system.complete(
      .refund(
        newIdentifier("R"), "30.00", of: ["paymentId": .text(payment)],
        date: Debtor.today.description))
    #expect(refused.outcome == "Failed", "E30")
    #expect(refused.codes == ["AMOUNT_EXCEEDS_UNAPPLIED"], "E30")
    #expect(refused.sentences.contains(" 0.00"), "E30: \(refused.sentences)")
    #expect(try debtor.balance(of: invoice) == "0.00", "E30")
    #expect(try debtor.paid(payment).refunded.decimalText == "0.00", "E30")
  }

  @Test("E33: a payment fills instalments, the oldest first", arguments: TestStore.both)
  func instalments(on store: TestStore) async throws {
    let system = try BothStores.system(on: store)
    let term = newIdentifier("PT")
    func part(_ weight: String, _ days: JSONLiteral) -> JSONLiteral {
      ["weight": .text(weight), "kind": "PeriodBased", "days": days]
    }
    try await system.store([
      "type": "PaymentTerm", "id": .text(term), "name": "Three parts",
      "instalments": [part("30", 30), part("50", 60), part("20", 90)],
    ])
    let debtor = try await Debtor(in: system, ["paymentTermId": .text(term)])
    let invoice = try await debtor.generated(["100.00"], dated: "2026-09-01")
    _ = try await debtor.payment("40.00", to: [(invoice, "40.00")])

    let stored = try debtor.stored(invoice)
    let parts = stored.openInstalments
    #expect(
      parts.map(\.dueDate.description) == ["2026-10-01", "2026-10-31", "2026-11-30"], "E33")
    #expect(parts.map(\.amount.decimalText) == ["30.00", "50.00", "20.00"], "E33")
    #expect(parts.map(\.openAmount.decimalText) == ["0.00", "40.00", "20.00"], "E33")
    #expect(stored.nextDueDate?.description == "2026-10-31", "E33")
    let asOf = try day("2026-11-20")
    #expect(stored.shownStatus(on: asOf) == .overdue, "E33")
    #expect(
      try debtor.aging(asOf: asOf).texts == ["20.00", "40.00", "0.00", "0.00", "0.00"], "E33")
  }
}

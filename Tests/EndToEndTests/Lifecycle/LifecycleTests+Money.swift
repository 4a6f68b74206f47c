import AMQP
import Billing
import JSON
import TestSupport
import TestWorker
import Testing

/// Payments, memos, write-offs: what is owed before and after.
extension LifecycleTests {
  @Test("E15: what was written off is paid after all", arguments: TestStore.both)
  func paidAfterWriteOff(on store: TestStore) async throws {
    let debtor = try await Debtor(on: store)
    let invoice = try await debtor.invoice("500.00")
    let writtenOff = try await debtor.done(.writeOff(invoice))
    #expect(writtenOff.data["invoices"][0]["balance"].text == "0.00")
    #expect(writtenOff.data["invoices"][0]["shownStatus"].text == "WrittenOff")
    let memo = try #require(writtenOff.data["creditMemos"][0]["creditMemoId"].text)
    let payment = try await debtor.payment("500.00")
    let voided = try await debtor.done(.voidMemo(memo, unapply: true))
    #expect(voided.data["invoices"][0]["balance"].text == "500.00")
    let paid = try await debtor.done(.applyPayment(payment, to: [(invoice, "500.00")]))
    #expect(paid.data["invoices"][0]["balance"].text == "0.00")
    #expect(paid.data["invoices"][0]["shownStatus"].text == "Paid")
    #expect(
      try debtor.timeline(of: invoice)
        == ["Posted", "WrittenOff", "Paid", "BalanceChanged", "Paid"])
    _ = try await debtor.system.events.first("the memo is void") {
      $0.routingKey == "credit-memo.voided.v1" && $0.data["creditMemoId"].text == memo
    }
  }

  @Test("E16, E25: a payment in part, and one that never came", arguments: TestStore.both)
  func partlyPaid(on store: TestStore) async throws {
    let debtor = try await Debtor(on: store)
    let invoice = try await debtor.invoice("249.95")
    let payment = try await debtor.payment("10.00", to: [(invoice, "10.00")])
    #expect(try debtor.balance(of: invoice) == "239.95")
    #expect(try debtor.stored(invoice).settlementStatus == .partiallySettled)
    let today = try #require(
      debtor.system.column("SELECT recorded_date FROM payment WHERE id = '\(payment)'").first)
    try await debtor.done(.reverse(newIdentifier("V"), of: payment, date: today))
    #expect(try debtor.balance(of: invoice) == "249.95")
    #expect(try debtor.stored(invoice).settlementStatus == .notSettled)
    _ = try await debtor.payment("10.00", to: [(invoice, "10.00")])
    #expect(try debtor.balance(of: invoice) == "239.95")
  }

  @Test("E17: what is paid too much stays unapplied", arguments: TestStore.both)
  func paidTooMuch(on store: TestStore) async throws {
    let debtor = try await Debtor(on: store)
    let invoice = try await debtor.invoice("100.00")
    let payment = newIdentifier("P")
    let id = newIdentifier()
    let paid = try await debtor.done(
      .pay(id: id, payment, of: debtor.account, "110.00", ["autoApply": "OldestFirst"]))
    #expect(paid.data["payments"][0]["unappliedAmount"].text == "10.00")
    #expect(paid.data["applications"].texts("amount") == ["100.00"])
    #expect(try debtor.balance(of: invoice) == "0.00")
    #expect(try debtor.accountBalance() == "-10.00")
    let event = try await debtor.system.events.first("the paid invoice") {
      $0.routingKey == "invoice.paid.v1" && $0.data["invoiceId"].text == invoice
    }
    #expect(event.data["settledBy"]["id"].text == payment)
    #expect(event.properties.correlationId == id)
    _ = try await debtor.system.events.first("the payment") {
      $0.routingKey == "payment.recorded.v1" && $0.data["paymentId"].text == payment
    }
  }

  @Test(
    "E18: money is recorded although its applications are refused", arguments: TestStore.both)
  func applicationsRefused(on store: TestStore) async throws {
    let debtor = try await Debtor(on: store)
    let invoice = try await debtor.invoice("100.00")
    let payment = newIdentifier("P")
    let completion = try await debtor.system.complete(
      .pay(payment, of: debtor.account, "110.00", to: [(invoice, "110.00")]))
    #expect(completion.outcome == "PartiallySucceeded")
    #expect(completion.codes == ["AMOUNT_EXCEEDS_BALANCE"])
    #expect(completion.sentences.contains("100.00"))
    #expect(completion.data["payments"][0]["unappliedAmount"].text == "110.00")
    #expect(try debtor.unapplied(payment) == "110.00")
    #expect(try debtor.balance(of: invoice) == "100.00")

    // The same payment again changes nothing, whatever is to be applied; other content is refused.
    let again = try await debtor.system.complete(
      .pay(payment, of: debtor.account, "110.00", to: [(invoice, "100.00")]))
    #expect(again.outcome == "Succeeded")
    #expect(again.data["warnings"].texts("errorCode") == ["PAYMENT_ALREADY_RECORDED"])
    #expect(try debtor.balance(of: invoice) == "100.00")
    let other = try await debtor.system.complete(.pay(payment, of: debtor.account, "111.00"))
    #expect(other.outcome == "Failed")
    #expect(other.codes == ["PAYMENT_CONFLICT"])
  }

  @Test("E21: what is taken back is owed again", arguments: TestStore.both)
  func takenBack(on store: TestStore) async throws {
    let debtor = try await Debtor(on: store)
    let invoice = try await debtor.invoice("100.00")
    let payment = try await debtor.payment("100.00", to: [(invoice, "100.00")])
    #expect(try debtor.accountBalance() == "0.00")
    let id = newIdentifier()
    try await debtor.done(.unapplyPayment(id: id, ["paymentId": .text(payment)]))
    #expect(try debtor.balance(of: invoice) == "100.00")
    #expect(try debtor.unapplied(payment) == "100.00")
    #expect(try debtor.accountBalance() == "0.00")
    let event = try await debtor.system.events.first("the balance") {
      $0.routingKey == "invoice.balance-changed.v1" && $0.properties.correlationId == id
    }
    #expect(event.data["previousBalance"].text == "0.00")
    #expect(event.data["balance"].text == "100.00")
    let application = try #require(
      debtor.system.column(
        "SELECT id FROM application WHERE invoice_id = '\(invoice)' AND takes_back IS NULL"
      ).first)
    let twice = try await debtor.system.complete(
      .unapplyPayment(["applicationIds": [.text(application)]]))
    #expect(twice.codes == ["APPLICATION_TAKEN_BACK"])
  }

  @Test("E22, E23: a refund with what it takes back, and a memo", arguments: TestStore.both)
  func refunded(on store: TestStore) async throws {
    let debtor = try await Debtor(on: store)
    let invoice = try await debtor.invoice("20.00")
    let payment = try await debtor.payment("20.00", to: [(invoice, "20.00")])
    let today = try #require(
      debtor.system.column("SELECT recorded_date FROM payment WHERE id = '\(payment)'").first)
    let refund = try await debtor.done(
      .refund(
        newIdentifier("R"), "7.00", of: ["paymentId": .text(payment)], date: today,
        ["takeBack": [["invoiceId": .text(invoice), "amount": "7.00"]]]))
    #expect(refund.data["refunds"][0]["amount"].text == "7.00")
    #expect(try debtor.balance(of: invoice) == "7.00")
    #expect(try debtor.unapplied(payment) == "0.00")
    #expect(try debtor.accountBalance() == "7.00")
    let memo = try await debtor.done(
      .credit(account: debtor.account, "7.00", date: today, to: [(invoice, "7.00")]))
    #expect(memo.data["creditMemos"][0]["creditMemoNumber"].text == "CM-\(debtor.entity)-1")
    #expect(try debtor.balance(of: invoice) == "0.00")
    #expect(try debtor.accountBalance() == "0.00")
  }
}

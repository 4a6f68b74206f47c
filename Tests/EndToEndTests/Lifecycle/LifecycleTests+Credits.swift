import Billing
import CivilTime
import JSON
import Monetary
import TestSupport
import TestWorker
import Testing

/// Negative lines made into memos, lines credited in parts, what is written off, money out of a memo.
extension LifecycleTests {
  @Test("E9: negative lines become a memo that is applied at once", arguments: TestStore.both)
  func converted(on store: TestStore) async throws {
    let debtor = try await Debtor(on: store)
    let invoice = try await debtor.generated(["400.00", "-100.00"])
    #expect(try debtor.stored(invoice).payable.decimalText == "300.00", "E9")
    let conversion = try await debtor.done(.convertToCredit(invoice))
    let memo = conversion.data["creditMemos"][0]
    #expect(memo["totalAmountWithTax"].text == "100.00", "E9")
    #expect(memo["balance"].text == "0.00", "E9")
    #expect(conversion.data["applications"].texts("amount") == ["100.00"], "E9")
    #expect(conversion.data["invoices"][0]["balance"].text == "300.00", "E9")
    #expect(try debtor.stored(invoice).settled.converted.decimalText == "100.00", "E9")
    let again = try await debtor.system.complete(.convertToCredit(invoice))
    #expect(again.codes == ["NOTHING_TO_CONVERT"], "E9")
  }

  @Test("E10: a negative invoice is a credit for another", arguments: TestStore.both)
  func convertedForAnother(on store: TestStore) async throws {
    let debtor = try await Debtor(on: store)
    let negative = try await debtor.generated(["-30.00"])
    let other = try await debtor.generated(["80.00"])
    #expect(try debtor.balance(of: negative) == "-30.00", "E10")
    #expect(try debtor.accountBalance() == "50.00", "E10")
    let conversion = try await debtor.done(.convertToCredit(negative))
    let memo = try #require(conversion.data["creditMemos"][0]["creditMemoId"].text)
    #expect(try debtor.balance(of: negative) == "0.00", "E10")
    #expect(try debtor.stored(negative).settlementStatus == .settled, "E10")
    #expect(try debtor.memo(memo).balance.decimalText == "30.00", "E10")
    try await debtor.done(.applyMemo(memo, to: [(other, "30.00")]))
    #expect(try debtor.memo(memo).balance.decimalText == "0.00", "E10")
    #expect(try debtor.balance(of: other) == "50.00", "E10")
    #expect(try debtor.accountBalance() == "50.00", "E10")
  }

  @Test("E11: a paid invoice is converted with its taxes", arguments: TestStore.both)
  func convertedWithTax(on store: TestStore) async throws {
    let debtor = try await Debtor(on: store)
    try await debtor.storeRate("25")
    let invoice = try await debtor.generated(["100.00", "-30.00"], taxed: true)
    let stored = try debtor.stored(invoice)
    #expect(stored.totalTaxAmount.decimalText == "17.50", "E11")
    #expect(
      Set(stored.lines.flatMap { $0.taxes.map(\.amount.decimalText) }) == ["25.00", "-7.50"], "E11")
    #expect(stored.payable.decimalText == "87.50", "E11")
    _ = try await debtor.payment("50.00", to: [(invoice, "50.00")])
    #expect(try debtor.balance(of: invoice) == "37.50", "E11")

    let conversion = try await debtor.done(.convertToCredit(invoice))
    let memo = conversion.data["creditMemos"][0]
    #expect(memo["totalAmountWithTax"].text == "37.50", "E11")
    #expect(memo["balance"].text == "0.00", "E11")
    #expect(conversion.data["applications"].texts("amount") == ["37.50"], "E11")
    #expect(try debtor.balance(of: invoice) == "37.50", "E11")
    #expect(try debtor.stored(invoice).settled.converted.decimalText == "37.50", "E11")
  }

  @Test("E12, E13: the parts of a line sum to its tax, and to no more", arguments: TestStore.both)
  func creditedInParts(on store: TestStore) async throws {
    let debtor = try await Debtor(on: store)
    try await debtor.storeRate("20")
    let invoice = try await debtor.generated(["99.99"], taxed: true)
    let line = try #require(try debtor.stored(invoice).lines.first)
    #expect(line.taxes.map(\.amount.decimalText) == ["20.00"], "E12")
    func credit(_ amount: String) async throws -> RecordedMessage {
      let part: JSONLiteral = [
        "name": "Part", "amount": .text(amount), "invoiceId": .text(invoice),
        "invoiceLineId": .text(line.id),
      ]
      return try await debtor.system.complete(
        SampleRequest(
          "credit-memo.create.v1", id: newIdentifier(),
          [
            "creditMemo": [
              "accountId": .text(debtor.account), "currency": "USD",
              "creditDate": .text(Debtor.today.description), "lines": [part],
            ]
          ]))
    }
    for tax in ["6.67", "6.66"] {
      let memo = try await credit("33.33")
      #expect(memo.data["creditMemos"].texts("totalTaxAmount") == [tax], "E12 \(memo.codes)")
    }
    let refused = try await credit("33.34")
    #expect(refused.outcome == "Failed", "E13")
    #expect(refused.codes == ["CREDIT_EXCEEDS_LINE"], "E13")
    #expect(refused.sentences.contains("33.33"), "E13: \(refused.sentences)")
    #expect(refused.data["creditMemos"].elements.isEmpty, "E13")
    let last = try await credit("33.33")
    #expect(last.data["creditMemos"].texts("totalTaxAmount") == ["6.67"], "E12 \(last.codes)")
    #expect(try debtor.memoNumbers() == (1...3).map { "CM-\(debtor.entity)-\($0)" }, "E12, E13")
  }

  @Test("E14: what is left after payments is written off", arguments: TestStore.both)
  func writtenOff(on store: TestStore) async throws {
    let debtor = try await Debtor(on: store)
    let invoice = try await debtor.invoice("240.00")
    for amount in ["120.00", "20.00", "99.00"] {
      _ = try await debtor.payment(amount, to: [(invoice, amount)])
    }
    let completion = try await debtor.done(.writeOff(invoice))
    #expect(completion.data["creditMemos"].texts("totalAmountWithTax") == ["1.00"], "E14")
    #expect(completion.data["creditMemos"].texts("totalTaxAmount") == ["0.00"], "E14")
    #expect(completion.data["invoices"][0]["balance"].text == "0.00", "E14")
    #expect(completion.data["invoices"][0]["shownStatus"].text == "Paid", "E14")
    let stored = try debtor.stored(invoice)
    #expect(stored.settlementStatus == .settled, "E14")
    #expect(stored.settled.writtenOff.decimalText == "1.00", "E14")
  }

  @Test("E24: a refund out of a memo", arguments: TestStore.both)
  func refundedMemo(on store: TestStore) async throws {
    let debtor = try await Debtor(on: store)
    let invoice = try await debtor.invoice("25.00")
    _ = try await debtor.payment("25.00", to: [(invoice, "25.00")])
    #expect(try debtor.accountBalance() == "0.00", "E24")
    let today = Debtor.today.description
    let credited = try await debtor.done(
      .credit(account: debtor.account, "10.00", date: today))
    let memo = try #require(credited.data["creditMemos"][0]["creditMemoId"].text)
    try await debtor.done(
      .refund(newIdentifier("R"), "7.00", of: ["creditMemoId": .text(memo)], date: today))
    let stored = try debtor.memo(memo)
    #expect(stored.balance.decimalText == "3.00", "E24")
    #expect(stored.refunded.decimalText == "7.00", "E24")
    #expect(try debtor.accountBalance() == "-3.00", "E24")
  }
}

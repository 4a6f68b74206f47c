import AMQP
import Billing
import CivilTime
import JSON
import Monetary
import TestSupport
import TestWorker
import Testing

/// What posting reads again, and what is open again once an invoice is voided or canceled.
extension LifecycleTests {
  /// The periods and amounts of an invoice's lines.
  private func lines(of invoice: String, _ debtor: Debtor) throws -> [String] {
    try debtor.stored(invoice).lines.map { line in
      let period = try #require(line.period)
      return "\(period.from)..\(period.lastDay) \(line.amount.decimalText)"
    }
  }

  @Test("E1: posting taxes by the rates of the invoice date", arguments: TestStore.both)
  func taxedAnew(on store: TestStore) async throws {
    let debtor = try await Debtor(on: store)
    try await debtor.storeRate("25")
    let draft = try await debtor.generated(
      ["100.00"], taxed: true, dated: "2027-01-05", "Draft")
    #expect(try debtor.stored(draft).totalTaxAmount.decimalText == "25.00")
    try await debtor.system.store(
      debtor.rate("rate", "25", ["effectiveTo": "2026-12-31"]),
      debtor.rate("next", "26", ["effectiveFrom": "2027-01-01"]))
    let posted = try await debtor.done(.post([draft])).data["invoices"][0]
    #expect(posted["totalTaxAmount"].text == "26.00", "E1")
    #expect(posted["totalAmountWithTax"].text == "126.00", "E1")
  }

  @Test("E4: what a canceled draft billed is open again", arguments: TestStore.both)
  func canceled(on store: TestStore) async throws {
    let debtor = try await Debtor(on: store)
    let system = debtor.system
    let schedule = newIdentifier("S")
    try await system.store(
      SampleRecords.schedule(
        schedule, account: debtor.account, amount: "140.00", start: "2026-11-01"))
    func bill() async throws -> String {
      let completion = try await system.generate(
        ["billingScheduleIds": [.text(schedule)]], targetDate: "2026-12-02")
      return try #require(completion.invoiceId, "\(completion.codes)")
    }
    let both = ["2026-11-01..2026-11-30 140.00", "2026-12-01..2026-12-31 140.00"]
    let draft = try await bill()
    #expect(try lines(of: draft, debtor) == both, "E4")
    #expect(try debtor.stored(draft).totalAmount.decimalText == "280.00", "E4")
    #expect(try system.schedule(schedule, "billed_amount") == "280.00", "E4")
    #expect(try system.schedule(schedule, "next_charge_from_date") == "2027-01-01", "E4")

    try await debtor.done(.cancel([draft]))
    #expect(try system.schedule(schedule, "billed_amount") == "0.00", "E4")
    #expect(try system.schedule(schedule, "next_charge_from_date") == "2026-11-01", "E4")
    #expect(try system.schedule(schedule, "next_billing_date") == "2026-11-01", "E4")
    #expect(try system.schedule(schedule, "status") == "ReadyForInvoicing", "E4")
    #expect(try lines(of: try await bill(), debtor) == both, "E4")
  }

  @Test("E6: the memo of a void mirrors lines and taxes to the cent", arguments: TestStore.both)
  func mirrored(on store: TestStore) async throws {
    let debtor = try await Debtor(on: store)
    try await debtor.storeRate("20")
    let invoice = try await debtor.generated(["68.33", "68.33"], taxed: true)
    let stored = try debtor.stored(invoice)
    #expect(stored.totalTaxAmount.decimalText == "27.33", "E6")
    #expect(
      stored.lines.map { $0.taxes.map(\.amount.decimalText) } == [["13.67"], ["13.66"]], "E6")
    #expect(stored.payable.decimalText == "163.99", "E6")

    let voided = try await debtor.done(.void([invoice]))
    #expect(voided.data["invoices"][0]["balance"].text == "0.00", "E6")
    let memo = try debtor.memo(
      try #require(voided.data["creditMemos"][0]["creditMemoId"].text))
    #expect(memo.sourceAction == .voidPostedInvoice, "E6")
    #expect(memo.lines.map(\.amount.decimalText) == ["68.33", "68.33"], "E6")
    #expect(memo.lines.map { $0.taxes.map(\.amount.decimalText) } == [["13.67"], ["13.66"]], "E6")
    #expect(memo.totalAmountWithTax.decimalText == "163.99", "E6")
    #expect(memo.balance.decimalText == "0.00", "E6")
    #expect(try debtor.accountBalance() == "0.00", "E6")
  }

  @Test("E7: usage of a voided invoice is billed with what came later", arguments: TestStore.both)
  func usageAgain(on store: TestStore) async throws {
    let debtor = try await Debtor(on: store)
    let schedule = newIdentifier("S")
    func usage(_ quantity: String) -> JSONLiteral {
      [
        "type": "UsageRecord", "id": .text(newIdentifier("U")),
        "billingScheduleId": .text(schedule), "quantity": .text(quantity),
        "usageDate": "2026-11-10",
      ]
    }
    func bill() async throws -> Invoice {
      let completion = try await debtor.system.generate(
        action: "Posted", ["billingScheduleIds": [.text(schedule)]], targetDate: "2026-12-02")
      return try debtor.stored(try #require(completion.invoiceId, "\(completion.codes)"))
    }
    try await debtor.system.store(
      SampleRecords.schedule(
        schedule, account: debtor.account, amount: "0", start: "2026-11-01",
        ["billingMethod": "Usage", "unitPrice": "2"]))
    try await debtor.system.store(usage("17.5"))
    let first = try await bill()
    #expect(first.lines.map { $0.usage?.consumedQuantity.description } == ["17.5"], "E7")
    try await debtor.done(.void([first.id.text]))
    try await debtor.system.store(usage("2.5"))
    let next = try await bill()
    #expect(next.id != first.id, "E7")
    #expect(next.lines.map { $0.usage?.consumedQuantity.description } == ["20"], "E7")
    #expect(next.totalAmount.decimalText == "40.00", "E7")
  }

  @Test("E8: the part that completes a total is billed again", arguments: TestStore.both)
  func completesTotal(on store: TestStore) async throws {
    let debtor = try await Debtor(on: store)
    let system = debtor.system
    let schedule = newIdentifier("S")
    try await system.store(
      SampleRecords.schedule(
        schedule, account: debtor.account, amount: "333.33",
        ["billingMethod": "OrderAmount", "endDate": "2026-03-31", "totalAmount": "1000.00"]))
    func bill(_ month: Int) async throws -> (id: String, amount: String?) {
      let completion = try await system.generate(
        action: "Posted", ["billingScheduleIds": [.text(schedule)]],
        targetDate: "2026-0\(month)-02")
      return (
        try #require(completion.invoiceId, "\(completion.codes)"),
        completion.data["invoices"][0]["totalAmount"].text
      )
    }
    #expect(try await bill(1).amount == "333.33", "E8")
    #expect(try await bill(2).amount == "333.33", "E8")
    let third = try await bill(3)
    #expect(third.amount == "333.34", "E8")
    #expect(try system.schedule(schedule, "status") == "CompletelyBilled", "E8")

    try await debtor.done(.void([third.id]))
    #expect(try system.schedule(schedule, "billed_amount") == "666.66", "E8")
    #expect(try system.schedule(schedule, "status") == "ReadyForInvoicing", "E8")
    #expect(try await bill(3).amount == "333.34", "E8")
    #expect(try system.schedule(schedule, "status") == "CompletelyBilled", "E8")
  }
}

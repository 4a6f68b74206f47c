import Billing
import CivilTime
import JSON
import Monetary
import Storage
import TestSupport
import TestWorker
import Testing

/// The ledger of what requests made, against the aging of each day.
extension LifecycleTests {
  @Test(
    "What requests make balances in the ledger, whose receivable is the aging's total of each day",
    arguments: TestStore.both)
  func exported(on store: TestStore) async throws {
    let debtor = try await Debtor(on: store)
    try await debtor.storeRate("25")
    // Generated: credited in part, written off, converted, voided.
    let taxed = try await debtor.generated(["100.00", "-30.00"], taxed: true)
    try await debtor.done(.convertToCredit(taxed))
    let first = try await debtor.payment("50.00", to: [(taxed, "50.00")])
    try await debtor.done(.writeOff(taxed))
    let negative = try await debtor.generated(["-30.00"], taxed: true)
    try await debtor.done(.convertToCredit(negative))
    let mistaken = try await debtor.generated(["0.10", "0.10", "9.99"], taxed: true)
    try await debtor.done(.void([mistaken]))
    try await debtor.done(.reverse(newIdentifier("V"), of: first, date: "2025-02-01"))

    try await exportIngested(debtor)
    try await exportMoney(debtor)

    let entries = try ledger(of: debtor)
    #expect(entries.allSatisfy { $0.isBalanced })
    #expect(Set(entries.map(\.kind)) == Set(JournalEntry.Kind.allCases), "\(entries.map(\.kind))")
    let days = Set(entries.map(\.date)).sorted()
    for day in days.flatMap({ [$0.adding(days: -1), $0] }) + [Debtor.today] {
      var receivable: Int128 = 0
      for entry in entries where entry.date <= day {
        for posting in entry.postings where posting.account == .receivable {
          receivable += posting.amount.minorUnits
        }
      }
      let total = try debtor.aging(asOf: day, today: Debtor.today.adding(days: 60)).total()
      #expect(receivable == total.minorUnits, "\(day)")
    }
    #expect(try debtor.aging(asOf: Debtor.today).total().decimalText == debtor.accountBalance())
  }

  /// Documents from elsewhere, with all that they can hold, some voided again.
  private func exportIngested(_ debtor: Debtor) async throws {
    let more: JSONLiteral = [
      "lines": [
        [
          "name": "L", "quantity": "1", "unitPrice": "100.00", "chargeAmount": "100.00",
          "taxCategory": "S", "taxRate": "25",
        ]
      ],
      "taxBreakdown": [["category": "S", "rate": "25", "taxAmount": "25.00"]],
      "prepaidAmount": "17.45", "payableRounding": "-0.05",
      "thirdPartyAmounts": [["amount": "5.00", "description": "Toll"]],
    ]
    _ = try await debtor.ingested("100.00", dated: "2025-03-01", more)
    let voided = try await debtor.ingested("100.00", dated: "2025-03-02", more)
    let note = more.adding(["documentType": "CreditNote"])
    _ = try await debtor.ingested("100.00", dated: "2025-03-03", note)
    let voidedNote = try await debtor.ingested("100.00", dated: "2025-03-04", note)
    try await debtor.done(.void([voided, voidedNote]))
  }

  /// What comes in and goes out, applied and taken back, and a memo that was none.
  private func exportMoney(_ debtor: Debtor) async throws {
    let invoice = try await debtor.ingested("240.00", dated: "2025-04-01")
    let payment = try await debtor.payment("120.00", received: "2025-04-10")
    try await debtor.done(
      .applyPayment(payment, to: [(invoice, "100.00")], ["effectiveDate": "2025-04-12"]))
    try await debtor.done(.unapplyPayment(["paymentId": .text(payment)]))
    try await debtor.done(
      .refund(
        newIdentifier("R"), "20.00", of: ["paymentId": .text(payment)], date: "2025-04-20"))
    for (amount, date) in [("10.00", "2025-04-21"), ("3.00", "2025-04-22")] {
      let credited = try await debtor.done(.credit(account: debtor.account, amount, date: date))
      let memo = try #require(credited.data["creditMemos"][0]["creditMemoId"].text)
      if amount == "3.00" {
        try await debtor.done(.voidMemo(memo))
      } else {
        try await debtor.done(.applyMemo(memo, to: [(invoice, "4.00")]))
        try await debtor.done(
          .refund(
            newIdentifier("R"), "5.00", of: ["creditMemoId": .text(memo)], date: "2025-04-25"))
      }
    }
  }

  /// Every entry of an account.
  private func ledger(of debtor: Debtor) throws -> [JournalEntry] {
    let days = try #require(
      ExportedDays(from: try day("2020-01-01"), to: Debtor.today.adding(days: 1)))
    var entries: [JournalEntry] = []
    try debtor.system.queries { queries in
      try queries.forEachJournalEntry(in: days) { entry in
        if entry.accountId.text == debtor.account { entries.append(entry) }
      }
    }
    return entries
  }
}

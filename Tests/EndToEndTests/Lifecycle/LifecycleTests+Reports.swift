import Billing
import CivilTime
import JSON
import Monetary
import Storage
import TestSupport
import TestWorker
import Testing

/// What the reports say of what requests made. Dates that may not lie ahead are those of the examples a year earlier.
extension LifecycleTests {
  /// What the statement says of an account between two days, and what was owed before and after each entry.
  private func statement(
    of debtor: Debtor, from: CivilDate, to: CivilDate
  ) throws -> (opening: String, entries: [String], open: [String]) {
    var balance = Money.zero(try #require(Currency(code: "USD")))
    var entries: [StatementEntry] = []
    var open: [String] = []
    try debtor.system.queries { queries in
      try queries.forEachStatementRow(
        of: Account.ID(debtor.account), in: nil, to: to, today: Debtor.today
      ) { row in
        switch row {
        case .currency: break
        case .entry(let entry): entries.append(entry)
        case .open(let document): open.append(document.id)
        }
      }
    }
    for entry in entries where entry.date < from { balance = try balance.adding(entry.amount) }
    let opening = balance.decimalText
    let lines = try entries.filter { $0.date >= from }.map { entry in
      balance = try balance.adding(entry.amount)
      return "\(entry.date) \(entry.kind.rawValue) \(entry.amount.decimalText)"
        + " -> \(balance.decimalText)"
    }
    return (opening, lines, open)
  }

  @Test("E34: every bucket, and what stands beside them", arguments: TestStore.both)
  func aged(on store: TestStore) async throws {
    let debtor = try await Debtor(on: store)
    for (due, amount) in [
      ("2026-12-31", "100.00"), ("2026-12-01", "200.00"), ("2026-11-30", "300.00"),
      ("2026-11-01", "400.00"), ("2026-10-31", "500.00"), ("2026-10-02", "600.00"),
      ("2026-10-01", "700.00"),
    ] {
      _ = try await debtor.ingested(amount, dated: "2025-12-01", ["dueDate": .text(due)])
    }
    _ = try await debtor.payment("50.00", received: "2025-12-01")
    try await debtor.done(.credit(account: debtor.account, "30.00", date: "2025-12-01"))

    let asOf = try day("2026-12-31")
    // By the figures kept with the documents, and by the ledger, as if it were asked later.
    for today in [asOf, asOf.adding(days: 60)] {
      let sums = try debtor.aging(asOf: asOf, today: today)
      #expect(
        try sums.texts == ["100.00", "200.00", "700.00", "1100.00", "700.00"], "E34 on \(today)")
      #expect(try sums.unapplied().decimalText == "50.00", "E34 on \(today)")
      #expect(try sums.credits().decimalText == "30.00", "E34 on \(today)")
      #expect(try sums.total().decimalText == "2720.00", "E34 on \(today)")
    }
    #expect(try debtor.accountBalance() == "2720.00", "E34")
  }

  @Test("E35: a later payment does not change an earlier day", arguments: TestStore.both)
  func agedBeforePayment(on store: TestStore) async throws {
    let debtor = try await Debtor(on: store)
    let invoice = try await debtor.ingested(
      "100.00", dated: "2025-04-30", ["dueDate": "2025-05-30"])
    let payment = try await debtor.payment("100.00", received: "2025-06-30")
    try await debtor.done(
      .applyPayment(payment, to: [(invoice, "100.00")], ["effectiveDate": "2025-06-30"]))
    let before = try debtor.aging(asOf: try day("2025-05-31"), today: Debtor.today)
    #expect(try before.texts == ["0.00", "100.00", "0.00", "0.00", "0.00"], "E35")
    #expect(try before.total().decimalText == "100.00", "E35")
    let after = try debtor.aging(asOf: try day("2025-06-30"), today: Debtor.today)
    #expect(after.isZero, "E35")
  }

  @Test("E36: a void does not change an earlier day", arguments: TestStore.both)
  func agedBeforeVoid(on store: TestStore) async throws {
    let debtor = try await Debtor(on: store)
    let dated = Debtor.today.adding(days: -17)
    let invoice = try await debtor.ingested("100.00", dated: dated.description)
    let memo = try await debtor.done(.void([invoice])).data["creditMemos"][0]
    let voided = try day(try #require(memo["recordedDate"].text))
    let later = voided.adding(days: 60)
    let before = try debtor.aging(asOf: dated.adding(days: 15), today: later)
    #expect(try before.total().decimalText == "100.00", "E36")
    #expect(try before.credits().decimalText == "0.00", "E36")
    #expect(try debtor.aging(asOf: voided.adding(days: 29), today: later).isZero, "E36")
    #expect(try debtor.aging(asOf: voided).isZero, "E36")
  }

  @Test("E37: a statement shows what moved, on its day", arguments: TestStore.both)
  func stated(on store: TestStore) async throws {
    let debtor = try await Debtor(on: store)
    let invoice = try await debtor.ingested("125.00", dated: "2025-11-01")
    let payment = try await debtor.payment("100.00", received: "2025-11-10")
    try await debtor.done(
      .applyPayment(payment, to: [(invoice, "100.00")], ["effectiveDate": "2025-11-12"]))
    try await debtor.done(.credit(account: debtor.account, "25.00", date: "2025-11-12"))
    let from = try day("2025-11-05")
    let whole = try statement(of: debtor, from: from, to: try day("2025-11-30"))
    #expect(whole.opening == "125.00", "E37")
    #expect(
      whole.entries == [
        "2025-11-10 Payment -100.00 -> 25.00", "2025-11-12 CreditMemo -25.00 -> 0.00",
      ], "E37")
    // The invoice's 25.00, and the memo that could settle it.
    #expect(whole.open.count == 2 && whole.open.first == invoice, "E37")
    let next = try statement(of: debtor, from: try day("2025-12-01"), to: Debtor.today)
    #expect(next.opening == "0.00" && next.entries.isEmpty, "E37")
  }
}

import Billing
import JSON
import Monetary
import Storage
import TestSupport
import TestWorker
import Testing

/// An account of a test's own, of a legal entity of its own, whose invoices and memos are numbered from 1 on by its own
/// policies: `ENTITY-1`, `CM-ENTITY-1`.
struct Debtor {
  let system: RunningSystem
  let account = newIdentifier("A")

  var entity: String { "\(account).L" }
  /// Monthly from 2026-01-01, 100.00 in advance, on invoices of its own.
  var schedule: String { "\(account).s" }

  init(on store: TestStore, _ more: JSONLiteral = [:]) async throws {
    try await self.init(in: try BothStores.system(on: store), more)
  }

  init(in system: RunningSystem, _ more: JSONLiteral = [:]) async throws {
    self.system = system
    try await system.store([
      [
        "type": "LegalEntity", "id": .text(entity), "name": "Seller",
        "address": ["street": "1", "city": "Springfield", "postalCode": "12345", "country": "US"],
      ], policy("Invoice", pattern: "\(entity)-{SequenceValue}"),
      policy("CreditMemo", pattern: "CM-\(entity)-{SequenceValue}"),
      SampleRecords.account(account, ["legalEntityId": .text(entity)]).adding(more),
      SampleRecords.schedule(schedule, account: account),
    ])
  }

  private func policy(_ target: String, pattern: String) -> JSONLiteral {
    [
      "type": "SequencePolicy", "id": .text("\(entity).\(target)"), "target": .text(target),
      "legalEntityId": .text(entity), "mode": "Gapless", "pattern": .text(pattern),
      "dateStampFormat": "None", "isActive": true,
    ]
  }

  // MARK: Making

  /// An invoice of one month of the schedule, the months before being billed already.
  func month(_ month: Int, _ action: String = "Posted") async throws -> String {
    let completion = try await system.generate(
      action: action, ["billingScheduleIds": [.text(schedule)]],
      targetDate: "2026-0\(month)-02")
    return try #require(completion.invoiceId, "\(completion.codes)")
  }

  /// An invoice of an amount, of a schedule of its own.
  func invoice(_ amount: String, _ action: String = "Posted") async throws -> String {
    let id = newIdentifier("S")
    try await system.store(
      SampleRecords.schedule(id, account: account, amount: amount, start: "2026-01-01"))
    let completion = try await system.generate(
      action: action, ["billingScheduleIds": [.text(id)]], targetDate: "2026-01-02")
    return try #require(completion.invoiceId, "\(completion.codes)")
  }

  /// A payment, unapplied unless said otherwise.
  func payment(_ amount: String, to amounts: [(String, String)]? = nil) async throws -> String {
    let id = newIdentifier("P")
    let completion = try await system.complete(.pay(id, of: account, amount, to: amounts))
    guard completion.outcome == "Succeeded" else {
      throw ConditionNotMet("paying: \(String(decoding: completion.body, as: UTF8.self))")
    }
    return id
  }

  /// Sends a request, and expects that it is done as a whole.
  @discardableResult
  func done(
    _ request: SampleRequest, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> RecordedMessage {
    let completion = try await system.complete(request)
    #expect(
      completion.outcome == "Succeeded", "\(String(decoding: completion.body, as: UTF8.self))",
      sourceLocation: sourceLocation)
    return completion
  }

  // MARK: Looking

  /// What is stored of an invoice.
  func stored(_ id: String) throws -> Invoice {
    try #require(system.invoices(of: account).first { $0.id.text == id })
  }

  func balance(of id: String) throws -> String { try stored(id).balance.decimalText }

  func unapplied(_ payment: String) throws -> String {
    try #require(
      system.column("SELECT unapplied_amount FROM payment WHERE id = '\(payment)'").first)
  }

  /// The numbers of the account's invoices, in the order in which they were given.
  func numbers() throws -> [String] {
    try system.column(
      """
      SELECT invoice_number FROM invoice
      WHERE account_id = '\(account)' AND number_value IS NOT NULL ORDER BY number_value
      """)
  }

  func memoNumbers() throws -> [String] {
    try system.column(
      """
      SELECT credit_memo_number FROM credit_memo
      WHERE account_id = '\(account)' ORDER BY number_value
      """)
  }

  /// What the timeline of an invoice says of requests. The clock adds to it when it comes to it.
  func timeline(of id: String) throws -> [String] {
    try timelineWithClock(of: id).filter { $0 != "Overdue" }
  }

  func timelineWithClock(of id: String) throws -> [String] {
    try system.column(
      "SELECT kind FROM invoice_event WHERE invoice_id = '\(id)' ORDER BY number")
  }

  /// The invoices' balances, less what the memos and payments have left.
  func accountBalance() throws -> String {
    try system.queries { queries in
      var sum = ExactBalance()
      for invoice in try queries.invoices(of: Account.ID(account)) where invoice.status == .posted {
        sum.add(invoice.balance.decimalText)
      }
      let left = """
        SELECT balance FROM credit_memo WHERE account_id = '\(account)' AND status = 'Posted'
        UNION ALL SELECT unapplied_amount FROM payment WHERE account_id = '\(account)'
        """
      for amount in try system.column(left) { sum.subtract(amount) }
      return sum.text
    }
  }
}

/// A sum of amounts with two decimal places.
private struct ExactBalance {
  private var cents = 0

  mutating func add(_ amount: String) { cents += Self.cents(amount) }
  mutating func subtract(_ amount: String) { cents -= Self.cents(amount) }

  var text: String {
    let sign = cents < 0 ? "-" : ""
    let (whole, rest) = abs(cents).quotientAndRemainder(dividingBy: 100)
    return "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
  }

  private static func cents(_ amount: String) -> Int {
    let parts = amount.split(separator: ".")
    let digits = parts.joined() + (parts.count == 2 ? "" : "00")
    return Int(digits) ?? .min
  }
}

extension RecordedMessage {
  /// Every code that a completion names, of the whole or of an item, each once, in order.
  var codes: [String] {
    let all = errorCodes + data["invoices"].elements.flatMap { $0["errors"].texts("errorCode") }
    return all.enumerated().filter { !all[..<$0.offset].contains($0.element) }.map(\.element)
  }

  /// What a completion says an error is about.
  var errorSources: [String] {
    data["errors"].elements.compactMap { $0["errorSource"]["id"].text }
  }

  /// The sentences of all errors, of the whole or of an item.
  var sentences: String {
    (data["errors"].texts("errorMessage")
      + data["invoices"].elements.flatMap { $0["errors"].texts("errorMessage") })
      .joined(separator: "\n")
  }
}

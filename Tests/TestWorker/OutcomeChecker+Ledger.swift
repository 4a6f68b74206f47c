import Billing
import Monetary
import TestSupport

/// The equations of what is owed, by adding up the rows that moved it: every stored figure is the sum of its rows.
extension OutcomeChecker {
  func ledger(of invoices: [Invoice]) throws -> [String] {
    let applications = try applications()
    let memos = try memos()
    let payments = try payments()
    return try takenBack(applications) + figures(of: invoices, applications, memos)
      + figures(of: memos, applications) + figures(of: payments, applications)
      + accounts(invoices, memos, payments)
  }

  // MARK: Rows

  private struct Row {
    let id: String
    let values: [String]

    func amount(_ index: Int) throws -> ExactDecimal {
      guard let amount = ExactDecimal(wire: values[index]) else {
        throw ConditionNotMet("\(values[index]) of \(id) is no amount")
      }
      return amount
    }
  }

  private struct Applied {
    let id: String
    let source: String
    let isOfMemo: Bool
    let invoice: String
    let amount: ExactDecimal
    let takesBack: String?

    /// What it moves: a row that takes back moves the other way.
    var moved: ExactDecimal {
      get throws { takesBack == nil ? amount : try ExactDecimal(0).subtracting(amount) }
    }
  }

  /// The columns of each row, the key first. No identifier of a test's holds the separator.
  private func rows(_ columns: [String], of table: String) throws -> [Row] {
    let list = columns.map { "coalesce(CAST(\($0) AS TEXT), '')" }.joined(separator: " || '|' || ")
    return try system.column("SELECT \(list) FROM \(table)").map { text in
      let parts = text.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
      return Row(id: parts[0], values: parts)
    }
  }

  private func applications() throws -> [Applied] {
    try rows(
      ["id", "source_type", "source_id", "invoice_id", "amount", "takes_back"], of: "application"
    ).map { row in
      Applied(
        id: row.id, source: row.values[2], isOfMemo: row.values[1] == "CreditMemo",
        invoice: row.values[3], amount: try row.amount(4),
        takesBack: row.values[5].isEmpty ? nil : row.values[5])
    }
  }

  private struct Source {
    let id: String
    let account: String
    let isLive: Bool
    /// What it brought in.
    let amount: ExactDecimal
    let applied: ExactDecimal
    let refunded: ExactDecimal
    let reversed: ExactDecimal
    /// What is left.
    let left: ExactDecimal
    /// Of a memo.
    let action: String
    let invoice: String
  }

  private func memos() throws -> [Source] {
    try rows(
      [
        "id", "account_id", "status", "credited_amount", "applied_amount", "refunded_amount",
        "balance", "source_action", "invoice_id",
      ], of: "credit_memo"
    ).map { row in
      Source(
        id: row.id, account: row.values[1], isLive: row.values[2] == "Posted",
        amount: try row.amount(3), applied: try row.amount(4), refunded: try row.amount(5),
        reversed: 0, left: try row.amount(6), action: row.values[7], invoice: row.values[8])
    }
  }

  private func payments() throws -> [Source] {
    try rows(
      [
        "id", "account_id", "amount", "applied_amount", "refunded_amount", "reversed_amount",
        "unapplied_amount",
      ], of: "payment"
    ).map { row in
      Source(
        id: row.id, account: row.values[1], isLive: true, amount: try row.amount(2),
        applied: try row.amount(3), refunded: try row.amount(4), reversed: try row.amount(5),
        left: try row.amount(6), action: "", invoice: "")
    }
  }

  /// Sums of amounts by what a column names.
  private func sums(of column: String, in table: String) throws -> [String: ExactDecimal] {
    var sums: [String: ExactDecimal] = [:]
    for row in try rows([column, "amount"], of: table) {
      sums[row.id] = try sums[row.id, default: 0].adding(row.amount(1))
    }
    return sums
  }

  // MARK: Equations

  /// A row that takes back names one that is there, of the same source, invoice and amount, which no other takes back.
  private func takenBack(_ applications: [Applied]) -> [String] {
    let byId = Dictionary(applications.map { ($0.id, $0) }) { first, _ in first }
    var taken: Set<String> = []
    return applications.compactMap { row in
      guard let id = row.takesBack else { return nil }
      guard taken.insert(id).inserted else { return "application \(id) is taken back twice" }
      guard let first = byId[id], first.takesBack == nil, first.source == row.source,
        first.invoice == row.invoice, first.amount == row.amount
      else { return "application \(row.id) takes back \(id), which is another" }
      return nil
    }
  }

  private func figures(
    of invoices: [Invoice], _ applications: [Applied], _ memos: [Source]
  ) throws -> [String] {
    let writeOffs = Set(memos.filter { $0.action == "WriteOffPostedInvoice" }.map(\.id))
    var paid: [String: ExactDecimal] = [:]
    var credited: [String: ExactDecimal] = [:]
    var writtenOff: [String: ExactDecimal] = [:]
    for row in applications {
      let moved = try row.moved
      if row.isOfMemo {
        credited[row.invoice] = try credited[row.invoice, default: 0].adding(moved)
      } else {
        paid[row.invoice] = try paid[row.invoice, default: 0].adding(moved)
      }
      if writeOffs.contains(row.source) {
        writtenOff[row.invoice] = try writtenOff[row.invoice, default: 0].adding(moved)
      }
    }
    var converted: [String: ExactDecimal] = [:]
    for memo in memos where memo.isLive && memo.action == "NegativeInvoiceLineConversion" {
      converted[memo.invoice] = try converted[memo.invoice, default: 0].adding(memo.amount)
    }
    return try invoices.flatMap { invoice in
      let id = invoice.id.text
      var violations: [String] = []
      func check(_ name: String, _ stored: Money, _ rows: ExactDecimal) {
        guard stored.decimal != rows else { return }
        violations.append("invoice \(id): \(name) \(stored.decimalText), its rows \(rows)")
      }
      check("paid", invoice.settled.paid, paid[id] ?? 0)
      check("credited", invoice.settled.credited, credited[id] ?? 0)
      check("written off", invoice.settled.writtenOff, writtenOff[id] ?? 0)
      check("converted", invoice.settled.converted, converted[id] ?? 0)
      guard invoice.status != .canceled else {
        check("balance", invoice.balance, 0)
        return violations
      }
      let due = try invoice.receivable.decimal.adding(converted[id] ?? 0)
      let balance = try due.subtracting(paid[id] ?? 0).subtracting(credited[id] ?? 0)
      check("balance", invoice.balance, balance)
      if balance < min(0, due) || max(0, due) < balance {
        violations.append("invoice \(id): balance \(balance) is beyond \(due)")
      }
      if invoice.status == .voided, balance != 0 {
        violations.append("invoice \(id) is voided, and \(balance) is open")
      }
      return violations
    }
  }

  private func figures(of sources: [Source], _ applications: [Applied]) throws -> [String] {
    var applied: [String: ExactDecimal] = [:]
    for row in applications {
      applied[row.source] = try applied[row.source, default: 0].adding(row.moved)
    }
    let refunded = try sums(of: "source_id", in: "refund")
    let reversed = try sums(of: "payment_id", in: "reversal")
    return try sources.compactMap { source in
      let left =
        source.isLive
        ? try source.amount.subtracting(source.applied).subtracting(source.refunded)
          .subtracting(source.reversed) : 0
      let isRight =
        source.applied == applied[source.id] ?? 0 && source.refunded == refunded[source.id] ?? 0
        && source.reversed == reversed[source.id] ?? 0 && source.left == left
        && (0 <= source.left || source.action == "VoidPostedInvoice")
      return isRight ? nil : "the figures of \(source.id) are not the sums of its rows"
    }
  }

  /// What accounts owe is what was billed, less what was credited and paid: matching moves nothing.
  private func accounts(
    _ invoices: [Invoice], _ memos: [Source], _ payments: [Source]
  ) throws -> [String] {
    var stored: [String: ExactDecimal] = [:]
    var moved: [String: ExactDecimal] = [:]
    for invoice in invoices where invoice.status == .posted || invoice.status == .voided {
      let account = invoice.accountId.text
      stored[account] = try stored[account, default: 0].adding(invoice.balance.decimal)
      moved[account] = try moved[account, default: 0].adding(invoice.receivable.decimal)
        .adding(invoice.settled.converted.decimal)
    }
    for source in memos.filter(\.isLive) + payments {
      stored[source.account] = try stored[source.account, default: 0].subtracting(source.left)
      moved[source.account] = try moved[source.account, default: 0].subtracting(source.amount)
        .adding(source.refunded).adding(source.reversed)
    }
    return stored.compactMap { account, balance in
      balance == moved[account] ?? 0
        ? nil : "account \(account) owes \(balance), and \(moved[account] ?? 0) was moved"
    }
  }
}

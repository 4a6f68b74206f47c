internal import Billing

/// Who is locked, before anything is read.
extension FactsLoading {
  /// Before the accounts: a record that is new, or belongs to no account, has no row that could be locked,
  /// and what two transactions both find missing, the later one would overwrite unseen.
  var writtenRecordsLock: FactsQuestion? {
    guard isLocking else { return nil }
    var locks = RecordLocks(needed.records)
    locks.insert(needed.runs)
    guard !locks.numbers.isEmpty, let statement = database.dialect.lock(locks.numbers) else {
      return nil
    }
    return FactsQuestion(statement: statement) { _, _ throws(StoreError) in }
  }

  var accountsOfOrders: FactsQuestion? {
    let orders = needed.schedules.ofOrders.union(needed.records.identifiers[Order.self])
    guard !orders.isEmpty else { return nil }
    return .accounts(
      """
      SELECT account_id FROM sales_order WHERE id \(anyOf: orders)
      UNION
      SELECT account_id FROM billing_schedule
      WHERE order_id \(anyOf: orders) AND \(Self.isOpen)
      """)
  }

  var accountsOfSchedules: FactsQuestion? {
    let schedules = namedSchedules
    guard !schedules.isEmpty else { return nil }
    return .accounts(
      "SELECT DISTINCT account_id FROM billing_schedule WHERE id \(anyOf: schedules)")
  }

  /// Those that stored usage belongs to: one of them may be putting it on an invoice, while a request gives it to a
  /// schedule of another.
  var accountsOfUsage: FactsQuestion? {
    let usage = needed.records.identifiers[UsageRecord.self]
    guard !usage.isEmpty else { return nil }
    return .accounts(
      """
      SELECT DISTINCT account_id FROM billing_schedule WHERE id IN (
        SELECT billing_schedule_id FROM usage_record WHERE id \(anyOf: usage)
      )
      """)
  }

  var accountsOfContracts: FactsQuestion? {
    guard !needed.schedules.ofContracts.isEmpty else { return nil }
    return .accounts(
      """
      SELECT DISTINCT account_id FROM billing_contract WHERE id \(anyOf: needed.schedules.ofContracts)
      """)
  }

  var accountsOfInvoices: FactsQuestion? {
    let invoices = needed.invoices.ids.union(needed.invoices.heads)
      .union(needed.ledger.ofInvoices).union(needed.ledger.freedOfInvoices.map(\.invoiceId))
      .subtracting(counted)
    guard !invoices.isEmpty else { return nil }
    return .accounts("SELECT account_id FROM invoice WHERE id \(anyOf: invoices)")
  }

  var accounts: FactsQuestion? {
    let ids = needed.schedules.ofAccounts.union(needed.records.identifiers[Account.self])
      .union(needed.accounts.toInvoice).union(accountsNamedByLedger).union(found.accounts)
    guard !ids.isEmpty else { return nil }
    let condition: SQL = "id \(anyOf: ids) ORDER BY id \(RowLock.wait)"
    guard needed.looksAtAccounts else {
      return FactsQuestion(statement: "SELECT id FROM account WHERE \(condition)") {
        found, row throws(StoreError) in found.locked.insert(try row.id())
      }
    }
    return FactsQuestion(
      statement: "SELECT \(columns: Account.table) FROM account WHERE \(condition)"
    ) { found, row throws(StoreError) in
      let account = try Account(from: &row)
      found.locked.insert(account.id)
      found.facts.insert(.account(account))
    }
  }

  func requireLocks() throws(StoreError) {
    for schedule in found.facts.schedules.values
    where !found.locked.contains(schedule.accountId) {
      throw StoreError(
        .contention, "billing schedule \(schedule.id) was moved to another account meanwhile")
    }
  }

  /// What was recorded between finding and locking belongs to an account that may not be locked; an invoice that was stored between
  /// has lines that were not counted.
  func requireLocksOfLedger() throws(StoreError) {
    for account in found.ledger.accounts where !found.locked.contains(account) {
      throw StoreError(.contention, "something was recorded for account \(account) meanwhile")
    }
    for invoice in found.facts.invoices.values {
      let isCounted =
        found.facts.lineCounts[invoice.id] != nil || invoice.lines.isEmpty
        || !counted.contains(invoice.id)
      guard found.locked.contains(invoice.accountId), isCounted else {
        throw StoreError(.contention, "invoice \(invoice.id) was stored meanwhile")
      }
    }
  }
}

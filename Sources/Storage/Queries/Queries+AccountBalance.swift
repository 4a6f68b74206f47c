internal import Billing
internal import CivilTime
internal import Monetary

extension Queries {
  /// What the account owes and has to its credit, by currency, and the first ``Queries/listed`` of its open items: what is
  /// owed by due date, then what stands to its credit. Read row by row: an account may have a million open invoices.
  func standing(
    of id: Account.ID, today: CivilDate
  ) throws(StoreError) -> (balances: [AccountBalance], openItems: [OpenItem]) {
    var balances: [Currency: AccountBalance] = [:]
    var items: [OpenItem] = []
    func add(
      _ amount: Money, to place: WritableKeyPath<AccountBalance, Money>
    ) throws(StoreError) {
      var balance = balances[amount.currency] ?? AccountBalance(amount.currency)
      do throws(MonetaryError) {
        balance[keyPath: place] = try balance[keyPath: place].adding(amount)
      } catch {
        throw StoreError(.fault, "the open amounts of account \(id) are beyond an amount")
      }
      balances[amount.currency] = balance
    }
    func note(_ item: OpenItem) {
      if items.count < Self.listed { items.append(item) }
    }

    let invoices: SQL = """
      SELECT \(columns: Invoice.table), next_due_date FROM invoice
      WHERE account_id = \(id) AND status = 'Posted' AND settlement_status <> 'Settled'
      ORDER BY coalesce(next_due_date, due_date), invoice_date, id
      """
    try database.query(invoices) { row throws(StoreError) in
      var decoder = RowDecoder(row)
      let invoice = try Invoice(headFrom: &decoder)
      // As it is stored: a head has no instalments to compute it from.
      let dueDate = try decoder.optionalDate()
      try add(invoice.balance, to: \.invoices)
      if let dueDate, dueDate < today { try add(invoice.balance, to: \.overdue) }
      note(.invoice(invoice, nextDueDate: dueDate))
    }
    let memos: SQL = """
      SELECT \(columns: CreditMemo.table) FROM credit_memo WHERE account_id = \(id) AND is_open
      ORDER BY credit_date, id
      """
    try database.query(memos) { row throws(StoreError) in
      var decoder = RowDecoder(row)
      let memo = try CreditMemo(headFrom: &decoder)
      try add(memo.balance, to: \.creditMemos)
      note(.creditMemo(memo))
    }
    let payments: SQL = """
      SELECT \(columns: Payment.table) FROM payment WHERE account_id = \(id) AND is_open
      ORDER BY received_date, id
      """
    try database.query(payments) { row throws(StoreError) in
      var decoder = RowDecoder(row)
      let payment = try Payment(from: &decoder)
      try add(payment.unapplied, to: \.unapplied)
      note(.payment(payment))
    }
    return (balances.values.sorted { $0.currency < $1.currency }, items)
  }
}

package import Billing

extension Queries {
  /// Which credit memos are meant.
  package enum CreditMemoScope: Hashable, Sendable {
    case all
    case account(Account.ID)
    /// Those made of the invoice or of a line of it, and those applied to it.
    case invoice(Invoice.ID)
  }

  /// Credit memos with their lines, the latest first: by credit date, then number; at most `limit` of them.
  ///
  /// `isOpen`: only those of which something is left.
  package func creditMemos(
    _ scope: CreditMemoScope, status: CreditMemo.Status?, isOpen: Bool, limit: Int
  ) throws(StoreError) -> [CreditMemo] {
    let hasStatus: SQL? = status.map { "status = \($0.rawValue)" }
    let conditions: [SQL?] = [scope.condition, hasStatus, isOpen ? "is_open" : nil]
    return try session.reading { () throws(StoreError) in
      var memos = try database.rows(
        """
        SELECT \(columns: CreditMemo.table) FROM credit_memo\(where: conditions)
        ORDER BY credit_date DESC, credit_memo_number DESC, id DESC LIMIT \(limit)
        """
      ) { row throws(StoreError) in try CreditMemo(headFrom: &row) }
      try database.addLines(to: &memos)
      return memos
    }
  }
}

extension Queries.CreditMemoScope {
  fileprivate var condition: SQL? {
    switch self {
    case .all: nil
    case .account(let id): "account_id = \(id)"
    case .invoice(let id):
      """
      id IN (
        SELECT id FROM credit_memo WHERE invoice_id = \(id)
        UNION SELECT credit_memo_id FROM credit_memo_line WHERE invoice_id = \(id)
        UNION SELECT source_id FROM application
          WHERE invoice_id = \(id) AND source_type = 'CreditMemo'
      )
      """
    }
  }
}

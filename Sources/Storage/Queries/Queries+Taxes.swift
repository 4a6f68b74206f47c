package import Billing

extension Queries {
  /// Which tax transactions are meant.
  package enum TaxScope: Hashable, Sendable {
    /// Of one of the states that end in another: ToCommit, ToVoid, Failed; the longest in it first.
    case open(TaxTransaction.State)
    /// Of an account, the latest first.
    case account(Account.ID)
  }

  /// What a tax engine's books say of an invoice or a credit memo; nil where they say nothing.
  package func taxTransaction(
    of id: TaxTransaction.ID
  ) throws(StoreError) -> TaxTransaction? {
    try database.first(
      "SELECT \(columns: TaxTransaction.table) FROM tax_transaction WHERE document_id = \(id)"
    ) { row throws(StoreError) in try TaxTransaction(from: &row) }
  }

  /// At most `limit` of them.
  package func taxTransactions(
    _ scope: TaxScope, limit: Int
  ) throws(StoreError) -> [TaxTransaction] {
    let selection: SQL =
      switch scope {
      case .open(let state):
        // By the words of the indexes, which hold only what is open.
        state == .failed
          ? "WHERE state = 'Failed' ORDER BY state_since, document_id"
          : """
          WHERE state = \(state.rawValue) AND next_attempt_at IS NOT NULL
          ORDER BY state_since, document_id
          """
      case .account(let id):
        "WHERE account_id = \(id) ORDER BY created_at DESC, document_id DESC"
      }
    return try database.rows(
      "SELECT \(columns: TaxTransaction.table) FROM tax_transaction \(selection) LIMIT \(limit)"
    ) { row throws(StoreError) in try TaxTransaction(from: &row) }
  }

  /// Since when the longest waiting of each open state has waited.
  package func taxesOpen() throws(StoreError) -> TaxesOpen { try session.taxesOpen() }
}

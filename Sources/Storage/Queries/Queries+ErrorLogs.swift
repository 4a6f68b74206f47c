package import Billing

extension Queries {
  /// Which error logs are meant.
  package enum ErrorLogSelection: Hashable, Sendable {
    case all
    /// The account's list; an order's logs are on it too.
    case account(Account.ID)
    case order(Order.ID)
    case request(identifier: String)
  }

  /// Error logs, the open ones first, and of each kind the one seen last first; at most `limit` of them.
  package func errorLogs(
    _ selection: ErrorLogSelection, limit: Int
  ) throws(StoreError) -> [ErrorLog] {
    try session.reading { () throws(StoreError) in
      let open = try logs(selection, "resolved_at IS NULL", limit)
      guard open.count < limit else { return open }
      return open + (try logs(selection, "resolved_at IS NOT NULL", limit - open.count))
    }
  }

  private func logs(
    _ selection: ErrorLogSelection, _ state: SQL, _ limit: Int
  ) throws(StoreError) -> [ErrorLog] {
    let condition: SQL? =
      switch selection {
      case .all: nil
      case .account(let id): "account_id = \(id)"
      case .order(let id):
        "primary_id = \(id) AND primary_type = \(RecordType.order.rawValue)"
      case .request(let identifier): "request_identifier = \(identifier)"
      }
    return try database.rows(
      """
      SELECT \(columns: ErrorLogTable.table) FROM error_log\(where: condition, state)
      ORDER BY last_seen_at DESC, error_log_number DESC LIMIT \(limit)
      """
    ) { row throws(StoreError) in try ErrorLog(from: &row) }
  }
}

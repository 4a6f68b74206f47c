package import Billing
package import CivilTime

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

  /// A place in the list of error logs: what its last log is sorted by.
  package struct ErrorLogPlace: Hashable, Sendable {
    package let isResolved: Bool
    package let lastSeenAt: UTCInstant
    package let number: String

    package init(isResolved: Bool, lastSeenAt: UTCInstant, number: String) {
      self.isResolved = isResolved
      self.lastSeenAt = lastSeenAt
      self.number = number
    }
  }

  /// The same list after a place, of one code where that is given.
  package func errorLogs(
    _ selection: ErrorLogSelection, code: ErrorCode?, after place: ErrorLogPlace?, limit: Int
  ) throws(StoreError) -> [ErrorLog] {
    let hasCode: SQL? = code.map { "error_code = \($0.rawValue)" }
    let isAfter: SQL? = place.map {
      "(last_seen_at, error_log_number) < (\($0.lastSeenAt), \($0.number))"
    }
    return try session.reading { () throws(StoreError) in
      var found: [ErrorLog] = []
      if place?.isResolved != true {
        found = try logs(selection, "resolved_at IS NULL", limit, hasCode, isAfter)
      }
      guard found.count < limit else { return found }
      let start = place?.isResolved == true ? isAfter : nil
      return found
        + (try logs(selection, "resolved_at IS NOT NULL", limit - found.count, hasCode, start))
    }
  }

  private func logs(
    _ selection: ErrorLogSelection, _ state: SQL, _ limit: Int, _ more: SQL?...
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
      SELECT \(columns: ErrorLogTable.table) FROM error_log\(where: [condition, state] + more)
      ORDER BY last_seen_at DESC, error_log_number DESC LIMIT \(limit)
      """
    ) { row throws(StoreError) in try ErrorLog(from: &row) }
  }
}

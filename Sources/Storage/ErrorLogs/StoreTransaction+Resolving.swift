package import Billing
package import CivilTime

extension StoreTransaction {
  /// Resolves the open error logs that name what has succeeded (<doc:ErrorLog>): the related record, or the
  /// primary one where there is none. One that comes again later is open again.
  package borrowing func resolveErrorLogs(
    of settled: SettledRecords, at now: UTCInstant
  ) throws(StoreError) {
    for (type, ids) in [
      (RecordType.billingSchedule, settled.schedules.map(\.text)),
      (.billingContract, settled.contracts.map(\.text)),
    ] where !ids.isEmpty {
      try database.perform(
        """
        UPDATE error_log SET resolved_at = \(now)
        WHERE related_id \(anyOf: ids) AND related_type = \(type.rawValue)
          AND resolved_at IS NULL
        """)
    }
    for (type, ids) in [
      (RecordType.account, settled.accounts.map(\.text)), (.order, settled.orders.map(\.text)),
    ] where !ids.isEmpty {
      try database.perform(
        """
        UPDATE error_log SET resolved_at = \(now)
        WHERE primary_id \(anyOf: ids) AND related_id = '' AND primary_type = \(type.rawValue)
          AND category IN ('InvoiceGeneration', 'InvoiceRun') AND resolved_at IS NULL
        """)
    }
    for changed in settled.changedTogether {
      try database.perform(
        """
        UPDATE error_log SET resolved_at = \(now)
        WHERE related_id \(anyOf: changed.ids) AND related_type = \(changed.type.rawValue)
          AND category \(anyOf: changed.categories) AND resolved_at IS NULL
        """)
    }
    guard !settled.posted.isEmpty else { return }
    try database.perform(
      """
      UPDATE error_log SET resolved_at = \(now)
      WHERE account_id \(anyOf: settled.posted) AND category = 'InvoicePosting'
        AND related_id \(anyOf: settled.legalEntities.map(\.text) + [""]) AND resolved_at IS NULL
      """)
  }

  /// Resolves these error logs, as an operator says; those that are resolved already stay as they are.
  ///
  /// - Returns: the stored logs of these numbers, as they are now.
  package borrowing func resolveErrorLogs(
    numbered numbers: [String], at now: UTCInstant
  ) throws(StoreError) -> [ErrorLog] {
    try database.execute(
      """
      UPDATE error_log SET resolved_at = \(now)
      WHERE error_log_number \(anyOf: numbers) AND resolved_at IS NULL
      """)
    return try database.rows(
      """
      SELECT \(columns: ErrorLogTable.table) FROM error_log WHERE error_log_number \(anyOf: numbers)
      ORDER BY error_log_number
      """
    ) { row throws(StoreError) in try ErrorLog(from: &row) }
  }
}

/// Records of one type that settle the logs of the same categories.
private struct ChangedTogether {
  let type: RecordType
  let ids: [String]
  var categories: [String]
}

extension SettledRecords {
  /// What has changed, each type and category once: categories of the same records are looked for together, as most of a batch
  /// are. In one order everywhere: two batches may settle the same logs.
  fileprivate var changedTogether: [ChangedTogether] {
    var together: [ChangedTogether] = []
    for (category, records) in changed.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      let byType = Dictionary(grouping: records, by: \.type)
      for (type, records) in byType.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
        let ids = records.map(\.id).sorted()
        if let place = together.firstIndex(where: { $0.type == type && $0.ids == ids }) {
          together[place].categories.append(category.rawValue)
        } else {
          together.append(ChangedTogether(type: type, ids: ids, categories: [category.rawValue]))
        }
      }
    }
    return together
  }
}

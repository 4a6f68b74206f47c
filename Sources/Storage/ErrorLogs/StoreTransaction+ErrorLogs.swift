package import Billing
package import CivilTime

extension StoreTransaction {
  /// Records errors. One with the category, primary and related record of a stored log replaces it:
  /// number and first time stay, the occurrences count up. Of several such in one call the last is
  /// what is stored, and all are counted.
  ///
  /// - Returns: the log of each occurrence, in their order, as it stood when that one was recorded: each
  ///   request's event tells of its own, also where a later one of the same call replaced it.
  package borrowing func record(
    _ occurrences: [ErrorLogOccurrence], at now: UTCInstant
  ) throws(StoreError) -> [ErrorLog] {
    guard !occurrences.isEmpty else { return [] }
    var latest: [ErrorLogKey: (occurrence: ErrorLogOccurrence, count: Int64)] = [:]
    for occurrence in occurrences {
      let key = ErrorLogKey(occurrence.entry)
      latest[key] = (occurrence, (latest[key]?.count ?? 0) + 1)
    }

    let sorted = latest.sorted { $0.key < $1.key }
    let known = try knownKeys(sorted.map(\.key))
    var numbers = try numbersForNew(sorted.count { !known.contains($0.key) })

    var rows = RowBuffer(rows: sorted.count, of: ErrorLogTable.table.columns.count)
    for (key, error) in sorted {
      // A known log keeps its number; what stands here for it is never stored.
      let number = known.contains(key) ? "" : Self.number(numbers.removeFirst())
      ErrorLog(
        number: number, entry: error.occurrence.entry,
        requestIdentifier: error.occurrence.requestIdentifier, occurrences: error.count,
        firstSeenAt: now, lastSeenAt: now
      ).encode(into: &rows)
    }

    var stored: [ErrorLogKey: ErrorLog] = [:]
    try database.write(ErrorLogTable.upsert, rows) { row throws(StoreError) in
      var decoder = RowDecoder(row)
      let log = try ErrorLog(from: &decoder)
      stored[ErrorLogKey(log.entry)] = log
    }

    var logs: [ErrorLog] = []
    logs.reserveCapacity(occurrences.count)
    for occurrence in occurrences {
      let key = ErrorLogKey(occurrence.entry)
      guard let log = stored[key], let left = latest[key]?.count else {
        throw StoreError(.fault, "an error log that was written did not come back")
      }
      latest[key] = (occurrence, left - 1)
      logs.append(
        ErrorLog(
          number: log.number, entry: occurrence.entry,
          requestIdentifier: occurrence.requestIdentifier, occurrences: log.occurrences - left + 1,
          firstSeenAt: log.firstSeenAt, lastSeenAt: now))
    }
    return logs
  }

  /// Those of the keys that have a row. Logs are never deleted, so a known one stays known; one that
  /// another transaction makes meanwhile costs a number, and the upsert keeps the other's.
  private borrowing func knownKeys(
    _ keys: [ErrorLogKey]
  ) throws(StoreError) -> Set<ErrorLogKey> {
    let found = try database.rows(
      """
      SELECT \(columns: ErrorLogTable.table) FROM error_log
      WHERE primary_id \(anyOf: Set(keys.map(\.primaryRecord.id)))
        AND related_id \(anyOf: Set(keys.map { $0.relatedRecord?.id ?? "" }))
      """
    ) { row throws(StoreError) in ErrorLogKey(try ErrorLog(from: &row).entry) }
    return Set(found)
  }

  private borrowing func numbersForNew(_ count: Int) throws(StoreError) -> Range<Int64> {
    count == 0 ? 0..<0 : try SequenceCounter.errorLog.take(count, from: database)
  }

  /// `EL-` and at least six digits.
  private static func number(_ value: Int64) -> String {
    let digits = String(value)
    return "EL-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
  }
}

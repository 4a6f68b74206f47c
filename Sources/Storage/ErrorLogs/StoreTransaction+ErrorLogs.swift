package import Billing
package import CivilTime

extension StoreTransaction {
  /// Records errors. One with the category, primary and related record of a stored log replaces it:
  /// number and first time stay, the occurrences count up. Of several such in one call the last is
  /// what is stored, and all are counted.
  ///
  /// - Returns: the log of each occurrence, in their order, as it stood when that one was recorded: each
  ///   request's event reports its own, also where a later one of the same call replaced it.
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
    // A number for each: an upsert does not say beforehand which are new, and asking costs more than a number
    // that a known log leaves unused.
    var numbers = try SequenceCounter.errorLog.take(sorted.count, from: database)

    var rows = RowBuffer(rows: sorted.count, of: ErrorLogTable.table.columns.count)
    for (_, error) in sorted {
      ErrorLog(
        number: Self.number(numbers.removeFirst()), entry: error.occurrence.entry,
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

  /// `EL-` and at least six digits.
  private static func number(_ value: Int64) -> String {
    "EL-" + DigitText.padded(value, to: 6)
  }
}

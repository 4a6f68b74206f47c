package import Billing
package import CivilTime

extension StoreTransaction {
  /// Records missing values, each once, as an error log (category Numbering). Of two that found the same one records it. A
  /// sequence has one log, which a later gap replaces, so that each names what else is missing and not explained.
  ///
  /// - Returns: the logs of those that were not recorded before, one for each value.
  package borrowing func recordNumberGaps(
    _ found: [FoundGap], at now: UTCInstant
  ) throws(StoreError) -> [ErrorLog] {
    var new: [FoundGap] = []
    for missing in found {
      let isNew = try database.execute(
        """
        INSERT INTO number_gap (sequence, value, number, found_at)
        VALUES (\(missing.sequence.name), \(missing.gap.value), \(missing.gap.text ?? ""), \(now))
        ON CONFLICT (sequence, value) DO NOTHING
        """)
      if isNew == 1 { new.append(missing) }
    }
    var unexplained: [String: UnexplainedValues] = [:]
    for name in Set(new.map(\.sequence.name)) {
      unexplained[name] = try unexplainedValues(of: name)
    }
    let entries = new.map { missing in
      missing.gap.entry(
        of: missing.sequence,
        besides: unexplained[missing.sequence.name]?.text(besides: missing.gap.value) ?? "")
    }
    return try record(entries.map { ErrorLogOccurrence($0, requestIdentifier: nil) }, at: now)
  }

  /// Recorded as missing.
  private borrowing func unexplainedValues(
    of sequence: String
  ) throws(StoreError) -> UnexplainedValues {
    UnexplainedValues(
      try database.rows(
        """
        SELECT value FROM number_gap WHERE sequence = \(sequence) AND explanation IS NULL
        ORDER BY value
        """
      ) { row throws(StoreError) in try row.integer() })
  }

  /// Has a missing value explained; a later explanation takes the place of an earlier one.
  package borrowing func explain(
    _ gap: NumberGap, of sequence: SequenceState, as text: String, at now: UTCInstant
  ) throws(StoreError) {
    try database.execute(
      """
      INSERT INTO number_gap (sequence, value, number, found_at, explanation, explained_at)
      VALUES (\(sequence.name), \(gap.value), \(gap.text ?? ""), \(now), \(text), \(now))
      ON CONFLICT (sequence, value) DO UPDATE SET explanation = excluded.explanation,
        explained_at = excluded.explained_at
      """)
  }
}

/// The missing values of a sequence that nobody has explained, as a sentence names them.
private struct UnexplainedValues {
  /// Runs that a sentence names.
  private static let mostNamed = 20

  private var runs: [ClosedRange<Int64>] = []

  /// From values in order.
  init(_ values: [Int64]) {
    for value in values {
      if let last = runs.last, last.upperBound == value - 1 {
        runs[runs.count - 1] = last.lowerBound...value
      } else {
        runs.append(value...value)
      }
    }
  }

  /// ` The values 3, 5 to 9 are missing as well.`; empty where no other is.
  func text(besides value: Int64) -> String {
    var parts: [ClosedRange<Int64>] = []
    for run in runs {
      guard run.contains(value) else {
        parts.append(run)
        continue
      }
      if run.lowerBound < value { parts.append(run.lowerBound...(value - 1)) }
      if value < run.upperBound { parts.append((value + 1)...run.upperBound) }
    }
    guard !parts.isEmpty else { return "" }
    let names = parts.prefix(Self.mostNamed).map { run in
      run.count == 1 ? String(run.lowerBound) : "\(run.lowerBound) to \(run.upperBound)"
    }.joined(separator: ", ")
    let more = parts.dropFirst(Self.mostNamed).reduce(0) { $0 + $1.count }
    let isOne = parts.count == 1 && parts[0].count == 1
    return " Missing as well: \(isOne ? "value" : "values") \(names)"
      + (more > 0 ? " and \(more) more." : ".")
  }
}

extension NumberGap {
  fileprivate func entry(of sequence: SequenceState, besides others: String) -> ErrorLogEntry {
    let policy = RecordReference(type: .sequencePolicy, id: sequence.identifier)
    let primary = sequence.legalEntityId.map { RecordReference(.legalEntity, $0) } ?? policy
    let name = text.map { "\(value) (\($0))" } ?? String(value)
    return ErrorLogEntry(
      category: .numbering, code: .sequenceGap,
      message:
        "The value \(name) of \(sequence.title) is on no document.\(others) The worker leaves no "
        + "gap: a row was deleted, or a backup restored. Find out what happened, then run "
        + "invoice-worker numbers explain \(sequence.identifier) \(value) TEXT.",
      primaryRecord: primary, relatedRecord: primary == policy ? nil : policy)
  }
}

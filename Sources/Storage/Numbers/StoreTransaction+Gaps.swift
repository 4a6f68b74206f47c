package import Billing
package import CivilTime

extension StoreTransaction {
  /// Records missing values, each once, as an error log (category Numbering). Of two that found the same one records it.
  ///
  /// - Returns: the logs of those that were not recorded before, one for each value.
  package borrowing func recordNumberGaps(
    _ found: [FoundGap], at now: UTCInstant
  ) throws(StoreError) -> [ErrorLog] {
    var entries: [ErrorLogEntry] = []
    for missing in found {
      let isNew = try database.execute(
        """
        INSERT INTO number_gap (sequence, value, number, found_at)
        VALUES (\(missing.sequence.name), \(missing.gap.value), \(missing.gap.text ?? ""), \(now))
        ON CONFLICT (sequence, value) DO NOTHING
        """)
      if isNew == 1 { entries.append(missing.gap.entry(of: missing.sequence)) }
    }
    return try record(entries.map { ErrorLogOccurrence($0, requestIdentifier: nil) }, at: now)
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

extension NumberGap {
  fileprivate func entry(of sequence: SequenceState) -> ErrorLogEntry {
    let policy = RecordReference(
      type: .sequencePolicy, id: sequence.policyId?.text ?? "built-in")
    let primary = sequence.legalEntityId.map { RecordReference(.legalEntity, $0) } ?? policy
    let name = text.map { "\(value) (\($0))" } ?? String(value)
    return ErrorLogEntry(
      category: .numbering, code: .sequenceGap,
      message:
        "The value \(name) of \(sequence.title) is on no document. The worker leaves no gap: a row was deleted, or a backup"
        + " restored. Find out what happened, then run invoice-worker numbers explain.",
      primaryRecord: primary, relatedRecord: primary == policy ? nil : policy)
  }
}

package import Billing
package import CivilTime

extension StoreTransaction {
  /// Records the values that are missing and that nobody has explained, each once: what is new among them is an error log
  /// (category Numbering). At most ``mostNewGaps`` at once; the next look takes the next.
  ///
  /// - Returns: the logs of those that are new.
  package borrowing func recordNumberGaps(at now: UTCInstant) throws(StoreError) -> [ErrorLog] {
    var entries: [ErrorLogEntry] = []
    for sequence in try database.numberSequences() {
      let known = Set(
        try database.rows("SELECT value FROM number_gap WHERE sequence = \(sequence.name)") {
          row throws(StoreError) in try row.integer()
        })
      var missing: [NumberGap] = []
      var counted = 0
      try database.forEachMissingNumber(of: sequence, counting: &counted) { gap in
        guard gap.explanation == nil, !known.contains(gap.value) else { return }
        if missing.count < Self.mostNewGaps { missing.append(gap) }
      }
      for gap in missing {
        try database.execute(
          """
          INSERT INTO number_gap (sequence, value, number, found_at)
          VALUES (\(sequence.name), \(gap.value), \(gap.text ?? ""), \(now))
          """)
        entries.append(gap.entry(of: sequence))
      }
    }
    return try record(entries.map { ErrorLogOccurrence($0, requestIdentifier: nil) }, at: now)
  }

  /// Gaps of a sequence that one look records at most.
  private static let mostNewGaps = 100

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

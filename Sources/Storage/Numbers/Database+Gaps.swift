package import Billing

extension Queries {
  /// The sequences of which no value may be missing, the built-in ones first.
  package func numberSequences() throws(StoreError) -> [SequenceState] {
    try database.numberSequences()
  }

  /// The values that are missing, that nobody has explained and of which there is no error log yet: of each sequence the first
  /// ``mostNewGaps``, the next look finds the next.
  package func newNumberGaps() throws(StoreError) -> [FoundGap] {
    try session.reading { () throws(StoreError) in
      var found: [FoundGap] = []
      for sequence in try database.numberSequences() {
        let known = Set(
          try database.rows("SELECT value FROM number_gap WHERE sequence = \(sequence.name)") {
            row throws(StoreError) in try row.integer()
          })
        var gaps: [FoundGap] = []
        _ = try database.forEachMissingNumber(of: sequence) { gap in
          guard gap.explanation == nil, !known.contains(gap.value), gaps.count < Self.mostNewGaps
          else { return }
          gaps.append(FoundGap(sequence: sequence, gap: gap))
        }
        found += gaps
      }
      return found
    }
  }

  /// Gaps of a sequence that one look finds at most.
  private static var mostNewGaps: Int { 100 }

  /// Hands over the values of a sequence that no document bears, in order; explained ones too.
  package func forEachMissingNumber(
    of sequence: SequenceState, _ body: (NumberGap) -> Void
  ) throws(StoreError) {
    try session.reading { () throws(StoreError) in
      _ = try database.forEachMissingNumber(of: sequence, body)
    }
  }
}

extension Database {
  func numberSequences() throws(StoreError) -> [SequenceState] {
    let sequences = try rows(
      """
      SELECT counter.name, coalesce(counter.first_value, counter.start_value), counter.next_value,
        policy.id, policy.target, policy.mode, policy.legal_entity_id
      FROM sequence_counter counter
      LEFT JOIN sequence_policy policy ON counter.name = 'policy:' || policy.id
      WHERE policy.id IS NOT NULL
        OR counter.name IN (\(NumberSequence.builtIn(.invoice).name), \
      \(NumberSequence.builtIn(.creditMemo).name))
      ORDER BY counter.name
      """
    ) { row throws(StoreError) in
      let name = try row.text()
      let first = try row.integer()
      let next = try row.integer()
      let policyId: SequencePolicy.ID? = try row.optionalID()
      let target: SequencePolicy.Target? = try row.optionalValue()
      let mode: SequencePolicy.Mode? = try row.optionalValue()
      let builtIn: SequencePolicy.Target =
        name == NumberSequence.builtIn(.creditMemo).name ? .creditMemo : .invoice
      return SequenceState(
        name: name, policyId: policyId, target: target ?? builtIn, mode: mode ?? .gapless,
        legalEntityId: try row.optionalID(), first: first, last: next > first ? next - 1 : nil)
    }
    return sequences.filter { $0.mode == .gapless }
  }

  /// Hands over the values that no document bears, in order, and those that several bear.
  ///
  /// - Returns: how many values are given or passed over.
  func forEachMissingNumber(
    of sequence: SequenceState, _ missing: (NumberGap) -> Void,
    repeated: (Int64) -> Void = { _ in }
  ) throws(StoreError) -> Int {
    guard let last = sequence.last else { return 0 }
    let explanations = Dictionary(
      try rows(
        """
        SELECT value, explanation FROM number_gap
        WHERE sequence = \(sequence.name) AND explanation IS NOT NULL
        """
      ) { row throws(StoreError) in (try row.integer(), try row.text()) },
      uniquingKeysWith: { first, _ in first })
    var counted = 0
    var expected = sequence.first
    var neighbour: (value: Int64, number: String)?
    func reportMissing(upTo end: Int64) {
      while expected < end {
        let text = neighbour.flatMap {
          NumberGap.text(of: expected, like: $0.number, value: $0.value)
        }
        missing(
          NumberGap(
            value: expected, text: text,
            explanation: explanations[expected].map(NumberGap.Explanation.text)))
        expected += 1
      }
    }
    try stream(valuesGiven(by: sequence)) { found throws(StoreError) in
      let value = try found.integer(at: 0)
      let number = try found.text(at: 1)
      guard value >= sequence.first, value <= last else { return }
      counted += 1
      guard value >= expected else { return repeated(value) }
      if neighbour == nil { neighbour = (value, number) }
      reportMissing(upTo: value)
      if try found.boolean(at: 2) {
        missing(NumberGap(value: value, text: number, explanation: .passedOver(number: number)))
      }
      neighbour = (value, number)
      expected = value + 1
    }
    reportMissing(upTo: last + 1)
    return counted
  }

  private func valuesGiven(by sequence: SequenceState) -> SQL {
    let isOwn: SQL =
      sequence.policyId.map { "number_policy_id = \($0)" } ?? "number_policy_id IS NULL"
    let ofInvoices: SQL =
      sequence.policyId == nil && sequence.target == .creditMemo ? "FALSE" : isOwn
    let ofMemos: SQL = sequence.policyId == nil && sequence.target == .invoice ? "FALSE" : isOwn
    return """
      SELECT number_value, coalesce(invoice_number, ''), FALSE FROM invoice
      WHERE number_value >= \(sequence.first) AND \(ofInvoices)
      UNION ALL
      SELECT number_value, credit_memo_number, FALSE FROM credit_memo
      WHERE number_value >= \(sequence.first) AND \(ofMemos)
      UNION ALL
      SELECT value, number, TRUE FROM passed_over_number WHERE sequence = \(sequence.name)
      ORDER BY 1
      """
  }
}

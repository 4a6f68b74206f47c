package import Billing

extension StoreTransaction {
  /// The next values of several sequences, each a range of its request's count: one row for each sequence, moved in one
  /// statement in the order of their names, so that two transactions cannot wait for each other in a circle.
  ///
  /// Called last of all writes of a transaction but those of the numbered invoices: from here to the end every other
  /// transaction that numbers invoices by the same sequence waits. Called again only for sequences that it has taken
  /// from before, whose rows are its own by then. A rollback leaves no gap.
  ///
  /// - Parameter requests: each sequence once.
  /// - Returns: the range of each sequence of which any were asked for.
  /// - Throws: ``StoreError`` of kind ``StoreError/Kind/fault`` when a counter that was moved did not come back.
  package borrowing func takeInvoiceNumbers(
    _ requests: [SequenceRequest]
  ) throws(StoreError) -> [SequencePolicy.ID?: Range<Int64>] {
    var rows = RowBuffer()
    var counts: [String: SequenceRequest] = [:]
    for request in requests where request.count > 0 {
      counts[SequenceCounter.name(ofPolicy: request.policyId)] = request
    }
    for (name, request) in counts.sorted(by: { $0.key < $1.key }) {
      rows.append(name)
      rows.append(request.startValue)
      rows.append(request.startValue + Int64(request.count))
    }
    var taken: [SequencePolicy.ID?: Range<Int64>] = [:]
    guard !rows.isEmpty else { return taken }
    try database.write(SequenceCounter.taking, rows) { row throws(StoreError) in
      var decoder = RowDecoder(row)
      guard let request = counts[try decoder.text()] else { return }
      let next = try decoder.integer()
      taken[request.policyId] = (next - Int64(request.count))..<next
    }
    guard taken.count == counts.count else {
      throw StoreError(.fault, "a sequence counter that was moved did not come back")
    }
    return taken
  }
  /// Which of these numbers invoices bear, generated or from outside, and of which legal entity.
  package borrowing func issuedNumbers(
    among numbers: Set<String>
  ) throws(StoreError) -> Set<IssuedNumber> {
    guard !numbers.isEmpty else { return [] }
    // The kind names the index that keeps the numbers of each unique.
    let question: SQL = """
      SELECT invoice_number, legal_entity_id FROM invoice
      WHERE invoice_number \(anyOf: numbers) AND creation_mode = 'Generated'
      UNION ALL
      SELECT invoice_number, legal_entity_id FROM invoice
      WHERE invoice_number \(anyOf: numbers) AND creation_mode = 'External'
        AND number_scope = 'Invoice' || coalesce('/entity/' || legal_entity_id, '')
      """
    var issued: Set<IssuedNumber> = []
    try database.query(question) { row throws(StoreError) in
      var decoder = RowDecoder(row)
      issued.insert(
        IssuedNumber(number: try decoder.text(), legalEntityId: try decoder.optionalID()))
    }
    return issued
  }
}

package import Billing

extension StoreTransaction {
  /// The next values of several sequences, each a range of its request's count: one row for each sequence, moved in one
  /// statement in the order of their names, so that two transactions cannot deadlock.
  ///
  /// Called last of all writes of a transaction but those of the numbered documents: from here to the end every other
  /// transaction that numbers documents by the same sequence waits. Called again only for sequences that it has taken
  /// from before, whose rows are its own by then. A rollback leaves no gap.
  ///
  /// - Parameter requests: each sequence once; those of invoices and of memos together.
  /// - Returns: the range of each sequence of which any were asked for.
  /// - Throws: ``StoreError`` of kind ``StoreError/Kind/fault`` when a counter that was moved did not come back.
  package borrowing func takeNumbers(
    _ requests: [SequenceRequest]
  ) throws(StoreError) -> [NumberSequence: Range<Int64>] {
    var rows = RowBuffer()
    var counts: [String: SequenceRequest] = [:]
    for request in requests where request.count > 0 {
      counts[SequenceCounter.name(of: request.sequence)] = request
    }
    for (name, request) in counts.sorted(by: { $0.key < $1.key }) {
      rows.append(name)
      rows.append(request.startValue)
      rows.append(request.startValue + Int64(request.count))
    }
    var taken: [NumberSequence: Range<Int64>] = [:]
    guard !rows.isEmpty else { return taken }
    try database.write(SequenceCounter.taking, rows) { row throws(StoreError) in
      var decoder = RowDecoder(row)
      guard let request = counts[try decoder.text()] else { return }
      let next = try decoder.integer()
      taken[request.sequence] = (next - Int64(request.count))..<next
    }
    guard taken.count == counts.count else {
      throw StoreError(.fault, "a sequence counter that was moved did not come back")
    }
    return taken
  }

  /// The same for invoices alone, by policy; nil: the built-in sequence.
  package borrowing func takeInvoiceNumbers(
    _ requests: [SequenceRequest]
  ) throws(StoreError) -> [SequencePolicy.ID?: Range<Int64>] {
    var taken: [SequencePolicy.ID?: Range<Int64>] = [:]
    for (sequence, range) in try takeNumbers(requests) { taken[sequence.policyId] = range }
    return taken
  }

  /// Notes which values were taken and given to no document, so that looking for gaps knows them.
  package borrowing func notePassedOver(_ numbers: [PassedOverNumber]) throws(StoreError) {
    guard !numbers.isEmpty else { return }
    var rows = RowBuffer()
    for number in numbers { number.encode(into: &rows) }
    try database.write(.insertNew(PassedOverNumber.table), rows)
  }

  /// Which of these numbers credit memos bear, and of which legal entity.
  package borrowing func issuedCreditMemoNumbers(
    among numbers: Set<String>
  ) throws(StoreError) -> Set<IssuedNumber> {
    guard !numbers.isEmpty else { return [] }
    let issued = try database.rows(
      """
      SELECT credit_memo_number, legal_entity_id FROM credit_memo
      WHERE credit_memo_number \(anyOf: numbers)
      """
    ) { row throws(StoreError) in
      IssuedNumber(number: try row.text(), legalEntityId: try row.optionalID())
    }
    return Set(issued)
  }

  /// Keeps the numbers of these invoices that came from outside apart from those that other transactions have taken from
  /// the built-in sequence since this one was planned. From here to its end those that take some wait, and pass over
  /// what it stores.
  ///
  /// Called after a batch has taken its own numbers, so that the counter's row is locked last here as well.
  ///
  /// - Throws: ``StoreError`` of kind ``StoreError/Kind/contention`` when such a number is taken: planned again, the
  ///   request is answered so.
  borrowing func keepApart(numbersOf invoices: [Invoice]) throws(StoreError) {
    var brought: Set<IssuedNumber> = []
    for invoice in invoices where invoice.creationMode == .external {
      // The policies that are defined reserve their numbers; the built-in one reserves none.
      guard let number = invoice.number, InvoiceNumber.matches(number),
        invoice.isNumberedAmongGenerated
      else { continue }
      brought.insert(IssuedNumber(number: number, legalEntityId: invoice.legalEntityId))
    }
    guard !brought.isEmpty else { return }
    let lock: SQL = """
      SELECT next_value FROM sequence_counter
      WHERE name = \(SequenceCounter.invoiceNumber.rawValue) \(RowLock.wait)
      """
    try database.query(lock) { _ throws(StoreError) in }
    guard try issuedNumbers(among: Set(brought.map(\.number))).isDisjoint(with: brought) else {
      throw StoreError(
        .contention, "a number from outside was given out while its invoice was ingested")
    }
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

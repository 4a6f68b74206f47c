package import Billing
package import CivilTime
internal import Monetary

/// The tax relay's side of tax transactions. What came of its calls is written by ``StoreTransaction/settle(_:at:)``, in one
/// transaction with their error logs and events.
extension StoreSession {
  /// Takes transactions that are due and that no relay holds, the longest due first, and leases them until `until`; each is marked
  /// as sent and its call counted, all of which is durable when this returns. Two relays never hold the same one at the same time;
  /// one that dies with a lease gives it up when the time comes.
  package func leaseTaxes(
    limit: Int, now: UTCInstant, until: UTCInstant
  ) throws(StoreError) -> [LeasedTax] {
    // Asked first: to read costs nothing, and mostly nothing is due.
    guard limit > 0, try database.isTaxDue(at: now) else { return [] }
    return try transaction { transaction throws(StoreError) in
      let database = transaction.database
      let ids = try database.rows(
        """
        SELECT document_id FROM tax_transaction
        WHERE next_attempt_at <= \(now) AND (leased_until IS NULL OR leased_until <= \(now))
        ORDER BY next_attempt_at, document_id LIMIT \(limit) \(RowLock.skipLocked)
        """
      ) { row throws(StoreError) in try row.text() }
      guard !ids.isEmpty else { return [] }
      let leased = try database.leasedTaxes(ids, now: now, until: until)
      var rows = RowBuffer(rows: leased.count, of: TaxTransaction.changingColumns.count + 2)
      for one in leased {
        rows.append(one.transaction.id)
        one.transaction.encodeChanging(into: &rows)
        rows.append(until)
      }
      try database.write(TaxTransaction.relayUpdate, rows)
      return leased
    }
  }

  /// Gives leased transactions back whose calls were broken off on this side: the call is not counted, but the mark that the engine
  /// may have heard of it stays. Those that are no longer held by that lease stay as they are.
  package func releaseTaxes(_ leased: [LeasedTax]) throws(StoreError) {
    let ends = Dictionary(grouping: leased) { $0.until }
    guard !ends.isEmpty else { return }
    try transaction { transaction throws(StoreError) in
      for (until, taxes) in ends.sorted(by: { $0.key < $1.key }) {
        try transaction.database.execute(
          """
          UPDATE tax_transaction SET leased_until = NULL,
            attempts = CASE WHEN attempts > 0 THEN attempts - 1 ELSE 0 END
          WHERE document_id \(anyOf: taxes.map(\.transaction.id).sorted())
            AND leased_until = \(until)
          """)
      }
    }
  }

  /// What waits for the engine, and what failed there.
  package func taxesOpen() throws(StoreError) -> TaxesOpen {
    var open = TaxesOpen()
    try database.query(
      """
      SELECT 'ToCommit', min(state_since) FROM tax_transaction
      WHERE state = 'ToCommit' AND next_attempt_at IS NOT NULL
      UNION ALL
      SELECT 'ToVoid', min(state_since) FROM tax_transaction
      WHERE state = 'ToVoid' AND next_attempt_at IS NOT NULL
      UNION ALL
      SELECT 'Failed', min(state_since) FROM tax_transaction WHERE state = 'Failed'
      """
    ) { row throws(StoreError) in
      var decoder = RowDecoder(row)
      let state: TaxTransaction.State = try decoder.value()
      open.oldest[state] = try decoder.optionalInstant()
    }
    return open
  }

  /// How many transactions the engine is still to be told of, and when the first of them is due; nil where there is none.
  package func taxesToTell() throws(StoreError) -> (count: Int, firstDue: UTCInstant?) {
    try database.first(
      """
      SELECT count(*), min(next_attempt_at) FROM tax_transaction WHERE next_attempt_at IS NOT NULL
      """
    ) { row throws(StoreError) in (try row.int(), try row.optionalInstant()) } ?? (0, nil)
  }

  /// Drops what was committed of at most `limit` transactions that were created before `instant` and of which nothing is to be told
  /// any more; returns how many. The transactions stay.
  package func deleteTaxDocuments(
    before instant: UTCInstant, limit: Int
  ) throws(StoreError) -> Int {
    try transaction { transaction throws(StoreError) in
      try transaction.database.execute(
        """
        DELETE FROM tax_document WHERE document_id IN (
          SELECT d.document_id FROM tax_document d
          JOIN tax_transaction t ON t.document_id = d.document_id
          WHERE d.created_at < \(instant) AND t.next_attempt_at IS NULL AND t.state <> 'Failed'
          ORDER BY d.created_at, d.document_id LIMIT \(limit)
        )
        """)
    }
  }
}

/// Since when the longest waiting transaction of each state that ends in another has waited.
package struct TaxesOpen: Hashable, Sendable {
  /// ``Billing/TaxTransaction/State/toCommit``, ``Billing/TaxTransaction/State/toVoid`` and
  /// ``Billing/TaxTransaction/State/failed``, as far as there is one.
  package var oldest: [TaxTransaction.State: UTCInstant] = [:]

  package init() {}
}

extension TaxTransaction {
  static let relayUpdate = BulkWrite.update(table, set: changingColumns + [leaseColumn])
}

extension StoreTransaction {
  /// What answers make of transactions, which are locked for it in order of their identifiers. An answer that comes after the end of
  /// its lease counts where it says what the engine has done; that it did not answer then says nothing to whoever holds the lease
  /// now.
  ///
  /// - Returns: those that were changed, as they were and as they are, in order of their identifiers.
  package borrowing func settle(
    _ answers: [AnsweredTax], at now: UTCInstant
  ) throws(StoreError) -> [SettledTax] {
    let answers = Dictionary(answers.map { ($0.leased.transaction.id, $0) }) { $1 }
    guard !answers.isEmpty else { return [] }
    var settled: [SettledTax] = []
    var rows = RowBuffer(rows: answers.count, of: TaxTransaction.changingColumns.count + 2)
    let stored = try database.rows(
      """
      SELECT \(columns: TaxTransaction.table), leased_until FROM tax_transaction
      WHERE document_id \(anyOf: answers.keys) ORDER BY document_id \(RowLock.wait)
      """
    ) { row throws(StoreError) in (try TaxTransaction(from: &row), try row.optionalInstant()) }
    for (before, leasedUntil) in stored {
      guard let answered = answers[before.id] else { continue }
      let isHeld = leasedUntil == answered.leased.until
      guard isHeld || answered.answer.saysWhatWasDone else { continue }
      let after = before.applying(answered.answer, at: now)
      guard isHeld || after != before else { continue }
      rows.append(after.id)
      after.encodeChanging(into: &rows)
      rows.append(isHeld ? nil : leasedUntil)
      settled.append(SettledTax(before: before, after: after, leased: answered.leased))
    }
    try database.write(TaxTransaction.relayUpdate, rows)
    return settled
  }
}

extension TaxTransition {
  fileprivate var saysWhatWasDone: Bool {
    switch self {
    case .commitAnswered(let answer):
      switch answer {
      case .committed, .variance, .refused: true
      case .invalid, .away: false
      }
    case .voidAnswered(let answer):
      switch answer {
      case .voided, .credited, .refused: true
      case .invalid, .away: false
      }
    case .begun, .documentVoided, .retried: false
    }
  }
}

extension Database {
  fileprivate func isTaxDue(at now: UTCInstant) throws(StoreError) -> Bool {
    try first(
      """
      SELECT 1 FROM tax_transaction
      WHERE next_attempt_at <= \(now) AND (leased_until IS NULL OR leased_until <= \(now)) LIMIT 1
      """
    ) { _ throws(StoreError) in true } ?? false
  }

  /// In the order of `ids`, each with its call begun.
  fileprivate func leasedTaxes(
    _ ids: [String], now: UTCInstant, until: UTCInstant
  ) throws(StoreError) -> [LeasedTax] {
    let leased = try rows(
      """
      SELECT \(columns: TaxTransaction.table, of: "t"), d.content,
        coalesce(i.invoice_number, m.credit_memo_number),
        coalesce(i.request_source, m.request_source, ''),
        coalesce(i.request_identifier, m.request_identifier, '')
      FROM tax_transaction t
      LEFT JOIN tax_document d ON d.document_id = t.document_id
      LEFT JOIN invoice i ON i.id = t.document_id AND t.document_type = 'Invoice'
      LEFT JOIN credit_memo m ON m.id = t.document_id AND t.document_type = 'CreditMemo'
      WHERE t.document_id \(anyOf: ids)
      """
    ) { row throws(StoreError) in
      let transaction = try TaxTransaction(from: &row)
      let content = try row.optionalText()
      let number = try row.optionalText()
      let request = RequestKey(source: try row.text(), identifier: try row.text())
      return LeasedTax(
        transaction: transaction.applying(.begun, at: now),
        call: LeasedTax.Call(of: transaction, content, number), name: number ?? transaction.id.text,
        request: request, until: until)
    }
    let places = Dictionary(zip(ids, ids.indices)) { first, _ in first }
    return leased.sorted {
      places[$0.transaction.id.text, default: 0] < places[$1.transaction.id.text, default: 0]
    }
  }
}

extension LeasedTax.Call {
  fileprivate init(of transaction: TaxTransaction, _ content: String?, _ number: String?) {
    switch transaction.call {
    case .void(let void): self = .void(void)
    case .commit:
      guard let number else {
        self = .impossible(reason: "the document has no number")
        return
      }
      guard
        let stored = content.flatMap({
          TaxedDocument.stored($0, of: transaction.id, transaction.total.currency)
        })
      else {
        self = .impossible(reason: "what the document was posted with cannot be read")
        return
      }
      let kind: TaxCommit.Number =
        switch transaction.subject {
        case .invoice: .invoice(number)
        case .creditMemo: .creditMemo(number)
        }
      self = .commit(TaxCommit(document: stored.document, number: kind, quote: stored.quote))
    case nil: self = .impossible(reason: "there is nothing to be told of it")
    }
  }
}

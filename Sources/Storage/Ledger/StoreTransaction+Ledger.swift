package import Billing

extension StoreTransaction {
  /// Adds a batch's rows to the ledger, but for its applications (``insertApplications(of:)``), and stores the sums of the payments and
  /// memos that they moved. Credit memos are numbered by then.
  ///
  /// - Throws: ``StoreError`` of kind ``StoreError/Kind/contention`` where another transaction has recorded a payment, refund,
  ///   reversal or a memo's own identifier since this one was planned, for another account: planned again, the request is
  ///   answered so. Of kind ``StoreError/Kind/constraint`` for sums beyond their bounds.
  package borrowing func write(_ ledger: [LedgerEffects]) throws(StoreError) {
    guard ledger.contains(where: { !$0.isEmpty }) else { return }
    try insertPayments(ledger)
    try insertCreditMemos(ledger)
    try insertRefundsAndReversals(ledger)
  }

  /// Adds the applications of a batch, in the order in which they were recorded. They bear no number, so that they are written
  /// before the numbers are taken; ``write(_:)`` follows.
  ///
  /// - Throws: ``StoreError`` of kind ``StoreError/Kind/constraint`` for a row that is taken back twice.
  package borrowing func insertApplications(of ledger: [LedgerEffects]) throws(StoreError) {
    var applications = RowBuffer()
    for effects in ledger {
      for application in effects.applications { application.encode(into: &applications) }
    }
    try database.write(.insert(Application.table), applications)
  }

  private borrowing func insertPayments(_ ledger: [LedgerEffects]) throws(StoreError) {
    // What the batch's last request has left of each; one that the batch made is stored so at once.
    var latest: [Payment.ID: Payment] = [:]
    for effects in ledger {
      for payment in effects.payments + effects.changedPayments { latest[payment.id] = payment }
    }
    let made = Set(ledger.lazy.flatMap(\.payments).map(\.id))
    var rows = RowBuffer()
    for id in made.sorted() { latest[id]?.encode(into: &rows) }
    try insertOnce(rows, into: Payment.table, count: made.count)
    var sums = RowBuffer()
    for id in latest.keys.filter({ !made.contains($0) }).sorted() {
      sums.append(id)
      latest[id]?.encodeSums(into: &sums)
    }
    try database.write(.update(Payment.table, set: Payment.sumColumns), sums)
  }

  private borrowing func insertCreditMemos(_ ledger: [LedgerEffects]) throws(StoreError) {
    var latest: [CreditMemo.ID: CreditMemo] = [:]
    for effects in ledger {
      for memo in effects.creditMemos { latest[memo.id] = memo }
      // Numbers are given to what is made; a later request of the batch may not know them.
      for memo in effects.changedCreditMemos {
        var memo = memo
        memo.number = memo.number ?? latest[memo.id]?.number
        memo.numberOrigin = memo.numberOrigin ?? latest[memo.id]?.numberOrigin
        latest[memo.id] = memo
      }
    }
    let made = Set(ledger.lazy.flatMap(\.creditMemos).map(\.id))
    let mirrors = ledger.reduce(into: Set<CreditMemo.ID>()) { $0.formUnion($1.mirrors) }
    try insertNew(made.sorted().compactMap { latest[$0] }, mirrors)
    var states = RowBuffer()
    for id in latest.keys.filter({ !made.contains($0) }).sorted() {
      states.append(id)
      latest[id]?.encodeState(into: &states)
    }
    try database.write(.update(CreditMemo.table, set: CreditMemo.stateColumns), states)
  }

  /// Of a memo that mirrors the invoice it voids no lines are stored: the invoice has them (``MirroredLines``).
  private borrowing func insertNew(
    _ memos: [CreditMemo], _ mirrors: Set<CreditMemo.ID>
  ) throws(StoreError) {
    guard !memos.isEmpty else { return }
    // Those with an identifier of their sender's apart, and in its order: another account's request may be using it at the
    // same time.
    var withIdentifier: [CreditMemo] = []
    var others = RowBuffer(rows: memos.count, of: CreditMemo.table.columns.count)
    var lines = RowBuffer()
    var taxes = RowBuffer()
    for memo in memos {
      if memo.uniqueIdentifier == nil {
        try memo.encodeHead(into: &others)
      } else {
        withIdentifier.append(memo)
      }
      guard !mirrors.contains(memo.id) else { continue }
      for (position, line) in zip(1..., memo.lines) {
        line.encode(into: &lines, of: memo.id, position: position)
        line.encodeTaxes(into: &taxes, of: memo.id, position: position)
      }
    }
    withIdentifier.sort { $0.uniqueIdentifier ?? "" < $1.uniqueIdentifier ?? "" }
    var named = RowBuffer()
    for memo in withIdentifier { try memo.encodeHead(into: &named) }
    let identifier = "(unique_identifier) WHERE unique_identifier IS NOT NULL"
    try insertOnce(
      named, into: CreditMemo.table, onConflict: identifier, count: withIdentifier.count)
    try database.write(.insert(CreditMemo.table), others)
    try database.write(.insert(CreditMemoLine.table), lines)
    try database.write(.insert(CreditMemoLine.taxTable), taxes)
  }

  private borrowing func insertRefundsAndReversals(
    _ ledger: [LedgerEffects]
  ) throws(StoreError) {
    let refunds = ledger.flatMap(\.refunds).sorted { $0.id < $1.id }
    var rows = RowBuffer()
    for refund in refunds { refund.encode(into: &rows) }
    try insertOnce(rows, into: Refund.table, count: refunds.count)
    let reversals = ledger.flatMap(\.reversals).sorted { $0.id < $1.id }
    rows = RowBuffer()
    for reversal in reversals { reversal.encode(into: &rows) }
    try insertOnce(rows, into: Reversal.table, count: reversals.count)
  }

  /// Inserts rows whose key a sender chose. Where none was found while planning, another account's transaction may have
  /// stored it since: no lock of this one's accounts keeps it out. The rows come in the order of their keys, so that two such
  /// transactions cannot deadlock here.
  private borrowing func insertOnce(
    _ rows: RowBuffer, into table: Table, onConflict key: String = "(id)", count: Int
  ) throws(StoreError) {
    guard !rows.isEmpty else { return }
    var stored = 0
    try database.write(.insertNew(table, onConflict: key, returning: "id"), rows) {
      _ throws(StoreError) in stored += 1
    }
    guard stored == count else {
      throw StoreError(
        .contention, "another transaction has recorded the same identifier in \(table.name)")
    }
  }
}

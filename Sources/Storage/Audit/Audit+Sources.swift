internal import Billing
internal import Monetary

/// What invoices are settled from.
extension Audit {
  mutating func checkMemos() throws(StoreError) {
    try checkSources(
      """
      SELECT id, 0 AS kind, credited_amount AS amount, currency, status,
        source_action, applied_amount, refunded_amount, NULL AS reversed_amount,
        balance AS left_amount,
        total_amount, total_tax_amount
      FROM credit_memo WHERE TRUE\(ofAccount())
      UNION ALL
      SELECT credit_memo_id, 4, amount, \(Self.nothing) FROM credit_memo_line
      WHERE TRUE\(ofAccountsMemos)
      UNION ALL
      SELECT credit_memo_id, 5, amount, \(Self.nothing) FROM credit_memo_line_tax
      WHERE TRUE\(ofAccountsMemos)
      UNION ALL
      SELECT credit_memo_id, CASE WHEN is_opposite THEN 7 ELSE 4 END, amount, \(Self.nothing)
      FROM \(MirroredLines.table) line WHERE TRUE\(ofAccount())
      UNION ALL
      SELECT credit_memo_id, CASE WHEN is_opposite THEN 8 ELSE 5 END, amount, \(Self.nothing)
      FROM \(MirroredLines.taxes(.row)) tax WHERE TRUE\(ofAccount())
      UNION ALL
      SELECT credit_memo_id, CASE WHEN is_opposite THEN 8 ELSE 5 END, amount, \(Self.nothing)
      FROM \(MirroredLines.taxes(.line)) tax WHERE TRUE\(ofAccount())
      UNION ALL
      SELECT source_id, CASE WHEN takes_back IS NULL THEN 1 ELSE 2 END, amount, \(Self.nothing)
      FROM application WHERE source_type = 'CreditMemo'\(ofAccount())
      UNION ALL
      SELECT source_id, 3, amount, \(Self.nothing) FROM refund
      WHERE source_type = 'CreditMemo'\(ofAccount())
      ORDER BY id, kind
      """, of: .creditMemo)
  }

  mutating func checkPayments() throws(StoreError) {
    try checkSources(
      """
      SELECT id, 0 AS kind, amount, currency, 'Posted' AS status, 'Payment' AS source_action,
        applied_amount, refunded_amount, reversed_amount, unapplied_amount AS left_amount,
        NULL AS total_amount, NULL AS total_tax_amount
      FROM payment WHERE TRUE\(ofAccount())
      UNION ALL
      SELECT source_id, CASE WHEN takes_back IS NULL THEN 1 ELSE 2 END, amount, \(Self.nothing)
      FROM application WHERE source_type = 'Payment'\(ofAccount())
      UNION ALL
      SELECT source_id, 3, amount, \(Self.nothing) FROM refund
      WHERE source_type = 'Payment'\(ofAccount())
      UNION ALL
      SELECT payment_id, 6, amount, \(Self.nothing) FROM reversal WHERE TRUE\(ofAccount())
      ORDER BY id, kind
      """, of: .payment)
  }

  private mutating func checkSources(
    _ statement: SQL, of type: RecordType
  ) throws(StoreError) {
    let promise: AuditPromise = type == .payment ? .payments : .creditMemos
    var open: AuditedSource?
    try database.stream(statement) { found throws(StoreError) in
      var row = RowDecoder(found)
      countRow()
      let id = try row.text()
      guard let kind = SourceRow(rawValue: try row.int()) else { throw row.unreadable("kind") }
      if kind == .head {
        finish(open, promise)
        open = try AuditedSource(RecordReference(type: type, id: id), headFrom: &row)
        return
      }
      guard open?.record.id == id, let currency = open?.currency else {
        report.add([
          AuditBreach(
            promise, "A row of \(kind) names \(type.rawValue) \(id), which is not stored.")
        ])
        return
      }
      let amount = try row.money(currency).minorUnits
      switch kind {
      case .head: break
      case .applied: open?.sums.applied += amount
      case .takenBack: open?.sums.applied -= amount
      case .refunded: open?.sums.refunded += amount
      case .line: open?.sums.lines += amount
      case .tax: open?.sums.taxes += amount
      case .oppositeLine: open?.sums.lines -= amount
      case .oppositeTax: open?.sums.taxes -= amount
      case .reversed: open?.sums.reversed += amount
      }
    }
    finish(open, promise)
  }

  private mutating func finish(_ source: AuditedSource?, _ promise: AuditPromise) {
    guard let source else { return }
    report.count(promise)
    report.add(source.breaches)
  }

  private enum SourceRow: Int {
    case head, applied, takenBack, refunded, line, tax, reversed, oppositeLine, oppositeTax
  }

  private static let nothing: SQL = "NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL"

  private var ofAccountsMemos: SQL {
    account.map { " AND credit_memo_id IN (SELECT id FROM credit_memo WHERE account_id = \($0))" }
      ?? ""
  }
}

extension AuditedSource {
  fileprivate init(_ record: RecordReference, headFrom row: inout RowDecoder) throws(StoreError) {
    let amount = try row.decimal()
    let currency = try row.currency()
    guard let whole = Money(exactly: amount, currency: currency) else {
      throw row.unreadable("amount")
    }
    let isVoided = try row.text() == CreditMemo.Status.voided.rawValue
    let action = try row.text()
    let applied = try row.money(currency)
    let refunded = try row.money(currency)
    // Of a payment alone; a memo alone has lines and taxes.
    let reversed = try row.optionalMoney(currency)
    let left = try row.money(currency)
    let total = try row.optionalMoney(currency)
    let tax = try row.optionalMoney(currency)
    self.init(
      record, currency: currency, isVoided: isVoided,
      mayBeNegative: action == CreditMemo.SourceAction.voidPostedInvoice.rawValue,
      stated: Figures(
        amount: whole, applied: applied, refunded: refunded, reversed: reversed, left: left,
        total: total, tax: tax))
  }
}

package import Billing
package import CivilTime
package import Monetary

extension Queries {
  /// The currencies in which anything was ever recorded for an account, in order.
  package func statementCurrencies(of account: Account.ID) throws(StoreError) -> [Currency] {
    try database.rows(
      """
      SELECT currency FROM invoice WHERE account_id = \(account) AND status IN ('Posted', 'Voided')
      UNION SELECT currency FROM credit_memo WHERE account_id = \(account)
      UNION SELECT currency FROM payment WHERE account_id = \(account)
      ORDER BY currency
      """
    ) { row throws(StoreError) in try row.currency() }
  }

  /// Hands over what moved an account's balance up to a day, in constant memory: by day, kind and identifier.
  package func forEachStatementEntry(
    of account: Account.ID, in currency: Currency, to day: CivilDate,
    _ body: (StatementEntry) throws(StoreError) -> Void
  ) throws(StoreError) {
    try session.reading { () throws(StoreError) in
      try database.stream(Self.entries(of: account, in: currency, to: day)) {
        found throws(StoreError) in
        var row = RowDecoder(found)
        let date = try row.date()
        let place = try row.int()
        let id = try row.text()
        let number = try row.optionalText()
        let amount = try row.money(currency)
        guard StatementEntry.Kind.allCases.indices.contains(place) else {
          throw row.unreadable("kind")
        }
        let kind = StatementEntry.Kind.allCases[place]
        try body(
          StatementEntry(
            date: date, kind: kind, id: id, number: number,
            amount: try row.boolean() ? amount.negated : amount))
      }
    }
  }

  /// Book dates as the documents compute them: the earlier of a document's date and the day on which it was recorded.
  private static func entries(
    of account: Account.ID, in currency: Currency, to day: CivilDate
  ) -> SQL {
    func bookDate(_ date: SQL, _ recorded: SQL) -> SQL {
      "CASE WHEN \(date) < \(recorded) THEN \(date) ELSE \(recorded) END"
    }
    let isOwn: SQL = "account_id = \(account) AND currency = \(currency.code)"
    let isConversion: SQL = "source_action = 'NegativeInvoiceLineConversion'"
    return """
      SELECT book_date, place, id, number, amount, is_negated FROM (
        SELECT \(bookDate("invoice_date", "posted_date")) AS book_date, 0 AS place, id,
          invoice_number AS number, payable AS amount, is_credit_note AS is_negated
        FROM invoice WHERE \(isOwn) AND status IN ('Posted', 'Voided')
        UNION ALL
        SELECT \(bookDate("credit_date", "recorded_date")), 1, id, credit_memo_number,
          credited_amount, TRUE
        FROM credit_memo WHERE \(isOwn) AND NOT \(isConversion)
        UNION ALL
        SELECT \(bookDate("credit_date", "recorded_date")), 2, id, credit_memo_number, '0', FALSE
        FROM credit_memo WHERE \(isOwn) AND \(isConversion)
        UNION ALL
        SELECT voided_date, 3, id, credit_memo_number, credited_amount, FALSE
        FROM credit_memo WHERE \(isOwn) AND voided_date IS NOT NULL AND NOT \(isConversion)
        UNION ALL
        SELECT \(bookDate("received_date", "recorded_date")), 4, id, reference, amount, TRUE
        FROM payment WHERE \(isOwn)
        UNION ALL
        SELECT \(bookDate("refund_date", "recorded_date")), 5, id, reference, amount, FALSE
        FROM refund WHERE \(isOwn)
        UNION ALL
        SELECT \(bookDate("reversal_date", "recorded_date")), 6, id, reason, amount, FALSE
        FROM reversal WHERE \(isOwn)
      ) entry
      WHERE book_date <= \(day)
      ORDER BY book_date, place, id
      """
  }
}

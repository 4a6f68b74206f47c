package import Billing
package import CivilTime
package import Monetary

extension Queries {
  /// Hands over an account's statement up to a day, in constant memory and all of one commit: of each currency, in order,
  /// the currency, what moved the balance by day, kind and identifier, then what is open on the day. Where nothing was
  /// recorded it is the account's currency, with nothing in it.
  package func forEachStatementRow(
    of account: Account.ID, in chosen: Currency?, to day: CivilDate, today: CivilDate,
    _ body: (StatementRow) -> Void
  ) throws(StoreError) {
    try session.reading { () throws(StoreError) in
      let currencies = if let chosen { [chosen] } else { try currencies(of: account) }
      for currency in currencies {
        body(.currency(currency))
        try database.stream(Self.entries(of: account, in: currency, to: day)) {
          found throws(StoreError) in
          body(.entry(try StatementEntry(found, in: currency)))
        }
        try database.openDocuments(
          AgingSelection(asOf: day, today: today, account: account, currency: currency)
        ) { body(.open($0)) }
      }
    }
  }

  /// In which anything was ever recorded for an account, in order.
  private func currencies(of account: Account.ID) throws(StoreError) -> [Currency] {
    let recorded = try database.rows(
      """
      SELECT currency FROM invoice WHERE account_id = \(account) AND status IN ('Posted', 'Voided')
      UNION SELECT currency FROM credit_memo WHERE account_id = \(account)
      UNION SELECT currency FROM payment WHERE account_id = \(account)
      ORDER BY currency
      """
    ) { row throws(StoreError) in try row.currency() }
    guard recorded.isEmpty else { return recorded }
    return try database.rows("SELECT currency FROM account WHERE id = \(account)") {
      row throws(StoreError) in try row.currency()
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

extension StatementEntry {
  fileprivate init(_ found: any DatabaseRow, in currency: Currency) throws(StoreError) {
    var row = RowDecoder(found)
    let date = try row.date()
    let place = try row.int()
    let id = try row.text()
    let number = try row.optionalText()
    let amount = try row.money(currency)
    guard Kind.allCases.indices.contains(place) else { throw row.unreadable("kind") }
    self.init(
      date: date, kind: Kind.allCases[place], id: id, number: number,
      amount: try row.boolean() ? amount.negated : amount)
  }
}

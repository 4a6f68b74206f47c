extension LedgerRows {
  /// What a run goes over: accounts with so many schedules each, of which every one has its first month due, and in as many
  /// currencies, account by account. Their identifiers begin with `prefix`.
  func due(_ prefix: String, accounts: Int, lines: Int, currencies: Int) -> [String] {
    func currency(of account: String) -> String {
      let codes = Self.currencies.prefix(max(1, min(currencies, Self.currencies.count)))
      guard codes.count > 1 else { return "'EUR'" }
      let cases = zip(0..., codes).map { "WHEN \($0) THEN '\($1)'" }.joined(separator: " ")
      return "CASE \(account) % \(codes.count) \(cases) END"
    }
    let account = "s.n / \(lines)"
    return [
      accountRows(accounts, prefix: prefix, currency: currency(of: "s.n")),
      """
      INSERT INTO billing_schedule (id, account_id, product_name, category, billing_method,
        billing_type, billing_term_unit, billing_term, start_date, quantity, unit_price,
        billing_period_amount, period_boundary, are_partial_periods_allowed, status,
        next_billing_date, next_charge_from_date, currency, billed_amount, has_lines,
        is_completed_by_cancellation)
      SELECT \(id("\(prefix)S", "s.n")), \(id(prefix, account)), 'Product', 'Original', 'Evergreen',
        'Advance', 'Month', 1, \(date("0", "0")), '2', '12.50', '25.00', 'Anniversary', TRUE,
        'ReadyForInvoicing', \(date("0", "0")), \(date("0", "0")), \(currency(of: "(\(account))")),
        '0.00', NOT TRUE, NOT TRUE
      FROM \(series(accounts * lines))
      """,
    ]
  }

  /// Of two digits, like the rows' amounts.
  private static let currencies = [
    "EUR", "USD", "GBP", "NOK", "SEK", "DKK", "CHF", "PLN", "CZK", "RON", "AUD", "CAD", "NZD",
    "SGD", "HKD", "ZAR", "BRL", "MXN", "INR", "TRY",
  ]
}

import Storage

/// Statements that write many rows at once, in words that all databases have.
struct LedgerRows {
  let dialect: any Dialect

  init(_ dialect: any Dialect) { self.dialect = dialect }

  /// Open invoices, a hundred an account: every tenth in instalments, every twentieth partly paid by a payment of which
  /// something is left.
  func openInvoices(_ count: Int) -> [String] {
    let accounts = max(1, count / 100)
    let account = id("A", "s.n % \(accounts)")
    let day = date("s.n % 12", "s.n / 12 % 28")
    let isPaid = "s.n % 20 = 0"
    return [
      accountRows(accounts),
      invoiceRows(
        count, account: account, day: day, amount: "125.00", tax: "25.00", whole: "150.00",
        paid: "CASE WHEN \(isPaid) THEN '25.00' ELSE '0.00' END",
        balance: "CASE WHEN \(isPaid) THEN '125.00' ELSE '150.00' END"),
      """
      INSERT INTO invoice_instalment (invoice_id, position, due_date, amount)
      SELECT \(id("I", "s.n")), part.n + 1, \(date("s.n % 9 + part.n", "s.n / 12 % 28")), '50.00'
      FROM \(series(count)), \(series(3, "part")) WHERE s.n % 10 = 0
      """,
      """
      INSERT INTO payment (id, account_id, currency, amount, received_date, recorded_date,
        request_source, request_identifier, applied_amount, refunded_amount, reversed_amount,
        unapplied_amount, is_open)
      SELECT \(id("P", "s.n")), \(account), 'EUR', '35.00', \(day), \(day), 's', 'r', '25.00', '0.00',
        '0.00', '10.00', TRUE
      FROM \(series(count)) WHERE \(isPaid)
      """,
      """
      INSERT INTO application (id, source_type, source_id, invoice_id, account_id, currency, amount,
        effective_date, recorded_date)
      SELECT \(id("L", "s.n")), 'Payment', \(id("P", "s.n")), \(id("I", "s.n")), \(account), 'EUR',
        '25.00', \(day), \(day)
      FROM \(series(count)) WHERE \(isPaid)
      """,
    ]
  }

  /// Accounts with five schedules each, billed for five months: five invoices of five lines, each with a tax.
  func billed(lines: Int) -> [String] {
    let accounts = max(1, lines / 25)
    let count = accounts * 5
    // The invoices of a month come one after another, as a run makes them.
    let account = id("A", "s.n % \(accounts)")
    let month = "s.n / \(accounts)"
    return [
      accountRows(accounts),
      """
      INSERT INTO billing_schedule (id, account_id, product_name, category, billing_method,
        billing_type, billing_term_unit, billing_term, start_date, quantity, unit_price,
        billing_period_amount, period_boundary, are_partial_periods_allowed, status,
        next_billing_date, next_charge_from_date, currency, billed_amount, has_lines,
        is_completed_by_cancellation)
      SELECT \(id("S", "s.n")), \(id("A", "s.n / 5")), 'Product', 'Original', 'Evergreen', 'Advance',
        'Month', 1, \(date("0", "0")), '2', '12.50', '25.00', 'Anniversary', TRUE,
        'ReadyForInvoicing', \(date("5", "0")), \(date("5", "0")), 'EUR', '125.00', TRUE,
        NOT TRUE
      FROM \(series(accounts * 5))
      """,
      invoiceRows(
        count, account: account, day: date(month, "0"), amount: "125.00", tax: "25.00",
        whole: "150.00", paid: "'0.00'", balance: "'150.00'"),
      """
      INSERT INTO invoice_line (invoice_id, position, line_id, type, billing_schedule_id, name,
        period_from, period_to, quantity, unit_price, amount, tax_processing_status, reissue, is_live,
        tax_name, tax_code, tax_category, tax_rate, tax_amount)
      SELECT \(id("I", "s.n")), part.n + 1, 'line', 'Charge',
        \(id("S", "s.n % \(accounts) * 5 + part.n")), 'Product', \(date(month, "0")),
        \(date("\(month) + 1", "0")), '2', '12.50', '25.00', 'Posted', 0, TRUE, 'VAT', 'S', 'S', '20',
        '5.00'
      FROM \(series(count)), \(series(5, "part"))
      """,
      "UPDATE sequence_counter SET next_value = \(count + 1) WHERE name = 'invoice_number'",
    ]
  }

  func accountRows(
    _ count: Int, prefix: String = "A", currency: String = "'EUR'"
  ) -> String {
    """
    INSERT INTO account (id, name, currency, bill_to_name, bill_to_email, billing_street,
      billing_city, billing_postal_code, billing_country, is_tax_exempt)
    SELECT \(id(prefix, "s.n")), 'Account', \(currency), 'Accounts Payable', 'ap@example.com',
      'Main Street 1', 'Oslo', '0150', 'NO', NOT TRUE
    FROM \(series(count))
    """
  }

  private func invoiceRows(
    _ count: Int, account: String, day: String, amount: String, tax: String, whole: String,
    paid: String, balance: String
  ) -> String {
    """
    INSERT INTO invoice (id, invoice_number, status, creation_mode, account_id, currency,
      invoice_date, due_date, posted_date, bill_to_name, grouping_key, billing_street, billing_city,
      billing_postal_code, billing_country, total_amount, total_tax_amount, total_amount_with_tax,
      settlement_status, request_source, request_identifier, payable, paid_amount, balance,
      next_due_date, next_overdue_date, number_value)
    SELECT \(id("I", "s.n")), \(id("INV", "s.n + 1")), 'Posted', 'Generated', \(account), 'EUR',
      \(day), \(day), \(day), 'Accounts Payable', 'g', 'Main Street 1', 'Oslo', '0150', 'NO',
      '\(amount)', '\(tax)', '\(whole)', 'NotSettled', 's', 'r', '\(whole)', \(decimal(paid)),
      \(decimal(balance)), \(day), \(day), s.n + 1
    FROM \(series(count))
    """
  }

  /// Numbers from 0, as a table.
  func series(_ count: Int, _ name: String = "s") -> String {
    """
    (WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < \(count))
      SELECT n FROM numbers) \(name)
    """
  }

  /// In the order of their numbers.
  func id(_ prefix: String, _ number: String) -> String {
    "'\(prefix)-' || substr(CAST(1000000000 + \(number) AS \(dialect.typeName(.text))), 2)"
  }

  /// A day of 2026, given the number of the month and of the day from 0.
  func date(_ month: String, _ day: String) -> String {
    func digits(_ number: String) -> String {
      "substr(CAST(101 + \(number) AS \(dialect.typeName(.text))), 2)"
    }
    return
      "CAST('2026-' || \(digits(month)) || '-' || \(digits(day)) AS \(dialect.typeName(.date)))"
  }

  private func decimal(_ text: String) -> String {
    "CAST(\(text) AS \(dialect.typeName(.decimal)))"
  }

  static let scanOfOpenInvoices: SQL = """
    SELECT account_id, currency, id, due_date, payable, balance, invoice_number FROM invoice
    WHERE status = 'Posted' AND settlement_status <> 'Settled'
    """

  /// With their taxes: what an audit reads at least.
  static let scanOfLines: SQL = """
    SELECT invoice_id, amount, tax_amount FROM invoice_line
    """
}

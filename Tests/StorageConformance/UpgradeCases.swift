internal import Billing
internal import CivilTime
internal import Storage
internal import Testing

/// Databases that an earlier version made and filled.
extension ConformanceCase {
  static let upgrades = [
    ConformanceCase("error logs and invoices of a database from before are listed, the logs open") {
      opener in
      let session = try opener.session(for: .migrating)
      _ = try Schema(session).migrate(through: 4)
      let database = try opener.open(for: .migrating)
      let date = try Fixtures.date("2026-02-01")
      try database.execute(
        """
        INSERT INTO account (id, name, currency, billing_street, billing_city, billing_postal_code,
          billing_country, is_tax_exempt)
        VALUES ('ACC-1', 'Old', 'USD', 'S', 'C', '1', 'NO', \(false))
        """)
      for number in ["N-1", "N-2"] {
        try database.execute(
          """
          INSERT INTO invoice (id, invoice_number, status, creation_mode, account_id, currency,
            invoice_date, due_date, bill_to_name, grouping_key, billing_street, billing_city,
            billing_postal_code, billing_country, total_amount, total_tax_amount,
            total_amount_with_tax, balance, settlement_status, request_source, request_identifier)
          VALUES (\(number), \(number), 'Posted', 'Generated', 'ACC-1', 'USD', \(date), \(date),
            'Ann', '', 'S', 'C', '1', 'NO', '1.00', '0', '1.00', '1.00', 'NotSettled', '', 'r')
          """)
      }
      try database.execute(
        """
        INSERT INTO error_log (primary_type, primary_id, related_type, related_id, category,
          error_log_number, severity, error_code, error_message, account_id, occurrences,
          first_seen_at, last_seen_at)
        VALUES ('Account', 'ACC-1', '', '', 'InvoiceGeneration', 'EL-000001', 'Error', 'X', 'Why.',
          'ACC-1', 1, \(Fixtures.now), \(Fixtures.now))
        """)
      _ = try Schema(session).migrate()
      let queries = Queries(try opener.session())
      let logs = try queries.errorLogs(.account("ACC-1"), limit: 10)
      #expect(logs.map(\.number) == ["EL-000001"] && logs.map(\.resolvedAt) == [nil])
      let heads = try queries.invoiceHeads(InvoiceSelection(.account("ACC-1")), limit: 10)
      #expect(heads.map(\.number) == ["N-2", "N-1"])
      #expect(heads.map(\.accountName) == ["Old", "Old"])
      #expect(heads.map(\.seller) == [nil, nil] && heads.map(\.billingContractId) == [nil, nil])
    }
  ]
}

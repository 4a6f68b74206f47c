import Foundation
import SQLite

/// A database with what reports are about: an account that owes, one with credit, numbers with a gap.
struct ReportedDatabase {
  let path: String

  var environment: [String: String] {
    ["DATABASE_URL": "sqlite:\(path)", "AMQP_URL": "amqp://127.0.0.1:1/"]
  }

  /// Makes one, hands it over and removes it.
  static func with(_ body: (ReportedDatabase) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory
      .appending(path: "reports-\(UUID().uuidString).db").path
    defer {
      for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) }
    }
    let database = ReportedDatabase(path: path)
    let migrated = try database.run("migrate")
    guard migrated.status == 0 else { throw NotMade(result: migrated) }
    try database.execute(Self.contents)
    try body(database)
  }

  struct NotMade: Error { let result: Program.Result }

  func run(_ words: String...) throws -> Program.Result {
    try Program.run(words, environment: environment)
  }

  func execute(_ statements: String) throws {
    try SQLiteConnection(.file(path)).execute(statements)
  }

  /// In figures: A-1 owes 60.00 of INV-1 (due 2026-10-01, 40.00 paid), has INV-2 of 30.00 (due 2027-01-15) and a payment of
  /// which 10.00 is left. A-2 has a credit note of −5.00 in USD.
  private static let contents = """
    INSERT INTO account (id, name, currency, billing_street, billing_city, billing_postal_code,
      billing_country, is_tax_exempt)
    VALUES ('A-1', '=Müller, "Söhne"', 'EUR', '1', 'Oslo', '0150', 'NO', 0),
      ('A-2', 'Nordic', 'USD', '1', 'Oslo', '0150', 'NO', 0),
      ('A-3', 'Silent', 'EUR', '1', 'Oslo', '0150', 'NO', 0);
    INSERT INTO invoice (id, invoice_number, status, creation_mode, account_id, currency,
      invoice_date, due_date, posted_date, bill_to_name, grouping_key, billing_street, billing_city,
      billing_postal_code, billing_country, total_amount, total_tax_amount, total_amount_with_tax,
      balance, settlement_status, request_source, request_identifier, payable, paid_amount,
      next_due_date, next_overdue_date, number_value)
    VALUES
      ('i-1', 'INV-2026-000001', 'Posted', 'Generated', 'A-1', 'EUR', '2026-09-01', '2026-10-01',
        '2026-09-01', 'Ann', 'g', '1', 'Oslo', '0150', 'NO', '100.00', '0.00', '100.00', '60.00',
        'PartiallySettled', 's', 'r-1', '100.00', '40.00', '2026-10-01', '2026-10-01', 1),
      ('i-2', 'INV-2026-000002', 'Posted', 'Generated', 'A-1', 'EUR', '2026-12-16', '2027-01-15',
        '2026-12-16', 'Ann', 'g', '1', 'Oslo', '0150', 'NO', '30.00', '0.00', '30.00', '30.00',
        'NotSettled', 's', 'r-2', '30.00', '0', '2027-01-15', '2027-01-15', 2),
      ('i-4', 'INV-2026-000004', 'Posted', 'Generated', 'A-2', 'USD', '2026-09-01', '2026-10-01',
        '2026-09-01', 'Ann', 'g', '1', 'Oslo', '0150', 'NO', '-5.00', '0.00', '-5.00', '-5.00',
        'NotSettled', 's', 'r-3', '-5.00', '0', NULL, NULL, 4);
    INSERT INTO invoice_line (invoice_id, position, line_id, type, name, quantity, unit_price, amount,
      tax_processing_status, reissue, is_live)
    SELECT id, 1, 'l', 'Charge', 'Support', '1', total_amount, total_amount, 'Posted', 0, 1
    FROM invoice;
    INSERT INTO payment (id, account_id, currency, amount, received_date, recorded_date,
      request_source, request_identifier, applied_amount, refunded_amount, reversed_amount,
      unapplied_amount, is_open)
    VALUES ('p-1', 'A-1', 'EUR', '50.00', '2026-11-01', '2026-11-02', 'bank', 'r', '40.00', '0.00',
      '0.00', '10.00', 1);
    INSERT INTO application (id, source_type, source_id, invoice_id, account_id, currency, amount,
      effective_date, recorded_date)
    VALUES ('l-1', 'Payment', 'p-1', 'i-1', 'A-1', 'EUR', '40.00', '2026-11-02', '2026-11-02');
    UPDATE sequence_counter SET next_value = 5 WHERE name = 'invoice_number';
    """
}

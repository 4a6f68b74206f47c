internal import Billing
internal import CivilTime
internal import Storage

/// A database as an earlier version made it, filled by the columns of that version. All is of account ACC-1.
struct EarlierDatabase {
  private let session: StoreSession
  private let database: any Database

  /// With the account and nothing else.
  init(_ opener: any DatabaseOpener, version: Int64) throws {
    session = try opener.session(for: .migrating)
    _ = try Schema(session).migrate(upTo: version)
    database = try opener.open(for: .migrating)
    try database.execute(
      """
      INSERT INTO account (id, name, currency, billing_street, billing_city, billing_postal_code,
        billing_country, is_tax_exempt)
      VALUES ('ACC-1', 'Old', 'USD', 'S', 'C', '1', 'NO', \(false))
      """)
  }

  /// To the present version, or to one in between, where more is added by its columns.
  func upgrade(upTo version: Int64 = Schema.current) throws {
    _ = try Schema(session).migrate(upTo: version)
  }

  func execute(_ statement: SQL) throws { _ = try database.execute(statement) }

  func legalEntity(_ id: String) throws {
    try execute(
      """
      INSERT INTO legal_entity (id, name, street, city, postal_code, state, country,
        tax_registration_number, is_default)
      VALUES (\(id), 'Seller AS', 'Karl 1', 'Oslo', '0150', 'OS', 'NO', 'NO999', \(false))
      """)
  }

  func contract(_ id: String) throws {
    try execute(
      """
      INSERT INTO billing_contract (id, account_id, name, invoices_one_time_immediately, charges,
        syncs, sends)
      VALUES (\(id), 'ACC-1', 'C', \(false), \(false), \(false), \(false))
      """)
  }

  func group(_ id: String, contract: String) throws {
    try execute(
      """
      INSERT INTO billing_schedule_group (id, account_id, billing_contract_id)
      VALUES (\(id), 'ACC-1', \(contract))
      """)
  }

  func schedule(_ id: String, contract: String? = nil, group: String? = nil) throws {
    let start = try Fixtures.date("2026-01-01")
    try execute(
      """
      INSERT INTO billing_schedule (id, account_id, billing_contract_id, billing_schedule_group_id,
        product_name, category, billing_method, billing_type, billing_term_unit, billing_term,
        start_date, quantity, unit_price, billing_period_amount, period_boundary,
        are_partial_periods_allowed, status, next_billing_date, next_charge_from_date, currency,
        billed_amount, has_lines, is_completed_by_cancellation)
      VALUES (\(id), 'ACC-1', \(Self.value(contract)), \(Self.value(group)), 'P', 'Original', 'Evergreen', 'Advance',
        'Month', 1, \(start), '1', '1', '1.00', 'Anniversary', \(true), 'ReadyForInvoicing',
        \(start), \(start), 'USD', '0', \(true), \(false))
      """)
  }

  /// A posted invoice; one that came from outside is of a type of document.
  func invoice(
    _ id: String, number: String, entity: String? = nil, external type: DocumentType? = nil
  ) throws {
    let date = try Fixtures.date("2026-02-01")
    try execute(
      """
      INSERT INTO invoice (id, invoice_number, status, creation_mode, account_id, currency,
        invoice_date, due_date, bill_to_name, legal_entity_id, grouping_key, billing_street,
        billing_city, billing_postal_code, billing_country, total_amount, total_tax_amount,
        total_amount_with_tax, balance, settlement_status, request_source, request_identifier)
      VALUES (\(id), \(number), 'Posted', \(type == nil ? "Generated" : "External"), 'ACC-1', 'USD',
        \(date), \(date), 'Ann', \(Self.value(entity)), '', 'S', 'C', '1', 'NO', '1.00', '0', '1.00', '1.00',
        'NotSettled', '', 'r')
      """)
    guard let type else { return }
    try execute(
      """
      INSERT INTO ingested_invoice (invoice_id, document_type, currency, prepaid_amount,
        payable_rounding)
      VALUES (\(id), \(type.rawValue), 'USD', '0', '0')
      """)
  }

  /// A month of a schedule, or a line of none.
  func line(
    of invoice: String, _ position: Int = 1, schedule: String?, month: String = "2026-01",
    reissue: Int = 0
  ) throws {
    let first = try Fixtures.date("\(month)-01")
    let end = try Fixtures.date("\(month)-28")
    try execute(
      """
      INSERT INTO invoice_line (invoice_id, position, line_id, type, billing_schedule_id, name,
        period_from, period_to, quantity, unit_price, amount, tax_processing_status, reissue,
        is_live)
      VALUES (\(invoice), \(position), 'L', 'Charge', \(Self.value(schedule)), 'P', \(first), \(end), '1', '1',
        '1.00', 'Posted', \(reissue), \(true))
      """)
  }

  private static func value(_ text: String?) -> SQL {
    guard let text else { return "NULL" }
    return "\(text)"
  }
}

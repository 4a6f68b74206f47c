extension Migration {
  /// Invoices with their lines and taxes, the error logs, and the counters of their numbers.
  ///
  /// No foreign key from a line to its invoice or its schedule, nor from a tax to its line. A line is written by the
  /// transaction that writes its invoice and that has read its schedule under the account's lock, and no schedule is
  /// ever deleted; a check and a row lock for each line and tax would be a good part of the time that PostgreSQL
  /// spends on a request.
  static let createInvoices = Migration(version: 2, name: "invoices", comments: invoicesComments) {
    dialect in
    let id = dialect.typeName(.identifier)
    let text = dialect.typeName(.text)
    let integer = dialect.typeName(.integer)
    let boolean = dialect.typeName(.boolean)
    let date = dialect.typeName(.date)
    let instant = dialect.typeName(.instant)
    let decimal = dialect.typeName(.decimal)
    let end = ")\(dialect.tableOptions);"
    let keyOrdered = ")\(dialect.keyOrderedTableOptions);"
    return """
      CREATE TABLE invoice (
        id \(id) PRIMARY KEY, invoice_number \(text), status \(text) NOT NULL,
        creation_mode \(text) NOT NULL, account_id \(id) NOT NULL REFERENCES account (id),
        currency \(text) NOT NULL, invoice_date \(date) NOT NULL, due_date \(date) NOT NULL,
        posted_date \(date), bill_to_contact_id \(id), bill_to_name \(text) NOT NULL,
        bill_to_email \(text), payment_term_id \(id), legal_entity_id \(id),
        grouping_key \(text) NOT NULL,
        billing_street \(text) NOT NULL, billing_city \(text) NOT NULL,
        billing_postal_code \(text) NOT NULL, billing_state \(text),
        billing_country \(text) NOT NULL,
        shipping_street \(text), shipping_city \(text), shipping_postal_code \(text),
        shipping_state \(text), shipping_country \(text),
        total_amount \(decimal) NOT NULL, total_tax_amount \(decimal) NOT NULL,
        total_amount_with_tax \(decimal) NOT NULL, balance \(decimal) NOT NULL,
        settlement_status \(text) NOT NULL, reinvoice_of \(id), reinvoiced_by \(id),
        request_source \(id) NOT NULL, request_identifier \(id) NOT NULL
      \(end)
      CREATE INDEX invoice_by_account ON invoice (account_id);
      CREATE UNIQUE INDEX invoice_by_number ON invoice (invoice_number, coalesce(legal_entity_id, ''))
        WHERE creation_mode = 'Generated';

      CREATE TABLE invoice_line (
        invoice_id \(id) NOT NULL, position \(integer) NOT NULL,
        line_id \(text) NOT NULL, type \(text) NOT NULL, parent_line_id \(text),
        billing_schedule_id \(id), order_id \(id),
        order_item_id \(text), name \(text) NOT NULL,
        period_from \(date), period_to \(date),
        quantity \(decimal) NOT NULL, unit_price \(decimal) NOT NULL, unit_of_measure \(text),
        amount \(decimal) NOT NULL, tax_processing_status \(text) NOT NULL,
        consumed_quantity \(decimal), included_quantity \(decimal), overage_quantity \(decimal),
        tier_mode \(text), tiers \(text), reissue \(integer) NOT NULL, is_live \(boolean) NOT NULL,
        PRIMARY KEY (invoice_id, position)
      \(keyOrdered)
      CREATE UNIQUE INDEX invoice_line_live_period
        ON invoice_line (billing_schedule_id, period_from, reissue) WHERE is_live;

      CREATE TABLE invoice_line_tax (
        invoice_id \(id) NOT NULL, line_position \(integer) NOT NULL, position \(integer) NOT NULL,
        name \(text) NOT NULL, code \(text) NOT NULL, category \(text) NOT NULL,
        rate \(decimal) NOT NULL, amount \(decimal) NOT NULL,
        PRIMARY KEY (invoice_id, line_position, position)
      \(keyOrdered)

      CREATE TABLE invoice_order (
        order_id \(id) NOT NULL REFERENCES sales_order (id),
        invoice_id \(id) NOT NULL REFERENCES invoice (id),
        PRIMARY KEY (order_id, invoice_id)
      \(keyOrdered)

      CREATE TABLE error_log (
        primary_type \(text) NOT NULL, primary_id \(id) NOT NULL,
        related_type \(text) NOT NULL, related_id \(id) NOT NULL,
        category \(text) NOT NULL, error_log_number \(text) NOT NULL,
        severity \(text) NOT NULL, error_code \(text) NOT NULL, error_message \(text) NOT NULL,
        account_id \(id), request_identifier \(id), occurrences \(integer) NOT NULL,
        first_seen_at \(instant) NOT NULL, last_seen_at \(instant) NOT NULL,
        PRIMARY KEY (primary_id, related_id, primary_type, related_type, category)
      \(end)
      CREATE UNIQUE INDEX error_log_by_number ON error_log (error_log_number);
      CREATE INDEX error_log_by_account ON error_log (account_id);
      CREATE INDEX error_log_by_request ON error_log (request_identifier);

      CREATE TABLE sequence_counter (
        name \(id) PRIMARY KEY, start_value \(integer) NOT NULL, next_value \(integer) NOT NULL
      \(end)
      INSERT INTO sequence_counter (name, start_value, next_value)
        VALUES ('invoice_number', 1, 1), ('error_log', 1, 1);
      """
  }
}

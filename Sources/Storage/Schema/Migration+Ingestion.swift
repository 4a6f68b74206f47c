extension Migration {
  /// What only ingested invoices have stands in tables of its own: making invoices pays nothing
  /// for it. Unique keys hold what planning has checked, also between workers that plan at once.
  static let createIngestion = Migration(version: 4, name: "ingestion", comments: ingestionComments)
  { dialect in
    let id = dialect.typeName(.identifier)
    let text = dialect.typeName(.text)
    let integer = dialect.typeName(.integer)
    let decimal = dialect.typeName(.decimal)
    let end = ")\(dialect.tableOptions);"
    let keyOrdered = ")\(dialect.keyOrderedTableOptions);"
    return """
      CREATE UNIQUE INDEX invoice_by_external_number
        ON invoice (invoice_number, (coalesce(legal_entity_id, '')))
        WHERE creation_mode = 'External' AND invoice_number IS NOT NULL;
      CREATE TABLE ingested_invoice (
        invoice_id \(id) PRIMARY KEY REFERENCES invoice (id), document_type \(text) NOT NULL,
        unique_identifier \(text), description \(text), reference_type \(text),
        reference_id \(id), currency \(text) NOT NULL, prepaid_amount \(decimal) NOT NULL,
        payable_rounding \(decimal) NOT NULL
      \(end)
      CREATE UNIQUE INDEX ingested_invoice_by_identifier ON ingested_invoice (unique_identifier)
        WHERE unique_identifier IS NOT NULL;
      CREATE UNIQUE INDEX ingested_invoice_by_debit_memo ON ingested_invoice (reference_id)
        WHERE reference_type = 'DebitMemo';
      CREATE TABLE ingested_address (
        invoice_id \(id) NOT NULL REFERENCES invoice (id), position \(integer) NOT NULL,
        label \(text) NOT NULL, street \(text) NOT NULL, city \(text) NOT NULL,
        postal_code \(text) NOT NULL, state \(text), country \(text) NOT NULL,
        PRIMARY KEY (invoice_id, position)
      \(keyOrdered)
      CREATE TABLE ingested_line (
        invoice_id \(id) NOT NULL, line_position \(integer) NOT NULL,
        price_base_quantity \(decimal) NOT NULL, tax_treatment_id \(id), tax_category \(text),
        tax_rate \(decimal), billing_address_label \(text), shipping_address_label \(text),
        PRIMARY KEY (invoice_id, line_position),
        FOREIGN KEY (invoice_id, line_position) REFERENCES invoice_line (invoice_id, position)
      \(keyOrdered)
      CREATE TABLE ingested_line_adjustment (
        invoice_id \(id) NOT NULL, line_position \(integer) NOT NULL,
        position \(integer) NOT NULL, kind \(text) NOT NULL, amount \(decimal) NOT NULL,
        reason \(text),
        PRIMARY KEY (invoice_id, line_position, position),
        FOREIGN KEY (invoice_id, line_position) REFERENCES invoice_line (invoice_id, position)
      \(keyOrdered)
      CREATE TABLE debit_memo (
        id \(id) PRIMARY KEY,
        account_id \(id) NOT NULL REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED,
        status \(text) NOT NULL, invoice_generation_status \(text) NOT NULL,
        currency \(text) NOT NULL, revision \(integer), invoice_id \(id)
      \(end)
      CREATE TABLE debit_memo_line (
        debit_memo_id \(id) NOT NULL REFERENCES debit_memo (id), position \(integer) NOT NULL,
        name \(text) NOT NULL, quantity \(decimal) NOT NULL, unit_price \(decimal) NOT NULL,
        amount \(decimal) NOT NULL, tax_treatment_id \(id),
        PRIMARY KEY (debit_memo_id, position)
      \(keyOrdered)
      """
  }
}

/// The tables of version 13 that hold what moves balances. A row names its account and no other row by a foreign key: it is
/// written under the account's lock, with what it names read under it, and nothing of the ledger is ever deleted.
extension Migration {
  static func creditMemos(_ dialect: any Dialect) -> String {
    let id = dialect.typeName(.identifier)
    let text = dialect.typeName(.text)
    let integer = dialect.typeName(.integer)
    let date = dialect.typeName(.date)
    let decimal = dialect.typeName(.decimal)
    let keyOrdered = ")\(dialect.keyOrderedTableOptions);"
    let sums = ["credited_amount", "applied_amount", "refunded_amount", "balance"]
    let equation = dialect.check(sums) { amount in
      "\(amount("balance")) = CASE WHEN status = 'Voided' THEN 0 ELSE \(amount("credited_amount"))"
        + " - \(amount("applied_amount")) - \(amount("refunded_amount")) END"
    }
    // Only the mirror of a negative invoice is negative, and nothing is left of it.
    let bounds = dialect.check(sums) { amount in
      "source_action = 'VoidPostedInvoice' OR (\(amount("applied_amount")) >= 0"
        + " AND \(amount("refunded_amount")) >= 0 AND \(amount("balance")) >= 0)"
    }
    return """
      CREATE TABLE credit_memo (
        id \(id) PRIMARY KEY, credit_memo_number \(text) NOT NULL, number_policy_id \(id),
        number_value \(integer), status \(text) NOT NULL,
        account_id \(id) NOT NULL REFERENCES account (id), account_name \(text),
        currency \(text) NOT NULL, legal_entity_id \(id), credit_date \(date) NOT NULL,
        source_action \(text) NOT NULL, invoice_id \(id), reason_code \(text), description \(text),
        unique_identifier \(text), total_amount \(decimal) NOT NULL,
        total_tax_amount \(decimal) NOT NULL, total_amount_with_tax \(decimal) NOT NULL,
        prepaid_amount \(decimal) NOT NULL, payable_rounding \(decimal) NOT NULL,
        credited_amount \(decimal) NOT NULL, applied_amount \(decimal) NOT NULL,
        refunded_amount \(decimal) NOT NULL, balance \(decimal) NOT NULL,
        is_open \(dialect.typeName(.boolean)) NOT NULL, recorded_date \(date) NOT NULL,
        voided_date \(date), void_reason \(text), request_source \(id) NOT NULL,
        request_identifier \(id) NOT NULL,
        CONSTRAINT credit_memo_balance_equation CHECK (\(equation)),
        CONSTRAINT credit_memo_bounds CHECK (\(bounds))
      )\(dialect.tableOptions);
      CREATE INDEX credit_memo_by_account ON credit_memo (account_id, recorded_date);
      CREATE INDEX credit_memo_open ON credit_memo (account_id, currency, credit_date, id)
        WHERE is_open;
      CREATE INDEX credit_memo_by_invoice ON credit_memo (invoice_id) WHERE invoice_id IS NOT NULL;
      CREATE UNIQUE INDEX credit_memo_by_number
        ON credit_memo (credit_memo_number, (coalesce(legal_entity_id, '')));
      CREATE UNIQUE INDEX credit_memo_by_identifier ON credit_memo (unique_identifier)
        WHERE unique_identifier IS NOT NULL;
      CREATE TABLE credit_memo_line (
        credit_memo_id \(id) NOT NULL, position \(integer) NOT NULL, line_id \(text) NOT NULL,
        name \(text) NOT NULL, amount \(decimal) NOT NULL, tax_treatment_id \(id),
        invoice_id \(id), invoice_line_position \(integer), invoice_line_id \(text),
        tax_strategy \(text),
        PRIMARY KEY (credit_memo_id, position)
      \(keyOrdered)
      CREATE INDEX credit_memo_line_by_invoice ON credit_memo_line (invoice_id)
        WHERE invoice_id IS NOT NULL;
      CREATE TABLE credit_memo_line_tax (
        credit_memo_id \(id) NOT NULL, line_position \(integer) NOT NULL,
        position \(integer) NOT NULL, name \(text) NOT NULL, code \(text) NOT NULL,
        category \(text) NOT NULL, rate \(decimal) NOT NULL, amount \(decimal) NOT NULL,
        PRIMARY KEY (credit_memo_id, line_position, position)
      \(keyOrdered)
      """
  }

  static func payments(_ dialect: any Dialect) -> String {
    let id = dialect.typeName(.identifier)
    let text = dialect.typeName(.text)
    let date = dialect.typeName(.date)
    let decimal = dialect.typeName(.decimal)
    let sums = [
      "amount", "applied_amount", "refunded_amount", "reversed_amount", "unapplied_amount",
    ]
    let bounds = dialect.check(sums) { amount in
      "\(amount("amount")) > 0 AND "
        + sums.dropFirst().map { "\(amount($0)) >= 0" }.joined(separator: " AND ")
    }
    let equation = dialect.check(sums) { amount in
      "\(amount("unapplied_amount")) = \(amount("amount")) - \(amount("applied_amount"))"
        + " - \(amount("refunded_amount")) - \(amount("reversed_amount"))"
    }
    return """
      CREATE TABLE payment (
        id \(id) PRIMARY KEY, account_id \(id) NOT NULL REFERENCES account (id),
        currency \(text) NOT NULL, amount \(decimal) NOT NULL, received_date \(date) NOT NULL,
        method \(text), reference \(text), saved_payment_method_id \(text),
        recorded_date \(date) NOT NULL, request_source \(id) NOT NULL,
        request_identifier \(id) NOT NULL, applied_amount \(decimal) NOT NULL,
        refunded_amount \(decimal) NOT NULL, reversed_amount \(decimal) NOT NULL,
        unapplied_amount \(decimal) NOT NULL, is_open \(dialect.typeName(.boolean)) NOT NULL,
        CONSTRAINT payment_unapplied_equation CHECK (\(equation)),
        CONSTRAINT payment_bounds CHECK (\(bounds))
      )\(dialect.tableOptions);
      CREATE INDEX payment_by_account ON payment (account_id, recorded_date);
      CREATE INDEX payment_open ON payment (account_id, currency, received_date, id) WHERE is_open;
      """
  }

  static func ledger(_ dialect: any Dialect) -> String {
    let id = dialect.typeName(.identifier)
    let text = dialect.typeName(.text)
    let date = dialect.typeName(.date)
    let decimal = dialect.typeName(.decimal)
    let end = ")\(dialect.tableOptions);"
    let isPositive = dialect.check(["amount"]) { "\($0("amount")) > 0" }
    return """
      CREATE TABLE application (
        number \(dialect.rowNumber), id \(id) NOT NULL UNIQUE, source_type \(text) NOT NULL,
        source_id \(id) NOT NULL, invoice_id \(id) NOT NULL, account_id \(id) NOT NULL,
        currency \(text) NOT NULL, amount \(decimal) NOT NULL, effective_date \(date) NOT NULL,
        recorded_date \(date) NOT NULL, takes_back \(id),
        CONSTRAINT application_source CHECK (source_type IN ('Payment', 'CreditMemo')),
        CONSTRAINT application_of_payment
          CHECK (source_type = 'CreditMemo' OR \(isPositive))
      \(end)
      CREATE UNIQUE INDEX application_taken_back ON application (takes_back)
        WHERE takes_back IS NOT NULL;
      CREATE INDEX application_by_source ON application (source_id, source_type);
      CREATE INDEX application_by_invoice ON application (invoice_id);
      CREATE INDEX application_by_account ON application (account_id, recorded_date);
      CREATE TABLE refund (
        id \(id) PRIMARY KEY, source_type \(text) NOT NULL, source_id \(id) NOT NULL,
        account_id \(id) NOT NULL, currency \(text) NOT NULL, amount \(decimal) NOT NULL,
        refund_date \(date) NOT NULL, reference \(text), recorded_date \(date) NOT NULL,
        CONSTRAINT refund_amount CHECK (\(isPositive))
      \(end)
      CREATE INDEX refund_by_account ON refund (account_id, recorded_date);
      CREATE INDEX refund_by_source ON refund (source_id, source_type);
      CREATE TABLE reversal (
        id \(id) PRIMARY KEY, payment_id \(id) NOT NULL, account_id \(id) NOT NULL,
        currency \(text) NOT NULL, amount \(decimal) NOT NULL, reversal_date \(date) NOT NULL,
        reason \(text) NOT NULL, recorded_date \(date) NOT NULL,
        CONSTRAINT reversal_amount CHECK (\(isPositive))
      \(end)
      CREATE INDEX reversal_by_account ON reversal (account_id, recorded_date);
      CREATE INDEX reversal_by_payment ON reversal (payment_id);
      """
  }

  /// Which values were given, which were passed over, and what is missing. What was given before this version is not known:
  /// looking begins where the counters stand now.
  static func numbering(_ dialect: any Dialect) -> String {
    let id = dialect.typeName(.identifier)
    let text = dialect.typeName(.text)
    let integer = dialect.typeName(.integer)
    let instant = dialect.typeName(.instant)
    let sequence = """
      sequence \(id) NOT NULL, value \(integer) NOT NULL
      """
    return """
      ALTER TABLE sequence_counter ADD COLUMN first_value \(integer);
      UPDATE sequence_counter SET first_value = next_value;
      INSERT INTO sequence_counter (name, start_value, next_value, first_value)
        VALUES ('credit_memo_number', 1, 1, 1);
      CREATE TABLE passed_over_number (
        \(sequence), number \(text) NOT NULL, legal_entity_id \(id),
        PRIMARY KEY (sequence, value)
      )\(dialect.keyOrderedTableOptions);
      CREATE TABLE number_gap (
        \(sequence), number \(text) NOT NULL, found_at \(instant) NOT NULL, explanation \(text),
        explained_at \(instant),
        PRIMARY KEY (sequence, value)
      )\(dialect.keyOrderedTableOptions);
      CREATE TABLE worker_lease (
        name \(id) PRIMARY KEY, holder \(text) NOT NULL, term \(integer) NOT NULL,
        expires_at \(instant) NOT NULL
      )\(dialect.tableOptions);
      """
  }
}

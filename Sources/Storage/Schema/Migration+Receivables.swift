extension Migration {
  /// What follows after a draft: what is owed and what became of it, with the rows that moved it.
  static let receivables = Migration(
    version: 13, name: "receivables",
    comments: receivablesOfInvoices + ledgerComments + creditMemoComments
  ) { dialect in
    [
      columnsOfRecords(dialect), columnsOfInvoices(dialect), tablesOfInvoices(dialect),
      takeOverInvoices(dialect), checksOfInvoices(dialect), creditMemos(dialect),
      payments(dialect), ledger(dialect), numbering(dialect),
    ].joined(separator: "\n")
  }

  private static func columnsOfRecords(_ dialect: any Dialect) -> String {
    let text = dialect.typeName(.text)
    let boolean = dialect.typeName(.boolean)
    return """
      ALTER TABLE account ADD COLUMN convert_negative_lines \(boolean) NOT NULL DEFAULT FALSE;
      ALTER TABLE account ADD COLUMN apply_credits \(boolean) NOT NULL DEFAULT FALSE;
      ALTER TABLE account ADD COLUMN apply_payments \(boolean) NOT NULL DEFAULT FALSE;
      ALTER TABLE sequence_policy ADD COLUMN target \(text) NOT NULL DEFAULT 'Invoice';
      ALTER TABLE payment_term ADD COLUMN instalments \(text);
      """
  }

  private static func columnsOfInvoices(_ dialect: any Dialect) -> String {
    let id = dialect.typeName(.identifier)
    let text = dialect.typeName(.text)
    let integer = dialect.typeName(.integer)
    let boolean = dialect.typeName(.boolean)
    let date = dialect.typeName(.date)
    let decimal = dialect.typeName(.decimal)
    let ofInvoices = [
      "payable \(decimal) NOT NULL DEFAULT '0'", "paid_amount \(decimal) NOT NULL DEFAULT '0'",
      "credited_amount \(decimal) NOT NULL DEFAULT '0'",
      "written_off_amount \(decimal) NOT NULL DEFAULT '0'",
      "converted_amount \(decimal) NOT NULL DEFAULT '0'",
      "is_credit_note \(boolean) NOT NULL DEFAULT FALSE",
      "version \(integer) NOT NULL DEFAULT 1", "voided_date \(date)", "reason_code \(text)",
      "full_settlement_date \(date)", "description \(text)", "purchase_order_number \(text)",
      "saved_payment_method_id \(text)", "next_due_date \(date)", "overdue_told_through \(date)",
      "next_overdue_date \(date)", "number_policy_id \(id)",
    ].map { "ALTER TABLE invoice ADD COLUMN \($0);" }.joined(separator: "\n")
    return """
      \(ofInvoices)
      ALTER TABLE invoice_line ADD COLUMN calculation \(text);
      ALTER TABLE ingested_line ADD COLUMN taxes_given \(boolean) NOT NULL DEFAULT FALSE;
      ALTER TABLE ingested_invoice ADD COLUMN is_taken_back \(boolean) NOT NULL DEFAULT FALSE;
      """
  }

  private static func tablesOfInvoices(_ dialect: any Dialect) -> String {
    let id = dialect.typeName(.identifier)
    let text = dialect.typeName(.text)
    return """
      CREATE TABLE invoice_instalment (
        invoice_id \(id) NOT NULL, position \(dialect.typeName(.integer)) NOT NULL,
        due_date \(dialect.typeName(.date)) NOT NULL, amount \(dialect.typeName(.decimal)) NOT NULL,
        PRIMARY KEY (invoice_id, position)
      )\(dialect.keyOrderedTableOptions);
      CREATE TABLE invoice_event (
        number \(dialect.rowNumber), invoice_id \(id) NOT NULL,
        at \(dialect.typeName(.instant)) NOT NULL, kind \(text) NOT NULL, actor \(text),
        request_source \(id), request_identifier \(id), detail \(text)
      )\(dialect.tableOptions);
      CREATE INDEX invoice_event_by_invoice ON invoice_event (invoice_id);
      """
  }

  /// Nothing was ever paid or credited in an earlier version, so the balance of what is not canceled is what is payable; of
  /// a credit note with the opposite sign.
  private static func takeOverInvoices(_ dialect: any Dialect) -> String {
    let decimal = dialect.typeName(.decimal)
    let negated =
      "CAST(replace('-' || CAST(balance AS \(dialect.typeName(.text))), '--', '') AS \(decimal))"
    let external = "SELECT document_type FROM ingested_invoice WHERE invoice_id = invoice.id"
    let sum = dialect.amount(
      """
      total_amount_with_tax
        - (SELECT prepaid_amount FROM ingested_invoice WHERE invoice_id = invoice.id)
        + (SELECT payable_rounding FROM ingested_invoice WHERE invoice_id = invoice.id)
        + coalesce((SELECT sum(CAST(amount AS numeric)) FROM ingested_third_party_amount
          WHERE invoice_id = invoice.id), 0)
      """, like: "total_amount_with_tax")
    return """
      UPDATE invoice SET is_credit_note = TRUE WHERE (\(external)) = 'CreditNote';
      UPDATE invoice SET payable = CASE
        WHEN status = 'Canceled' AND creation_mode = 'External' THEN \(sum)
        WHEN status = 'Canceled' THEN total_amount_with_tax
        WHEN is_credit_note AND CAST(balance AS numeric) <> 0 THEN \(negated)
        ELSE balance END;
      UPDATE invoice SET settlement_status = 'Settled'
        WHERE status = 'Posted' AND CAST(balance AS numeric) = 0;
      UPDATE invoice SET next_due_date = due_date, next_overdue_date = due_date
        WHERE status = 'Posted' AND CAST(balance AS numeric) > 0;
      UPDATE invoice SET
        description = (SELECT description FROM ingested_invoice WHERE invoice_id = invoice.id),
        purchase_order_number =
          (SELECT purchase_order_number FROM ingested_invoice WHERE invoice_id = invoice.id)
        WHERE creation_mode = 'External';
      ALTER TABLE ingested_invoice DROP COLUMN description;
      ALTER TABLE ingested_invoice DROP COLUMN purchase_order_number;
      UPDATE ingested_invoice SET is_taken_back = is_canceled;
      UPDATE ingested_line SET taxes_given = TRUE
        WHERE tax_treatment_id IS NULL AND EXISTS (
          SELECT 1 FROM invoice_line_tax tax WHERE tax.invoice_id = ingested_line.invoice_id
            AND tax.line_position = ingested_line.line_position
        );
      """
  }

  /// Last, for what is stored is held to them as well. With the last column, for SQLite adds no constraint by itself.
  private static func checksOfInvoices(_ dialect: any Dialect) -> String {
    let figures = [
      "payable", "balance", "paid_amount", "credited_amount", "written_off_amount",
      "converted_amount",
    ]
    func due(_ amount: (String) -> String) -> String {
      "CASE WHEN is_credit_note THEN -\(amount("payable")) ELSE \(amount("payable")) END"
        + " + \(amount("converted_amount"))"
    }
    let equation = dialect.check(figures) { amount in
      "\(amount("balance")) = \(due(amount)) - \(amount("paid_amount")) - \(amount("credited_amount"))"
    }
    let bounds = dialect.check(figures) { amount in
      let balance = amount("balance")
      return "(\(balance) <= 0 OR \(balance) <= \(due(amount)))"
        + " AND (\(balance) >= 0 OR \(balance) >= \(due(amount)))"
    }
    let parts = dialect.check(figures) { amount in
      "\(amount("paid_amount")) >= 0 AND \(amount("converted_amount")) >= 0"
        + " AND \(amount("written_off_amount")) >= 0"
        + " AND (status = 'Voided' OR \(amount("written_off_amount")) <= \(amount("credited_amount")))"
    }
    return """
      ALTER TABLE invoice ADD COLUMN number_value \(dialect.typeName(.integer))
        CONSTRAINT invoice_balance_equation CHECK (status = 'Canceled' OR \(equation))
        CONSTRAINT invoice_balance_bounds CHECK (status = 'Canceled' OR \(bounds))
        CONSTRAINT invoice_settled_amounts CHECK (\(parts));
      CREATE INDEX invoice_open ON invoice (account_id, currency, next_due_date)
        WHERE status = 'Posted' AND settlement_status <> 'Settled';
      CREATE INDEX invoice_by_overdue ON invoice (next_overdue_date)
        WHERE next_overdue_date IS NOT NULL;
      DROP INDEX invoice_canceled_by_contract;
      CREATE INDEX invoice_taken_back_by_contract ON invoice (billing_contract_id)
        WHERE status IN ('Canceled', 'Voided');
      DROP INDEX ingested_invoice_by_debit_memo;
      CREATE UNIQUE INDEX ingested_invoice_by_debit_memo ON ingested_invoice (reference_id)
        WHERE reference_type = 'DebitMemo' AND NOT is_taken_back;
      """
  }
}

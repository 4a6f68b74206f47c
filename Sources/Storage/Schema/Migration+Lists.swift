extension Migration {
  /// What the lists for people need: invoices in order of date and number, drafts by account, and error logs that can be
  /// resolved, the open ones first.
  static let lists = Migration(version: 6, name: "lists", comments: listsComments) { dialect in
    """
    DROP INDEX invoice_by_account;
    CREATE INDEX invoice_by_account
      ON invoice (account_id, invoice_date, (coalesce(invoice_number, '')), id);
    CREATE INDEX invoice_by_date ON invoice (invoice_date, (coalesce(invoice_number, '')), id);
    CREATE INDEX invoice_draft_by_account ON invoice (account_id) WHERE status = 'Draft';
    CREATE INDEX sales_order_by_account ON sales_order (account_id);
    CREATE INDEX billing_contract_by_account ON billing_contract (account_id);
    ALTER TABLE error_log ADD COLUMN resolved_at \(dialect.typeName(.instant));
    CREATE INDEX error_log_open_by_related ON error_log (related_id) WHERE resolved_at IS NULL;
    CREATE INDEX error_log_open ON error_log (last_seen_at, error_log_number)
      WHERE resolved_at IS NULL;
    CREATE INDEX error_log_resolved ON error_log (last_seen_at, error_log_number)
      WHERE resolved_at IS NOT NULL;
    """
  }

  static let listsComments = [
    TableComment(
      "error_log",
      "What could not be billed, and how to fix it; one row for each cause and place.",
      ["resolved_at": "When what it names succeeded or an operator said so; null while it is open."]
    )
  ]
}

extension Migration {
  /// Invoices that are taken back: why, and what they were made from is free for another one.
  static let takeInvoicesBack = Migration(
    version: 12, name: "invoices taken back",
    comments: [
      TableComment(
        "invoice", "An invoice: head and totals.",
        ["status_reason": "Why it was canceled, as a person wrote it."]),
      TableComment(
        "ingested_invoice", "What only an ingested invoice has.",
        ["is_canceled": "Whether its identifier and its debit memo are free for another invoice."]),
    ]
  ) { dialect in
    let text = dialect.typeName(.text)
    let boolean = dialect.typeName(.boolean)
    return """
      ALTER TABLE invoice ADD COLUMN status_reason \(text);
      ALTER TABLE ingested_invoice ADD COLUMN is_canceled \(boolean) NOT NULL DEFAULT FALSE;
      DROP INDEX ingested_invoice_by_identifier;
      CREATE UNIQUE INDEX ingested_invoice_by_identifier ON ingested_invoice (unique_identifier)
        WHERE unique_identifier IS NOT NULL AND NOT is_canceled;
      DROP INDEX ingested_invoice_by_debit_memo;
      CREATE UNIQUE INDEX ingested_invoice_by_debit_memo ON ingested_invoice (reference_id)
        WHERE reference_type = 'DebitMemo' AND NOT is_canceled;
      CREATE INDEX invoice_canceled_by_contract ON invoice (billing_contract_id)
        WHERE status = 'Canceled';
      CREATE INDEX usage_record_by_invoice ON usage_record (invoice_id) WHERE invoice_id IS NOT NULL;
      """
  }
}

extension Migration {
  /// What the books of a tax engine say of posted documents, and what they are still to be told.
  static let taxTransactions = Migration(
    version: 23, name: "tax transactions", comments: taxComments
  ) { dialect in
    let id = dialect.typeName(.identifier)
    let text = dialect.typeName(.text)
    let integer = dialect.typeName(.integer)
    let boolean = dialect.typeName(.boolean)
    let decimal = dialect.typeName(.decimal)
    let instant = dialect.typeName(.instant)
    return """
      ALTER TABLE invoice ADD COLUMN are_taxes_quoted \(boolean) NOT NULL DEFAULT FALSE;
      ALTER TABLE invoice_run ADD COLUMN taxes_estimated \(integer) NOT NULL DEFAULT 0;
      ALTER TABLE invoice_run_chunk ADD COLUMN taxes_estimated \(integer) NOT NULL DEFAULT 0;
      CREATE TABLE tax_transaction (
        document_id \(id) PRIMARY KEY, document_type \(text) NOT NULL, account_id \(id) NOT NULL,
        currency \(text) NOT NULL, total_tax \(decimal) NOT NULL, created_at \(instant) NOT NULL,
        state \(text) NOT NULL, state_since \(instant) NOT NULL, is_sent \(boolean) NOT NULL,
        is_commit_answered \(boolean) NOT NULL, attempts \(integer) NOT NULL,
        next_attempt_at \(instant), transaction_id \(text), committed_tax \(decimal),
        reason \(text), failed_from \(text), error_code \(text), void_reason \(text),
        leased_until \(instant)
      )\(dialect.tableOptions);
      CREATE INDEX tax_transaction_due ON tax_transaction (next_attempt_at, document_id)
        WHERE next_attempt_at IS NOT NULL;
      CREATE INDEX tax_transaction_waiting ON tax_transaction (state, state_since, document_id)
        WHERE next_attempt_at IS NOT NULL;
      CREATE INDEX tax_transaction_failed ON tax_transaction (state_since, document_id)
        WHERE state = 'Failed';
      CREATE INDEX tax_transaction_by_account ON tax_transaction (account_id, created_at, document_id);
      CREATE TABLE tax_document (
        document_id \(id) PRIMARY KEY, created_at \(instant) NOT NULL, content \(text) NOT NULL
      )\(dialect.tableOptions);
      CREATE INDEX tax_document_by_time ON tax_document (created_at, document_id);
      """
  }

  private static let taxComments = [
    TableComment(
      "invoice", "Invoices. Amounts are in the invoice's currency.",
      ["are_taxes_quoted": "Whether a tax engine elsewhere gave the taxes of its lines."]),
    TableComment(
      "invoice_run",
      "Work over many accounts or invoices. Written at its start and its end, not in between.",
      ["taxes_estimated": "Invoices whose tax the rate table estimated: the engine was away."]),
    TableComment(
      "invoice_run_chunk",
      "A part of a run that one transaction does; its row makes it happen once.",
      ["taxes_estimated": "As of invoice_run."]),
    TableComment(
      "tax_transaction",
      "Posted documents in the books of a tax engine: what it has booked, and what it is still to be told.",
      [
        "document_id": "The invoice's or credit memo's, which document_type says.",
        "total_tax": "What it was posted with; negative on what is credited.",
        "is_sent": "Whether the engine may have heard of it; set before the first call.",
        "is_commit_answered": "Whether the engine has answered the last commit, whatever it said.",
        "attempts": "Calls that were begun; counted before each.",
        "next_attempt_at": "Nothing is tried before this; NULL: there is nothing to be told.",
        "transaction_id": "The engine's own.",
        "committed_tax": "What the engine booked, where that is another total.",
        "reason": "What stood in the way last: the engine's words, or why it could not be asked.",
        "failed_from": "Of a Failed one: where tax.retry-commit.v1 takes it up again.",
        "void_reason": "Why the document was voided, for the engine's books.",
        "leased_until": "Until then one relay may be calling; NULL: none.",
      ]),
    TableComment(
      "tax_document",
      "What is committed of a tax transaction: what the engine was asked, and its answer.",
      ["content": "JSON; dropped past the retention time, once nothing is to be told of it."]),
  ]
}

extension Migration {
  /// What keeps long histories cheap: texts of old e-mails are dropped, the tasks of an invoice are found by their state; and how many
  /// e-mails of a run the daily limit makes wait.
  static let upkeep = Migration(version: 20, name: "upkeep", comments: upkeepComments) { dialect in
    """
    ALTER TABLE email_delivery
      ADD COLUMN is_shortened \(dialect.typeName(.boolean)) NOT NULL DEFAULT FALSE;
    CREATE INDEX email_delivery_to_shorten ON email_delivery (queued_at)
      WHERE status <> 'Queued' AND NOT is_shortened;
    DROP INDEX invoice_task_by_invoice;
    CREATE INDEX invoice_task_by_invoice ON invoice_task (invoice_id, number);
    CREATE INDEX invoice_task_by_state ON invoice_task (invoice_id, kind, status, number);
    ALTER TABLE invoice_run
      ADD COLUMN emails_postponed \(dialect.typeName(.integer)) NOT NULL DEFAULT 0;
    """
  }

  private static let upkeepComments = [
    TableComment(
      "email_delivery", "E-mails that requests have queued, and what became of each.",
      ["is_shortened": "Whether its texts were dropped, past the retention time."]),
    TableComment(
      "invoice_run",
      "Work over many accounts or invoices. Written at its start and its end, not in between.",
      ["emails_postponed": "Of an Email run: how many waited for another day when it ended."]),
  ]
}

extension Migration {
  /// Invoices of one billing cycle name each other, many to many; usage that arrived late has a line of its own in its
  /// period; a schedule's boundaries may be counted from another day than its start.
  static let linkReinvoices = Migration(
    version: 9, name: "reinvoicing", comments: reinvoicingComments
  ) { dialect in
    let id = dialect.typeName(.identifier)
    let integer = dialect.typeName(.integer)
    let date = dialect.typeName(.date)
    return """
      CREATE TABLE reinvoicing (
        earlier_id \(id) NOT NULL, later_id \(id) NOT NULL, PRIMARY KEY (earlier_id, later_id)
      )\(dialect.keyOrderedTableOptions);
      CREATE INDEX reinvoicing_by_later ON reinvoicing (later_id);
      INSERT INTO reinvoicing (earlier_id, later_id)
        SELECT reinvoice_of, id FROM invoice WHERE reinvoice_of IS NOT NULL
        UNION
        SELECT id, reinvoiced_by FROM invoice WHERE reinvoiced_by IS NOT NULL;
      ALTER TABLE invoice DROP COLUMN reinvoice_of;
      ALTER TABLE invoice DROP COLUMN reinvoiced_by;

      ALTER TABLE invoice_line ADD COLUMN late_usage \(integer) NOT NULL DEFAULT 0;
      DROP INDEX invoice_line_live_period;
      CREATE UNIQUE INDEX invoice_line_live_period
        ON invoice_line (billing_schedule_id, period_from, reissue, late_usage) WHERE is_live;
      CREATE INDEX usage_record_billed ON usage_record (billing_schedule_id, usage_date)
        WHERE invoice_id IS NOT NULL;

      ALTER TABLE billing_schedule ADD COLUMN anchor_date \(date);
      """
  }

  private static let reinvoicingComments = [
    TableComment(
      "reinvoicing", "Invoices of a billing cycle that was invoiced again.",
      [
        "earlier_id": "The invoice whose place is taken.",
        "later_id": "The invoice that takes it.",
      ]),
    TableComment(
      "invoice_line", "A period of a schedule on an invoice.",
      ["late_usage": "0, or the number in its period of a line of usage that came late."]),
    TableComment(
      "billing_schedule", "What is billed: an amount for each period.",
      ["anchor_date": "The day from which Anniversary counts instead of the start."]),
  ]
}

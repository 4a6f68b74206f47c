extension Migration {
  /// Runs over very many accounts, what begins them by itself, and what of schedules and invoices tells of them.
  static let invoiceRuns = Migration(
    version: 14, name: "invoice runs", comments: schedulerComments + runComments
  ) { dialect in
    [columnsForRuns(dialect), schedulers(dialect), runs(dialect), outcomesOfRuns(dialect)]
      .joined(separator: "\n")
  }

  /// No index holds what changes with each period billed: then a changed row needs an entry in none.
  private static func columnsForRuns(_ dialect: any Dialect) -> String {
    """
    ALTER TABLE billing_schedule ADD COLUMN run_matching_value \(dialect.typeName(.text));
    CREATE INDEX billing_schedule_ready ON billing_schedule (account_id)
      WHERE status = 'ReadyForInvoicing';
    ALTER TABLE invoice ADD COLUMN invoice_run_id \(dialect.typeName(.identifier));
    CREATE INDEX invoice_by_run ON invoice (invoice_run_id, id) WHERE invoice_run_id IS NOT NULL;
    """
  }

  private static func schedulers(_ dialect: any Dialect) -> String {
    let id = dialect.typeName(.identifier)
    let text = dialect.typeName(.text)
    let integer = dialect.typeName(.integer)
    let boolean = dialect.typeName(.boolean)
    let date = dialect.typeName(.date)
    let instant = dialect.typeName(.instant)
    return """
      CREATE TABLE holiday_calendar (
        id \(id) PRIMARY KEY, name \(text) NOT NULL, weekend \(text) NOT NULL,
        dates \(text) NOT NULL, revision \(integer)
      )\(dialect.tableOptions);
      CREATE TABLE invoice_scheduler (
        id \(id) PRIMARY KEY, name \(text) NOT NULL, status \(text) NOT NULL, rule \(text) NOT NULL,
        start_date \(date) NOT NULL, end_date \(date), minute_of_day \(integer) NOT NULL,
        time_zone \(text) NOT NULL, excludes_non_business_days \(boolean) NOT NULL,
        holiday_calendar_id \(id) REFERENCES holiday_calendar (id) DEFERRABLE INITIALLY DEFERRED,
        target_date \(date), invoice_date \(date), target_date_offset \(integer) NOT NULL,
        invoice_date_offset \(integer) NOT NULL, is_invoice_date_from_run_date \(boolean) NOT NULL,
        action \(text) NOT NULL, is_target_date_inclusive \(boolean) NOT NULL,
        allows_zero_amount_invoices \(boolean) NOT NULL, criteria \(text),
        posts_when_ended \(boolean) NOT NULL, on_missed \(text) NOT NULL,
        on_overlap \(text) NOT NULL, revision \(integer), next_rule_date \(date),
        next_local_date \(date), next_instant \(instant)
      )\(dialect.updatedTableOptions);
      CREATE INDEX invoice_scheduler_due ON invoice_scheduler (next_instant)
        WHERE status = 'Active';
      CREATE TABLE scheduler_occurrence (
        scheduler_id \(id) NOT NULL, local_date \(date) NOT NULL, scheduled_for \(instant) NOT NULL,
        outcome \(text) NOT NULL, run_id \(id), PRIMARY KEY (scheduler_id, local_date)
      )\(dialect.keyOrderedTableOptions);
      CREATE INDEX scheduler_occurrence_waiting ON scheduler_occurrence (scheduler_id, local_date)
        WHERE outcome = 'Waiting';
      """
  }

  private static func runs(_ dialect: any Dialect) -> String {
    let id = dialect.typeName(.identifier)
    let text = dialect.typeName(.text)
    let integer = dialect.typeName(.integer)
    let boolean = dialect.typeName(.boolean)
    let date = dialect.typeName(.date)
    let instant = dialect.typeName(.instant)
    let counters = RunCounterColumns.first
      .map { "\($0.name) \(integer) NOT NULL DEFAULT 0" }.joined(separator: ", ")
    return """
      CREATE TABLE invoice_run (
        id \(id) PRIMARY KEY, kind \(text) NOT NULL, status \(text) NOT NULL, scheduler_id \(id),
        scheduled_for \(instant), run_date \(date) NOT NULL, target_date \(date),
        is_target_date_inclusive \(boolean) NOT NULL, invoice_date \(date), action \(text),
        allows_zero_amount_invoices \(boolean) NOT NULL, criteria \(text),
        posts_when_ended \(boolean) NOT NULL, parent_run_id \(id), retry_of \(id),
        retries_when_ended \(boolean) NOT NULL, started_at \(instant) NOT NULL,
        completed_at \(instant), error_count \(integer) NOT NULL, request_source \(id),
        request_identifier \(id), requested_by_id \(text), requested_by_name \(text),
        requested_by_email \(text), \(counters),
        chunks_made \(integer) NOT NULL DEFAULT 0, chunks_done \(integer) NOT NULL DEFAULT 0,
        is_swept \(boolean) NOT NULL DEFAULT FALSE
      )\(dialect.tableOptions);
      CREATE INDEX invoice_run_running ON invoice_run (started_at, id) WHERE status = 'Running';
      CREATE INDEX invoice_run_by_start ON invoice_run (started_at, id);
      CREATE INDEX invoice_run_unswept ON invoice_run (completed_at)
        WHERE NOT is_swept AND completed_at IS NOT NULL;
      CREATE UNIQUE INDEX invoice_run_of_scheduler ON invoice_run (scheduler_id)
        WHERE status = 'Running' AND scheduler_id IS NOT NULL;
      CREATE TABLE invoice_run_selection (
        run_id \(id) PRIMARY KEY, after_id \(id) NOT NULL, next_chunk_no \(integer) NOT NULL,
        page_first \(integer) NOT NULL, page_last \(integer) NOT NULL,
        is_asked \(boolean) NOT NULL, is_ended \(boolean) NOT NULL,
        begun \(integer) NOT NULL DEFAULT 0, issued_at \(instant) NOT NULL
      )\(dialect.updatedTableOptions);
      CREATE TABLE invoice_run_chunk (
        run_id \(id) NOT NULL, chunk_no \(integer) NOT NULL, first_id \(id) NOT NULL,
        last_id \(id) NOT NULL, is_done \(boolean) NOT NULL DEFAULT FALSE,
        begun \(integer) NOT NULL DEFAULT 0, issued_at \(instant) NOT NULL, \(counters),
        PRIMARY KEY (run_id, chunk_no)
      )\(dialect.keyOrderedTableOptions);
      CREATE INDEX invoice_run_chunk_open ON invoice_run_chunk (issued_at) WHERE NOT is_done;
      CREATE INDEX invoice_run_chunk_open_by_run ON invoice_run_chunk (run_id) WHERE NOT is_done;
      CREATE TABLE invoice_run_cancel (
        run_id \(id) PRIMARY KEY, wanted_until \(instant) NOT NULL
      )\(dialect.keyOrderedTableOptions);
      CREATE TABLE invoice_run_progress (
        run_id \(id) PRIMARY KEY, reported_at \(instant) NOT NULL, chunks_done \(integer) NOT NULL
      )\(dialect.tableOptions);
      """
  }

  private static func outcomesOfRuns(_ dialect: any Dialect) -> String {
    let id = dialect.typeName(.identifier)
    let text = dialect.typeName(.text)
    let integer = dialect.typeName(.integer)
    let decimal = dialect.typeName(.decimal)
    return """
      CREATE TABLE invoice_run_total (
        run_id \(id) NOT NULL, chunk_no \(integer) NOT NULL, currency \(text) NOT NULL,
        invoices \(integer) NOT NULL, total_amount \(decimal) NOT NULL,
        total_tax_amount \(decimal) NOT NULL, total_amount_with_tax \(decimal) NOT NULL,
        PRIMARY KEY (run_id, chunk_no, currency)
      )\(dialect.keyOrderedTableOptions);
      CREATE TABLE invoice_run_skipped (
        run_id \(id) NOT NULL, chunk_no \(integer) NOT NULL, reason \(text) NOT NULL,
        skip_count \(integer) NOT NULL, PRIMARY KEY (run_id, chunk_no, reason)
      )\(dialect.keyOrderedTableOptions);
      CREATE TABLE invoice_run_error (
        run_id \(id) NOT NULL, chunk_no \(integer) NOT NULL, position \(integer) NOT NULL,
        account_id \(id), invoice_id \(id), grouping_key \(text),
        billing_schedule_ids \(text) NOT NULL, error_code \(text) NOT NULL,
        error_message \(text) NOT NULL, PRIMARY KEY (run_id, chunk_no, position)
      )\(dialect.keyOrderedTableOptions);
      CREATE INDEX invoice_run_error_by_account ON invoice_run_error (run_id, account_id);
      CREATE TABLE invoice_run_failed_schedule (
        run_id \(id) NOT NULL, billing_schedule_id \(id) NOT NULL,
        PRIMARY KEY (run_id, billing_schedule_id)
      )\(dialect.keyOrderedTableOptions);
      CREATE TABLE invoice_run_sample (
        run_id \(id) NOT NULL, chunk_no \(integer) NOT NULL, position \(integer) NOT NULL,
        invoice \(text) NOT NULL, PRIMARY KEY (run_id, chunk_no, position)
      )\(dialect.tableOptions);
      """
  }
}

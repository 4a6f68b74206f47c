extension Migration {
  /// Tasks that others do, what accounts are charged by, and runs that ask for tasks or send e-mail.
  static let tasks = Migration(version: 17, name: "tasks", comments: tasksComments) { dialect in
    let id = dialect.typeName(.identifier)
    let text = dialect.typeName(.text)
    let boolean = dialect.typeName(.boolean)
    let integer = dialect.typeName(.integer)
    return """
      CREATE TABLE saved_payment_method (
        id \(id) PRIMARY KEY,
        account_id \(id) NOT NULL REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED,
        kind \(text) NOT NULL, display_name \(text) NOT NULL, token \(text), last4 \(text),
        expires_on \(text), is_default \(boolean) NOT NULL, is_active \(boolean) NOT NULL,
        revision \(integer)
      )\(dialect.tableOptions);
      CREATE INDEX saved_payment_method_by_account ON saved_payment_method (account_id);
      CREATE TABLE invoice_task (
        number \(dialect.rowNumber), id \(id) NOT NULL,
        invoice_id \(id) NOT NULL REFERENCES invoice (id) DEFERRABLE INITIALLY DEFERRED,
        kind \(text) NOT NULL, retry_of \(id), currency \(text),
        amount \(dialect.typeName(.decimal)), saved_payment_method_id \(id),
        requested_at \(dialect.typeName(.instant)) NOT NULL, request_source \(id) NOT NULL,
        request_identifier \(id) NOT NULL, status \(text) NOT NULL, message \(text)
      )\(dialect.tableOptions);
      CREATE UNIQUE INDEX invoice_task_by_id ON invoice_task (id);
      CREATE INDEX invoice_task_by_invoice ON invoice_task (invoice_id);
      ALTER TABLE invoice_scheduler ADD COLUMN emails_when_ended \(boolean) NOT NULL DEFAULT FALSE;
      ALTER TABLE invoice_scheduler ADD COLUMN tasks_when_ended \(text);
      ALTER TABLE invoice_run ADD COLUMN emails_when_ended \(boolean) NOT NULL DEFAULT FALSE;
      ALTER TABLE invoice_run ADD COLUMN tasks_when_ended \(text);
      ALTER TABLE invoice_run ADD COLUMN tasks \(text);
      ALTER TABLE invoice_run ADD COLUMN email \(text);
      ALTER TABLE invoice_run ADD COLUMN tasks_requested \(integer) NOT NULL DEFAULT 0;
      ALTER TABLE invoice_run ADD COLUMN emails_queued \(integer) NOT NULL DEFAULT 0;
      ALTER TABLE invoice_run_chunk ADD COLUMN tasks_requested \(integer) NOT NULL DEFAULT 0;
      ALTER TABLE invoice_run_chunk ADD COLUMN emails_queued \(integer) NOT NULL DEFAULT 0;
      """
  }

  private static let tasksComments = [
    TableComment(
      "saved_payment_method", "How accounts pay, as a payment system keeps it. No card numbers.",
      [
        "token": "What the payment system knows it by. Secret.",
        "last4": "The last four digits, for people.",
        "expires_on": "YYYY-MM: the last month in which it can be used.",
        "is_default": "Charged where an invoice names none; one of an account at most.",
      ]),
    TableComment(
      "invoice_task", "What others were asked to do with posted invoices.",
      [
        "number": "In the order in which they were requested.",
        "retry_of": "The earlier task of the same kind that this one follows.",
        "amount": "Of a Charge: the balance when it was requested, in currency.",
        "status": "Requested, until somebody reports.",
      ]),
    TableComment(
      "invoice_scheduler", "What begins runs by itself, at local times of a zone.",
      [
        "emails_when_ended": "Whether the invoices are sent when they are posted.",
        "tasks_when_ended": "The tasks that are requested for them then, with commas between.",
      ]),
    TableComment(
      "invoice_run",
      "Work over many accounts or invoices. Written at its start and its end, not in between.",
      [
        "tasks": "JSON: what a Tasks run requests.", "email": "JSON: how an Email run sends.",
        "tasks_requested": "By a Tasks run.", "emails_queued": "By an Email run.",
      ]),
    TableComment(
      "invoice_run_chunk",
      "A part of a run that one transaction does; its row makes it happen once.",
      [
        "tasks_requested": "By a Tasks run.", "emails_queued": "By an Email run.",
      ]),
  ]
}

extension Migration {
  /// Templates, what account and legal entity say of e-mails, the e-mails with what became of them, and whom none are sent to.
  static let emails = Migration(version: 16, name: "emails", comments: emailComments) { dialect in
    let id = dialect.typeName(.identifier)
    let text = dialect.typeName(.text)
    let integer = dialect.typeName(.integer)
    let boolean = dialect.typeName(.boolean)
    let date = dialect.typeName(.date)
    let instant = dialect.typeName(.instant)
    return """
      ALTER TABLE account ADD COLUMN email \(text);
      ALTER TABLE legal_entity ADD COLUMN email \(text);
      CREATE TABLE email_template (
        id \(id) PRIMARY KEY, name \(text) NOT NULL, subject \(text) NOT NULL,
        text_body \(text) NOT NULL, html_body \(text), locale \(text),
        is_default \(boolean) NOT NULL, revision \(integer)
      )\(dialect.tableOptions);
      CREATE TABLE email_delivery (
        email_id \(id) PRIMARY KEY, invoice_id \(id), recipients \(text) NOT NULL,
        copies \(text) NOT NULL, subject \(text) NOT NULL, text_body \(text) NOT NULL,
        html_body \(text), attachments \(text) NOT NULL, from_name \(text), reply_to \(text),
        request_source \(id) NOT NULL, request_identifier \(id) NOT NULL,
        queued_at \(instant) NOT NULL, status \(text) NOT NULL, attempts \(integer) NOT NULL,
        not_before \(instant) NOT NULL, diagnostic \(text), due_at \(instant) NOT NULL,
        counted_on \(date)
      )\(dialect.tableOptions);
      CREATE INDEX email_delivery_by_invoice ON email_delivery (invoice_id)
        WHERE invoice_id IS NOT NULL;
      CREATE INDEX email_delivery_due ON email_delivery (due_at, email_id)
        WHERE status = 'Queued';
      CREATE INDEX email_delivery_uncounted ON email_delivery (email_id)
        WHERE status = 'Queued' AND counted_on IS NULL AND invoice_id IS NOT NULL;
      CREATE INDEX email_delivery_by_time ON email_delivery (queued_at, email_id);
      CREATE INDEX email_delivery_by_status ON email_delivery (status, queued_at, email_id);
      CREATE TABLE email_suppression (
        address \(id) PRIMARY KEY, reason \(text) NOT NULL, suppressed_at \(instant) NOT NULL
      )\(dialect.tableOptions);
      CREATE TABLE email_day (
        day \(date) PRIMARY KEY, sent \(integer) NOT NULL
      )\(dialect.tableOptions);
      """
  }

  private static let emailComments = [
    TableComment(
      "account", "Who is billed.",
      ["email": "JSON: how its invoices are sent; NULL: to the bill-to contact."]),
    TableComment(
      "legal_entity", "Who issues invoices.",
      ["email": "JSON: how it sends invoices; NULL: with the default template."]),
    TableComment("email_template", "What e-mails about invoices say."),
    TableComment(
      "email_delivery", "E-mails that requests have queued, and what became of each.",
      [
        "invoice_id": "NULL: a notice about a request or a run.",
        "recipients": "One address a line; copies likewise.",
        "attempts": "Counted before the server is given the message.",
        "not_before": "Nothing is tried before this.",
        "due_at": "When a relay may take it: not_before, or the end of a relay's lease.",
        "counted_on": "The day whose limit it counts against.",
      ]),
    TableComment(
      "email_suppression", "Addresses, in lower case, that get no e-mail.",
      ["reason": "How they came to be here, with what the mail server said."]),
    TableComment(
      "email_day", "How many e-mails were counted on a day of UTC.",
      ["sent": "E-mails whose first attempt was on the day."]),
  ]
}

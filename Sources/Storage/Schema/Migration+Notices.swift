extension Migration {
  /// Runs whose end is mailed to the person who asked for them.
  static let notices = Migration(version: 19, name: "notices", comments: noticesComments) {
    dialect in
    """
    ALTER TABLE invoice_run
      ADD COLUMN requested_by_notifies \(dialect.typeName(.boolean)) NOT NULL DEFAULT FALSE;
    """
  }

  private static let noticesComments = [
    TableComment(
      "invoice_run",
      "Work over many accounts or invoices. Written at its start and its end, not in between.",
      ["requested_by_notifies": "Whether its end is mailed to requested_by_email."])
  ]
}

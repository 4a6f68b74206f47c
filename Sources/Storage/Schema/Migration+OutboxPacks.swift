extension Migration {
  /// Messages that one transaction stores together are one row. Rows of the version before stay what they are.
  static let outboxPacks = Migration(version: 26, name: "outbox packs", comments: packComments) {
    dialect in
    let id = dialect.typeName(.identifier)
    let instant = dialect.typeName(.instant)
    return """
      CREATE TABLE outbox_pack (
        id \(id) PRIMARY KEY, created_at \(instant) NOT NULL, leased_until \(instant) NOT NULL,
        events \(dialect.typeName(.integer)) NOT NULL, body \(dialect.typeName(.bytes)) NOT NULL
      )\(dialect.tableOptions);
      CREATE INDEX outbox_pack_by_lease ON outbox_pack (leased_until, events);
      """
  }

  private static let packComments = [
    TableComment(
      "outbox_pack",
      "The outbox: events that one transaction committed together, while the process that wrote them sends them. Those that wait longer are moved to outbox_message.",
      [
        "id": "Its first event's row identifier.",
        "leased_until": "Until then one process has the sending of it.",
        "events": "How many there are in body.",
        "body":
          "The events, each as a row of outbox_message would have it, in the program's own form.",
      ])
  ]
}

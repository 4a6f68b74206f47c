extension Migration {
  /// A dead letter says how its body is encoded, as the request did: without it a replay of a compressed body
  /// would be read as another one. Rows stored before never knew, and say nothing.
  static let keepContentEncoding = Migration(
    version: 11, name: "content encoding of dead letters",
    comments: [
      TableComment(
        "outbox_message",
        "The outbox: messages that are committed and not yet confirmed by the broker.",
        ["content_encoding": "As the request said it; null for an event."])
    ]
  ) { dialect in
    "ALTER TABLE outbox_message ADD COLUMN content_encoding \(dialect.typeName(.text));"
  }
}

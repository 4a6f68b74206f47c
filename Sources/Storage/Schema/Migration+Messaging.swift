extension Migration {
  /// The requests that have been taken (inbox) and the messages that are to be sent (outbox).
  static let createMessaging = Migration(version: 3, name: "messaging", comments: messagingComments)
  { dialect in
    let id = dialect.typeName(.identifier)
    let text = dialect.typeName(.text)
    let integer = dialect.typeName(.integer)
    let boolean = dialect.typeName(.boolean)
    let instant = dialect.typeName(.instant)
    let bytes = dialect.typeName(.bytes)
    let end = ")\(dialect.tableOptions);"
    return """
      CREATE TABLE request (
        identifier \(id) NOT NULL, source \(id) NOT NULL, type \(text) NOT NULL,
        body_sha256 \(bytes) NOT NULL, received_at \(instant) NOT NULL,
        outcome \(text), completion_event_id \(id), completion_body \(bytes),
        attempts \(integer), completed_at \(instant), is_internal_error \(boolean),
        is_parked \(boolean),
        PRIMARY KEY (identifier, source)
      \(end)
      CREATE INDEX request_by_completion ON request (completed_at);

      CREATE TABLE outbox_message (
        id \(id) PRIMARY KEY, exchange \(text) NOT NULL, routing_key \(text) NOT NULL,
        event_id \(id), message_id \(id), type \(text), content_type \(text),
        correlation_id \(text), app_id \(text), headers \(text),
        created_at \(instant) NOT NULL, leased_until \(instant) NOT NULL,
        attempts \(integer) NOT NULL, body \(bytes) NOT NULL
      \(end)
      CREATE INDEX outbox_message_by_lease ON outbox_message (leased_until);
      """
  }
}

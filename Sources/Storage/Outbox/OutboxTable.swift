enum OutboxTable {
  static let columns =
    [
      Column("id", .identifier), Column("exchange", .text), Column("routing_key", .text),
      Column("event_id", .identifier),
    ] + OutboxMessage.Properties.columns(messageId: "message_id", appId: "app_id")
    + [Column("created_at", .instant), Column("body", .bytes)]

  /// What a row's reader needs.
  static let message = Table("outbox_message", key: ["id"], columns)

  static let whole = Table(
    "outbox_message", key: ["id"],
    columns + [Column("leased_until", .instant), Column("attempts", .integer)])

  static let events = Column("events", .integer)

  static let pack = Table(
    "outbox_pack", key: ["id"],
    [
      Column("id", .identifier), Column("created_at", .instant), Column("leased_until", .instant),
      events, Column("body", .bytes),
    ])
}

extension OutboxMessage {
  /// Reads the columns of ``OutboxTable/message``.
  init(from row: inout RowDecoder) throws(StoreError) {
    let id = try row.text()
    let exchange = try row.text()
    let routingKey = try row.text()
    let eventId = try row.optionalText()
    let properties = try Properties(from: &row)
    let createdAt = try row.instant()
    self.init(
      id: id, exchange: exchange, routingKey: routingKey, eventId: eventId,
      properties: properties, body: try row.bytes(), createdAt: createdAt)
  }

  func encode(into rows: inout RowBuffer) {
    rows.append(id)
    rows.append(exchange)
    rows.append(routingKey)
    rows.append(eventId)
    properties.encode(into: &rows)
    rows.append(createdAt)
    rows.append(body)
  }
}

/// Properties as columns of a table, side by side: two of them have other names in the table of dead letters.
extension OutboxMessage.Properties {
  static func columns(messageId: String, appId: String) -> [Column] {
    [
      Column(messageId, .identifier), Column("type", .text), Column("content_type", .text),
      Column("content_encoding", .text), Column("correlation_id", .text), Column(appId, .text),
      Column("headers", .text),
    ]
  }

  init(from row: inout RowDecoder) throws(StoreError) {
    self.init()
    messageId = try row.optionalText()
    type = try row.optionalText()
    contentType = try row.optionalText()
    contentEncoding = try row.optionalText()
    correlationId = try row.optionalText()
    appId = try row.optionalText()
    headers = try row.optionalText()
  }

  func encode(into rows: inout RowBuffer) {
    rows.append(messageId)
    rows.append(type)
    rows.append(contentType)
    rows.append(contentEncoding)
    rows.append(correlationId)
    rows.append(appId)
    rows.append(headers)
  }
}

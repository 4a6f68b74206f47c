enum OutboxTable {
  static let columns = [
    Column("id", .identifier), Column("exchange", .text), Column("routing_key", .text),
    Column("event_id", .identifier), Column("message_id", .identifier), Column("type", .text),
    Column("content_type", .text), Column("content_encoding", .text),
    Column("correlation_id", .text), Column("app_id", .text), Column("headers", .text),
    Column("created_at", .instant), Column("body", .bytes),
  ]

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
    let messageId = try row.optionalText()
    let type = try row.optionalText()
    let properties = Properties(
      contentType: try row.optionalText(), contentEncoding: try row.optionalText(),
      messageId: messageId, type: type,
      correlationId: try row.optionalText(), appId: try row.optionalText(),
      headers: try row.optionalText())
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
    rows.append(properties.messageId)
    rows.append(properties.type)
    rows.append(properties.contentType)
    rows.append(properties.contentEncoding)
    rows.append(properties.correlationId)
    rows.append(properties.appId)
    rows.append(properties.headers)
    rows.append(createdAt)
    rows.append(body)
  }
}

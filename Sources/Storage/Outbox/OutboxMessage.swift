package import CivilTime

/// A message that is to be published, stored in the transaction whose effect it reports.
package struct OutboxMessage: Hashable, Sendable, Identifiable {
  /// The row's, chosen by the caller; unique. One that begins with the time keeps rows that were
  /// written together together in the index.
  package let id: String
  package let exchange: String
  package let routingKey: String
  /// The event's, stable over resends; nil for a message that is no event (a dead letter).
  package let eventId: String?
  package let properties: Properties
  package let body: [UInt8]
  package let createdAt: UTCInstant
  /// The row that it shares with others; nil for one that has a row of its own.
  package var pack: OutboxPack?

  package init(
    id: String, exchange: String, routingKey: String, eventId: String?, properties: Properties,
    body: [UInt8], createdAt: UTCInstant
  ) {
    self.id = id
    self.exchange = exchange
    self.routingKey = routingKey
    self.eventId = eventId
    self.properties = properties
    self.body = body
    self.createdAt = createdAt
  }

  /// The AMQP properties that differ from message to message.
  package struct Properties: Hashable, Sendable {
    package var contentType: String?
    package var contentEncoding: String?
    package var messageId: String?
    package var type: String?
    package var correlationId: String?
    package var appId: String?
    /// The headers as JSON text, encoded by the caller.
    package var headers: String?

    package init(
      contentType: String? = nil, contentEncoding: String? = nil, messageId: String? = nil,
      type: String? = nil,
      correlationId: String? = nil, appId: String? = nil, headers: String? = nil
    ) {
      self.contentType = contentType
      self.contentEncoding = contentEncoding
      self.messageId = messageId
      self.type = type
      self.correlationId = correlationId
      self.appId = appId
      self.headers = headers
    }
  }
}

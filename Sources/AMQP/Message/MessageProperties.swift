/// The properties of a message (AMQP 0-9-1, 1.8.1). A property that is `nil` is absent on the wire.
///
/// Bytes that are no UTF-8 arrive with the replacement character U+FFFD in their place.
package struct MessageProperties: Sendable, Equatable {
  package enum DeliveryMode: UInt8, Sendable {
    /// May be lost when the broker restarts.
    case transient = 1
    case persistent = 2
  }

  package var contentType: String?
  package var contentEncoding: String?
  package var headers: HeaderTable?
  package var deliveryMode: DeliveryMode?
  package var priority: UInt8?
  package var correlationId: String?
  package var replyTo: String?
  /// Milliseconds, as text.
  package var expiration: String?
  package var messageId: String?
  /// Seconds since 1970.
  package var timestamp: UInt64?
  package var type: String?
  /// Checked by the broker against the user who signed in.
  package var userId: String?
  package var appId: String?

  package init(
    contentType: String? = nil, headers: HeaderTable? = nil,
    deliveryMode: DeliveryMode? = .persistent, correlationId: String? = nil,
    replyTo: String? = nil, expiration: String? = nil, messageId: String? = nil,
    timestamp: UInt64? = nil, type: String? = nil, appId: String? = nil
  ) {
    self.contentType = contentType
    self.headers = headers
    self.deliveryMode = deliveryMode
    self.correlationId = correlationId
    self.replyTo = replyTo
    self.expiration = expiration
    self.messageId = messageId
    self.timestamp = timestamp
    self.type = type
    self.appId = appId
  }

  /// Every short string with the name an error uses for it.
  var shortStrings: [(name: String, value: String?)] {
    [
      ("content type", contentType), ("content encoding", contentEncoding),
      ("correlation id", correlationId), ("reply-to", replyTo), ("expiration", expiration),
      ("message id", messageId), ("type", type), ("user id", userId), ("app id", appId),
    ]
  }
}

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
  package var correlationID: String?
  package var replyTo: String?
  /// Milliseconds, as text.
  package var expiration: String?
  package var messageID: String?
  /// Seconds since 1970.
  package var timestamp: UInt64?
  package var type: String?
  /// Checked by the broker against the user who signed in.
  package var userID: String?
  package var appID: String?

  package init(
    contentType: String? = nil, headers: HeaderTable? = nil,
    deliveryMode: DeliveryMode? = .persistent, correlationID: String? = nil,
    replyTo: String? = nil, expiration: String? = nil, messageID: String? = nil,
    timestamp: UInt64? = nil, type: String? = nil, appID: String? = nil
  ) {
    self.contentType = contentType
    self.headers = headers
    self.deliveryMode = deliveryMode
    self.correlationID = correlationID
    self.replyTo = replyTo
    self.expiration = expiration
    self.messageID = messageID
    self.timestamp = timestamp
    self.type = type
    self.appID = appID
  }

  /// Every short string with the name an error uses for it.
  var shortStrings: [(name: String, value: String?)] {
    [
      ("content type", contentType), ("content encoding", contentEncoding),
      ("correlation id", correlationID), ("reply-to", replyTo), ("expiration", expiration),
      ("message id", messageID), ("type", type), ("user id", userID), ("app id", appID),
    ]
  }
}

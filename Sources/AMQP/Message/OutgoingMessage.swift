/// A message that is known to fit on the wire.
package struct OutgoingMessage: Sendable, Equatable {
  package let exchange: String
  package let routingKey: String
  /// A mandatory message that no queue is bound for comes back as `PublishOutcome.returned`.
  package let isMandatory: Bool
  package let properties: MessageProperties
  package let body: [UInt8]
  /// An upper bound of the bytes the properties take on the wire.
  let propertiesSize: Int

  /// Bytes of all headers together. All properties travel in one frame, and a frame may be 128 KiB.
  package static let headersLimit = 65_536

  /// Checks every limit of the protocol.
  ///
  /// - Throws: ``OutgoingMessageError`` for a short string over 255 bytes, and headers over
  ///   `headersLimit` bytes or nested too deep.
  package init(
    exchange: String, routingKey: String, isMandatory: Bool = true,
    properties: MessageProperties, body: [UInt8]
  ) throws(OutgoingMessageError) {
    // Class, weight, body size, flags, and the four numbers.
    var size = 14 + 1 + 1 + 8
    for (name, value) in [("exchange", exchange), ("routing key", routingKey)] {
      try Self.check(name, value)
    }
    for case (let name, let value?) in properties.shortStrings {
      try Self.check(name, value)
      size += 1 + value.utf8.count
    }
    if let headers = properties.headers {
      // Depth first: the other two walk the whole tree.
      guard headers.depth <= HeaderTable.depthLimit else {
        throw .headersTooDeep(limit: HeaderTable.depthLimit)
      }
      let headersSize = headers.wireSize
      guard headersSize <= Self.headersLimit else {
        throw .headersTooLarge(byteCount: headersSize, limit: Self.headersLimit)
      }
      if let count = headers.longestNameExcess {
        throw .tooLong(field: "header name", byteCount: count)
      }
      size += headersSize
    }
    self.exchange = exchange
    self.routingKey = routingKey
    self.isMandatory = isMandatory
    self.properties = properties
    self.body = body
    propertiesSize = size
  }

  private static func check(_ name: String, _ value: String) throws(OutgoingMessageError) {
    let count = value.utf8.count
    guard count <= 255 else { throw .tooLong(field: name, byteCount: count) }
  }
}

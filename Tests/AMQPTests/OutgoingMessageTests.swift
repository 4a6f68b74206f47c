import Testing

@testable import AMQP

@Suite struct OutgoingMessageTests {
  private func make(
    exchange: String = "e", routingKey: String = "k", _ properties: MessageProperties
  ) throws(OutgoingMessageError) -> OutgoingMessage {
    try OutgoingMessage(
      exchange: exchange, routingKey: routingKey, properties: properties, body: [])
  }

  @Test func `short strings end at 255 bytes, not characters`() throws {
    let fits = String(repeating: "a", count: 255)
    _ = try make(exchange: fits, routingKey: fits, MessageProperties(messageId: fits))
    // 128 characters, 256 bytes.
    let long = String(repeating: "é", count: 128)
    let cases: [(String, MessageProperties)] = [
      ("message id", MessageProperties(messageId: long)), ("type", MessageProperties(type: long)),
      ("correlation id", MessageProperties(correlationId: long)),
      ("reply-to", MessageProperties(replyTo: long)), ("app id", MessageProperties(appId: long)),
      ("content type", MessageProperties(contentType: long)),
      ("expiration", MessageProperties(expiration: long)),
      ("header name", MessageProperties(headers: ["t": .array([.table([long: .void])])])),
    ]
    for (field, properties) in cases {
      #expect(throws: OutgoingMessageError.tooLong(field: field, byteCount: 256)) {
        try make(properties)
      }
    }
    #expect(throws: OutgoingMessageError.tooLong(field: "routing key", byteCount: 256)) {
      try make(routingKey: long, MessageProperties())
    }
  }

  @Test func `headers are bounded as a whole`() throws {
    // Length of the table, length and text of the name, type, length of the value.
    let room = OutgoingMessage.headersLimit - 4 - 2 - 5
    _ = try make(MessageProperties(headers: ["h": .bytes(Array(repeating: 0, count: room))]))
    #expect(
      throws: OutgoingMessageError.headersTooLarge(byteCount: 65_537, limit: 65_536)
    ) {
      try make(MessageProperties(headers: ["h": .bytes(Array(repeating: 0, count: room + 1))]))
    }
  }

  @Test func `nesting is bounded`() throws {
    func nested(_ depth: Int) -> HeaderTable {
      var value = HeaderValue.void
      for level in 1..<depth {
        value = level.isMultiple(of: 2) ? .array([value]) : .table(["t": value])
      }
      return ["t": value]
    }
    _ = try make(MessageProperties(headers: nested(HeaderTable.depthLimit)))
    #expect(throws: OutgoingMessageError.headersTooDeep(limit: HeaderTable.depthLimit)) {
      try make(MessageProperties(headers: nested(HeaderTable.depthLimit + 1)))
    }
  }

  @Test func `a table keeps its order and replaces in place`() {
    var table: HeaderTable = ["a": .int32(1), "b": "two"]
    table["a"] = "one"
    table["c"] = .boolean(true)
    table["b"] = nil
    #expect(table.entries.map(\.name) == ["a", "c"])
    #expect(table["a"]?.text == "one")
    #expect(table["b"] == nil)
    #expect(HeaderValue.uint64(.max).integer == nil)
    #expect(HeaderValue.int8(-3).integer == -3)
  }
}

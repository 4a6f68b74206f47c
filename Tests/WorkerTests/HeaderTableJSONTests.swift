import AMQP
import JSON
import Storage
import Testing
import Worker

@Suite struct HeaderTableJSONTests {
  @Test(
    arguments: [
      [:], ["a": "text"], ["a": "", "b": .int64(.min), "c": .int64(.max), "d": .boolean(false)],
      ["quote \" and \\": "line\nbreak \u{1}", "é": "😀"],
    ] as [HeaderTable])
  func `texts, integers and booleans come back as they were`(table: HeaderTable) throws {
    #expect(try HeaderTable(jsonText: table.jsonText) == table)
  }

  @Test func `integers of any width come back as the widest`() throws {
    let table: HeaderTable = ["a": .uint8(1), "b": .int32(-2), "c": .uint64(3)]
    #expect(
      try HeaderTable(jsonText: table.jsonText)
        == ["a": .int64(1), "b": .int64(-2), "c": .int64(3)])
  }

  @Test func `what an outbox row has no place for is left out`() throws {
    let table: HeaderTable = [
      "array": .array([.int64(1)]), "table": .table(["x": "y"]), "float": .double(1.5),
      "time": .timestamp(1), "void": .void, "bytes": .bytes([1]), "kept": "yes",
    ]
    #expect(try HeaderTable(jsonText: table.jsonText) == ["kept": "yes"])
  }

  @Test(arguments: ["", "{", "{\"a\":1,\"a\":2}", "nonsense"])
  func `a text that is no JSON is an error`(text: String) {
    #expect(throws: JSONError.self) { try HeaderTable(jsonText: text) }
  }

  @Test func `an outbox row becomes a persistent, mandatory message`() throws {
    let message = try OutgoingMessage(OutboxMessage.sample("e-1", headers: #"{"h":"v"}"#))
    #expect(message.isMandatory)
    #expect(message.exchange == "invoice.events" && message.routingKey == "invoice.posted.v1")
    #expect(message.properties.deliveryMode == .persistent)
    #expect(message.properties.messageId == "e-1" && message.properties.correlationId == "r-1")
    #expect(message.properties.appId == "crm")
    #expect(message.properties.timestamp == 1_767_225_600)
    #expect(message.properties.headers == ["h": "v"])
    #expect(message.body == Array("{}".utf8))
  }

  @Test func `a row with damaged headers is sent without them`() throws {
    let message = try OutgoingMessage(OutboxMessage.sample("e-1", headers: "{"))
    #expect(message.properties.headers == nil)
  }

  @Test func `a row that does not fit on the wire is an error`() {
    #expect(throws: OutgoingMessageError.self) {
      try OutgoingMessage(OutboxMessage.sample(String(repeating: "x", count: 256)))
    }
  }
}

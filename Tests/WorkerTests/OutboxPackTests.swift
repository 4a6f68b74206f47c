import CivilTime
import Storage
import TestSupport
import Testing

/// Messages as the bytes of a row.
@Suite struct OutboxPackTests {
  private static let sample: [OutboxMessage] = {
    let bare = OutboxMessage(
      id: "", exchange: "", routingKey: "", eventId: nil, properties: OutboxMessage.Properties(),
      body: [], createdAt: UTCInstant(microsecondsSince1970: -1))
    return [
      .sample("a"), .sample("b", headers: #"{"traceparent":"ü"}"#), bare, bare,
      .sample("c", headers: ""), .sample("c"),
    ]
  }()

  @Test func `messages come back as they were, alike or not`() throws {
    for count in 0...Self.sample.count {
      let messages = Array(Self.sample.prefix(count))
      #expect(try OutboxPack.messages(from: OutboxPack.bytes(of: messages)) == messages)
    }
  }

  @Test func `texts that look alike are kept apart`() throws {
    let texts = ["\u{e9}", "e\u{301}", "a\u{323}\u{307}", "a\u{307}\u{323}"]
    let messages = texts.map { text in
      OutboxMessage(
        id: "", exchange: "", routingKey: "", eventId: nil,
        properties: OutboxMessage.Properties(correlationId: text), body: [], createdAt: .sample)
    }
    let read = try OutboxPack.messages(from: OutboxPack.bytes(of: messages))
    #expect(
      read.map { Array(($0.properties.correlationId ?? "").utf8) } == texts.map { Array($0.utf8) })
  }

  @Test func `values at their bounds`() throws {
    for microseconds in [Int64.min, 0, .max] {
      let message = OutboxMessage(
        id: String(repeating: "ü", count: 70_000), exchange: "\0", routingKey: "é", eventId: "",
        properties: OutboxMessage.Properties(
          contentType: "", appId: String(repeating: "a", count: 300)),
        body: [UInt8](repeating: 255, count: 66_000),
        createdAt: UTCInstant(microsecondsSince1970: microseconds))
      let messages = [message, message]
      #expect(try OutboxPack.messages(from: OutboxPack.bytes(of: messages)) == messages)
    }
  }

  @Test func `what is alike is stored once`() {
    let one = OutboxPack.bytes(of: [.sample("a")]).count
    let many = OutboxPack.bytes(of: (0..<100).map { .sample("\($0)") }).count
    #expect(many < 100 * one / 2)
  }

  /// Written down: databases hold these bytes. A message after it, whose exchange is as before, and without event.
  @Test func `the form stays as it is`() throws {
    let message = OutboxMessage(
      id: "i", exchange: "x", routingKey: "r", eventId: nil,
      properties: OutboxMessage.Properties(type: "t"), body: [7],
      createdAt: UTCInstant(microsecondsSince1970: 0x0102))
    let second = OutboxMessage(
      id: "j", exchange: "x", routingKey: "", eventId: nil,
      properties: OutboxMessage.Properties(), body: [], createdAt: message.createdAt)
    let bytes: [UInt8] =
      [1, 0, 0, 0, 2]
      + [0, 0, 0, 1, 0x69, 1, 0, 0, 0, 1, 0x78, 1, 0, 0, 0, 1, 0x72, 0, 0, 1, 0, 0, 0, 1, 0x74]
      + [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 1, 7]
      + [0, 0, 0, 1, 0x6a, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0]
    #expect(OutboxPack.bytes(of: [message, second]) == bytes)
    #expect(try OutboxPack.messages(from: bytes) == [message, second])
  }

  @Test func `bytes that end too early are none, wherever they end`() {
    let bytes = OutboxPack.bytes(of: Self.sample)
    for count in 0..<bytes.count {
      #expect(throws: OutboxPackError.truncated) {
        try OutboxPack.messages(from: Array(bytes.prefix(count)))
      }
    }
    #expect(throws: OutboxPackError.tooLong) { try OutboxPack.messages(from: bytes + [0]) }
  }

  @Test func `another version, false lengths and marks are refused`() {
    let version = OutboxPack.version
    let cases: [([UInt8], OutboxPackError)] = [
      ([], .truncated), ([0], .unknownVersion(0)), ([version + 1, 0, 0, 0, 0], .unknownVersion(2)),
      ([version], .truncated), ([version, 255, 255, 255, 255], .truncated),
      ([version, 0, 0, 0, 1, 255, 255, 255, 255], .truncated),
      ([version, 0, 0, 0, 0, 9], .tooLong),
      // No message is before the first; an exchange is never absent; three is no mark.
      ([version, 0, 0, 0, 1, 0, 0, 0, 0, 2], .unknownMark(2)),
      ([version, 0, 0, 0, 1, 0, 0, 0, 0, 0], .unknownMark(0)),
      ([version, 0, 0, 0, 1, 0, 0, 0, 0, 3], .unknownMark(3)),
      ([version, 0, 0, 0, 1, 0, 0, 0, 1, 0xff], .noText),
    ]
    for (bytes, error) in cases {
      #expect(throws: error, "\(bytes)") { try OutboxPack.messages(from: bytes) }
    }
  }

  @Test func `whatever the bytes are, reading ends with messages or an error`() {
    let bytes = OutboxPack.bytes(of: Self.sample)
    var random = SeededGenerator(seed: 24)
    for _ in 0..<20_000 {
      var hostile = bytes
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: 0..<hostile.count, using: &random)
        hostile[place] = UInt8.random(in: 0...255, using: &random)
      }
      guard let messages = try? OutboxPack.messages(from: hostile) else { continue }
      // Not the same bytes: a value may stand in more than one way.
      #expect((try? OutboxPack.messages(from: OutboxPack.bytes(of: messages))) == messages)
    }
  }
}

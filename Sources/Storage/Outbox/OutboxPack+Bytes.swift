import CivilTime

/// Why a pack does not become rows: its bytes are not those of messages, or of such that are no rows.
package enum OutboxPackError: Error, Hashable, Sendable, CustomStringConvertible {
  case unknownVersion(UInt8)
  /// The bytes end within a value.
  case truncated
  /// There is more behind the last message.
  case tooLong
  /// A text is no UTF-8.
  case noText
  /// A byte that says how a value stands says none of the ways, or one that this value cannot stand in.
  case unknownMark(UInt8)
  /// The row says another number of messages than its bytes.
  case otherCount(Int)
  /// The database refuses one of its messages, in these words.
  case notTaken(String)

  package var description: String {
    switch self {
    case .unknownVersion(let version): "a form that this version does not know: \(version)"
    case .truncated: "ends too early"
    case .tooLong: "has bytes behind its last message"
    case .noText: "holds a text that is no UTF-8"
    case .unknownMark(let mark): "holds the mark \(mark) where there is none such"
    case .otherCount(let count): "holds \(count) messages, and its row says another number"
    case .notTaken(let words): "holds what the database does not take: \(words)"
    }
  }
}

/// Messages as the bytes of a pack: a byte for the version, the number of messages, then message by message its values in the
/// order of ``OutboxTable/columns``. Numbers are big-endian; a text and a body stand behind their length in 4 bytes.
///
/// Most values of a message are those of the one before it. So each but the row's identifier and the body has a mark in front:
/// nothing, the value follows, or as of the message before. Nothing is compressed here; the database does that where it can.
extension OutboxPack {
  package static let version: UInt8 = 1

  enum Mark: UInt8 {
    case absent = 0
    case follows = 1
    case asBefore = 2
  }

  package static func bytes(of messages: [OutboxMessage]) -> [UInt8] {
    var writer = PackWriter(
      capacity: messages.reduce(16) { $0 + 256 + $1.body.count })
    writer.bytes.append(version)
    writer.append(UInt32(clamping: messages.count))
    var before: OutboxMessage?
    for message in messages {
      writer.append(message.id)
      writer.append(message.exchange, before?.exchange)
      writer.append(message.routingKey, before?.routingKey)
      writer.append(message.eventId, before?.eventId)
      let properties = message.properties
      writer.append(properties.messageId, before?.properties.messageId)
      writer.append(properties.type, before?.properties.type)
      writer.append(properties.contentType, before?.properties.contentType)
      writer.append(properties.contentEncoding, before?.properties.contentEncoding)
      writer.append(properties.correlationId, before?.properties.correlationId)
      writer.append(properties.appId, before?.properties.appId)
      writer.append(properties.headers, before?.properties.headers)
      writer.append(message.createdAt, before?.createdAt)
      writer.append(message.body)
      before = message
    }
    return writer.bytes
  }

  package static func messages(from bytes: [UInt8]) throws(OutboxPackError) -> [OutboxMessage] {
    var reader = PackReader(bytes)
    let version = try reader.byte()
    guard version == Self.version else { throw .unknownVersion(version) }
    let count = try reader.number()
    var messages: [OutboxMessage] = []
    // Each takes some of the bytes, so that a false number ends with them.
    for _ in 0..<count {
      let message = try reader.message(after: messages.last)
      messages.append(message)
    }
    guard reader.isAtEnd else { throw .tooLong }
    return messages
  }
}

private struct PackWriter {
  var bytes: [UInt8] = []

  init(capacity: Int) { bytes.reserveCapacity(capacity) }

  mutating func append(_ number: UInt32) {
    for shift in [24, 16, 8, 0] as [UInt32] {
      bytes.append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }

  mutating func append(_ text: String) {
    append(UInt32(clamping: text.utf8.count))
    bytes.append(contentsOf: text.utf8)
  }

  mutating func append(_ body: [UInt8]) {
    append(UInt32(clamping: body.count))
    bytes.append(contentsOf: body)
  }

  mutating func append(_ text: String?, _ before: String?) {
    guard let text else { return append(OutboxPack.Mark.absent) }
    // Byte by byte: texts that are equal to a reader may be other ones.
    if let before, text.utf8.elementsEqual(before.utf8) { return append(.asBefore) }
    append(.follows)
    append(text)
  }

  mutating func append(_ instant: UTCInstant, _ before: UTCInstant?) {
    if instant == before { return append(.asBefore) }
    append(.follows)
    let number = UInt64(bitPattern: instant.microsecondsSince1970)
    append(UInt32(truncatingIfNeeded: number >> 32))
    append(UInt32(truncatingIfNeeded: number))
  }

  private mutating func append(_ mark: OutboxPack.Mark) { bytes.append(mark.rawValue) }
}

private struct PackReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func byte() throws(OutboxPackError) -> UInt8 {
    guard let byte = rest.popFirst() else { throw .truncated }
    return byte
  }

  mutating func number() throws(OutboxPackError) -> Int {
    try take(4).reduce(0) { $0 << 8 | Int($1) }
  }

  private mutating func take(_ count: Int) throws(OutboxPackError) -> ArraySlice<UInt8> {
    guard count <= rest.count else { throw .truncated }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  private mutating func text() throws(OutboxPackError) -> String {
    let bytes = try take(number())
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .noText }
    return text
  }

  private mutating func optionalText(_ before: String?) throws(OutboxPackError) -> String? {
    let mark = try byte()
    switch OutboxPack.Mark(rawValue: mark) {
    case .absent: return nil
    case .follows: return try text()
    case .asBefore:
      guard let before else { throw .unknownMark(mark) }
      return before
    case nil: throw .unknownMark(mark)
    }
  }

  private mutating func text(_ before: String?) throws(OutboxPackError) -> String {
    guard let text = try optionalText(before) else {
      throw .unknownMark(OutboxPack.Mark.absent.rawValue)
    }
    return text
  }

  private mutating func instant(_ before: UTCInstant?) throws(OutboxPackError) -> UTCInstant {
    let mark = try byte()
    switch OutboxPack.Mark(rawValue: mark) {
    case .follows:
      let number = try take(8).reduce(0 as UInt64) { $0 << 8 | UInt64(truncatingIfNeeded: $1) }
      return UTCInstant(microsecondsSince1970: Int64(bitPattern: number))
    case .asBefore:
      guard let before else { throw .unknownMark(mark) }
      return before
    case .absent, nil: throw .unknownMark(mark)
    }
  }

  mutating func message(after before: OutboxMessage?) throws(OutboxPackError) -> OutboxMessage {
    let id = try text()
    let exchange = try text(before?.exchange)
    let routingKey = try text(before?.routingKey)
    let eventId = try optionalText(before?.eventId)
    let messageId = try optionalText(before?.properties.messageId)
    let type = try optionalText(before?.properties.type)
    let properties = OutboxMessage.Properties(
      contentType: try optionalText(before?.properties.contentType),
      contentEncoding: try optionalText(before?.properties.contentEncoding),
      messageId: messageId, type: type,
      correlationId: try optionalText(before?.properties.correlationId),
      appId: try optionalText(before?.properties.appId),
      headers: try optionalText(before?.properties.headers))
    let createdAt = try instant(before?.createdAt)
    return OutboxMessage(
      id: id, exchange: exchange, routingKey: routingKey, eventId: eventId,
      properties: properties, body: Array(try take(number())), createdAt: createdAt)
  }
}

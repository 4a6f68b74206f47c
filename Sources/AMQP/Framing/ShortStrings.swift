import CRabbitMQ
import Glibc

/// Turns the library's byte strings into Swift strings, keeping the last one of each place.
///
/// Exchange, routing key, type, content type and sender are nearly always those of the message
/// before; comparing a few bytes is cheaper than allocating the same string again for each message.
struct ShortStrings {
  enum Place: Int, CaseIterable {
    case exchange, routingKey, contentType, contentEncoding, type, appId, userId, replyTo
  }

  private var last = [String](repeating: "", count: Place.allCases.count)

  /// The text at that place; copied, so it outlives the frame.
  mutating func text(_ bytes: amqp_bytes_t, at place: Place) -> String {
    let buffer = unsafe UnsafeRawBufferPointer(start: bytes.bytes, count: bytes.len)
    if unsafe Self.isEqual(last[place.rawValue], buffer) { return last[place.rawValue] }
    let text = unsafe String(decoding: buffer, as: UTF8.self)
    last[place.rawValue] = text
    return text
  }

  private static func isEqual(_ text: String, _ bytes: UnsafeRawBufferPointer) -> Bool {
    guard text.utf8.count == bytes.count else { return false }
    var text = text
    // A text decoded here is stored as UTF-8 already, so nothing is copied.
    return text.withUTF8 { units in
      guard let own = units.baseAddress, let other = bytes.baseAddress else {
        return true
      }
      return unsafe memcmp(own, other, bytes.count) == 0
    }
  }
}

extension String {
  /// The text of a library's byte string; bytes that are no UTF-8 become U+FFFD.
  init(copying bytes: amqp_bytes_t) {
    self = unsafe String(
      decoding: UnsafeRawBufferPointer(start: bytes.bytes, count: bytes.len), as: UTF8.self)
  }
}

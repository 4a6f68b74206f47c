/// The broker's own words when it closes something or refuses something.
package struct BrokerReply: Sendable, Equatable, CustomStringConvertible {
  /// Reply code (AMQP 0-9-1, 1.2): 403 access refused, 404 not found, 406 precondition failed, …
  package let code: UInt16
  package let text: String

  package init(code: UInt16, text: String) {
    self.code = code
    self.text = text
  }

  package static let accessRefused: UInt16 = 403
  package static let notFound: UInt16 = 404
  package static let preconditionFailed: UInt16 = 406

  /// RabbitMQ ends some of its texts with a full stop; they are quoted within sentences.
  package var description: String {
    "\(code) \(text.hasSuffix(".") ? String(text.dropLast()) : text)"
  }

  /// The size that the text quotes, when a message was too large for the broker ("message size N is larger than
  /// configured max size M").
  var refusedSize: Int? {
    guard code == Self.preconditionFailed, let words = text.firstRange(of: "message size ") else {
      return nil
    }
    return Int(text[words.upperBound...].prefix { $0.isNumber })
  }
}

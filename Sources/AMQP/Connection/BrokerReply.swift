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

  package var description: String { "\(code) \(text)" }
}

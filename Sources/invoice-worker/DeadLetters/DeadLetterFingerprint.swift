import AMQP
import Digest

/// Distinguishes dead letters when the queue is read again: their positions may have changed.
struct DeadLetterFingerprint: Hashable, Comparable, Sendable {
  private let properties: [String]
  private let bodySize: UInt64

  init(_ letter: DeadLetter) {
    properties = [
      letter.identifier, letter.source, letter.type, letter.code, letter.recordedDeadSince,
      letter.recorded(DeadLetter.completionHeader),
    ]
    bodySize = letter.delivery.bodySize
  }

  /// As an address names it.
  var text: String {
    DerivedIdentifier.uuid("dead-letter", properties + ["\(bodySize)"])
  }

  /// An order that is always the same, and means nothing.
  static func < (left: Self, right: Self) -> Bool {
    guard left.properties == right.properties else {
      return left.properties.lexicographicallyPrecedes(right.properties)
    }
    return left.bodySize < right.bodySize
  }
}

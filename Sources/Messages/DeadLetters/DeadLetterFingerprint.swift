import Billing
import CivilTime
import Digest

/// Distinguishes dead letters wherever they are in their queue, by what is written on them. Copies that nothing tells apart have the same.
package struct DeadLetterFingerprint: Hashable, Comparable, Sendable {
  private let properties: [String]
  private let bodySize: UInt64

  /// Of what is written on it. `deadSince`, `code` and `completion`, the event of the outcome that it became a dead letter
  /// with, are the worker's record: empty for what the broker moved. `bodySize` is that of its body in the queue.
  package init(
    identifier: String, source: String, type: String, code: String, deadSince: String,
    completion: String, bodySize: UInt64
  ) {
    properties = [identifier, source, type, code, deadSince, completion]
    self.bodySize = bodySize
  }

  /// As an address and the database name it.
  package var text: String {
    DerivedIdentifier.uuid("dead-letter", properties + ["\(bodySize)"])
  }

  /// An order that is always the same, and means nothing.
  package static func < (left: Self, right: Self) -> Bool {
    guard left.properties == right.properties else {
      return left.properties.lexicographicallyPrecedes(right.properties)
    }
    return left.bodySize < right.bodySize
  }
}

extension DeadLetterReason {
  /// Of the copy that this is written on, of so many bytes, whose properties are these.
  package func fingerprint(
    identifier: String?, source: String?, type: String?, bodySize: Int
  ) -> DeadLetterFingerprint {
    // As `headers` write it.
    DeadLetterFingerprint(
      identifier: identifier ?? "", source: source ?? "", type: type ?? "",
      code: code.rawValue.prefix(bytes: 255), deadSince: lastFaultAt.description,
      completion: completionEventId?.prefix(bytes: 255) ?? "",
      bodySize: UInt64(clamping: bodySize))
  }
}

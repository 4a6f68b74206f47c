/// The identifier of a record of one type, chosen by the upstream system: an opaque string, 1–64
/// characters of printable ASCII (<doc:Records#Upsert>), compared byte by byte.
///
/// The type parameter keeps an account's identifier from being handed where an order's is meant.
package struct RecordID<Record>: Hashable, Comparable, Sendable {
  /// The identifier as the sender wrote it.
  package let text: String

  package init(_ text: String) { self.text = text }

  package static func < (a: RecordID, b: RecordID) -> Bool { a.text < b.text }
}

extension RecordID: CustomStringConvertible {
  package var description: String { text }
}

extension RecordID: ExpressibleByStringLiteral {
  package init(stringLiteral value: String) { self.init(value) }
}

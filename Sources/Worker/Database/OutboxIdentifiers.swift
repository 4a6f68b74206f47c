package import CivilTime

/// Names outbox rows: time first, so that rows written together stand together in the index; then what
/// tells this lane from all others, then a count.
package struct OutboxIdentifiers: Sendable {
  private let lane: String
  private var count: UInt64 = 0

  package init() {
    var generator = SystemRandomNumberGenerator()
    lane = Self.hexadecimal(generator.next(), digits: 16)
  }

  package mutating func next(at now: UTCInstant) -> String {
    count += 1
    let time = UInt64(bitPattern: now.microsecondsSince1970)
    return "\(Self.hexadecimal(time, digits: 16))-\(lane)-\(Self.hexadecimal(count, digits: 8))"
  }

  private static func hexadecimal(_ value: UInt64, digits: Int) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
  }
}

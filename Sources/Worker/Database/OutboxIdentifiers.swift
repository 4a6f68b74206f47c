package import CivilTime
import Digest

/// Names outbox rows: time first, so that rows written together stand together in the index; then a
/// random number of this lane's, then a count.
package struct OutboxIdentifiers: Sendable {
  private let lane: String
  private var count: UInt64 = 0

  package init() {
    var generator = SystemRandomNumberGenerator()
    lane = Hexadecimal.text(generator.next(), digits: 16)
  }

  package mutating func next(at now: UTCInstant) -> String {
    count += 1
    let time = UInt64(bitPattern: now.microsecondsSince1970)
    return "\(Hexadecimal.text(time, digits: 16))-\(lane)-\(Hexadecimal.text(count, digits: 8))"
  }
}

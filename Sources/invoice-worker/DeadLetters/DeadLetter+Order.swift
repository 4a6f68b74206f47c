import AMQP
import CivilTime

extension DeadLetter {
  /// When it was parked, by the worker's note or else the broker's; nil when neither says so.
  var parkedInstant: UTCInstant? {
    if let instant = UTCInstant(rfc3339: parkedAt) { return instant }
    guard case .timestamp(let seconds)? = latestDeath?["time"],
      let microseconds = Int64(exactly: seconds)?.multipliedReportingOverflow(by: 1_000_000),
      !microseconds.overflow
    else { return nil }
    return UTCInstant(microsecondsSince1970: microseconds.partialValue)
  }

  /// The order of the list: by the time of parking, those without one last.
  ///
  /// The queue has no order to go by. RabbitMQ gives what was looked at back at the end of a quorum queue, and
  /// more than 32 messages in none at all, so that places in the queue would change with every look. What is
  /// parked later comes later here, and moves nobody's number.
  static func precedes(_ left: DeadLetter, _ right: DeadLetter) -> Bool {
    switch (left.parkedInstant, right.parkedInstant) {
    case (let one?, let other?) where one != other: one < other
    case (.some, nil): true
    case (nil, .some): false
    default: DeadLetterFingerprint(left) < DeadLetterFingerprint(right)
    }
  }
}

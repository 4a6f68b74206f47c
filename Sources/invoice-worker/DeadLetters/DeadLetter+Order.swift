import AMQP
import CivilTime
import Messages

extension DeadLetter {
  /// Since when it is a dead letter, by the worker's record or else the broker's; nil when neither says so.
  var deadSince: UTCInstant? {
    if let instant = UTCInstant(rfc3339: recordedDeadSince) { return instant }
    guard case .timestamp(let seconds)? = latestDeath?["time"],
      let microseconds = Int64(exactly: seconds)?.multipliedReportingOverflow(by: 1_000_000),
      !microseconds.overflow
    else { return nil }
    return UTCInstant(microsecondsSince1970: microseconds.partialValue)
  }

  /// The order of the list: the oldest dead letter first, those without a time last.
  ///
  /// The queue's own order cannot be used. RabbitMQ returns what was looked at to the end of a quorum queue, and
  /// more than 32 messages in no order at all, so positions in the queue would change with every look. By time, a new
  /// dead letter comes last and changes no other's number.
  static func precedes(_ left: DeadLetter, _ right: DeadLetter) -> Bool {
    switch (left.deadSince, right.deadSince) {
    case (let one?, let other?) where one != other: one < other
    case (.some, nil): true
    case (nil, .some): false
    default: DeadLetterFingerprint(left) < DeadLetterFingerprint(right)
    }
  }
}

extension DeadLetterFingerprint {
  init(_ letter: DeadLetter) {
    self.init(
      identifier: letter.identifier, source: letter.source, type: letter.type, code: letter.code,
      deadSince: letter.recordedDeadSince, completion: letter.recorded(DeadLetter.completionHeader),
      bodySize: letter.bodySize)
  }
}

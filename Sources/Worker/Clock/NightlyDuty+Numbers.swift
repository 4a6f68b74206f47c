package import CivilTime
package import Messages
package import Storage

extension NightlyDuty {
  /// Looks for values of number sequences that no document bears.
  static func numbers(encoder: EventEncoder) -> NightlyDuty {
    NightlyDuty("checking the numbers", encoder: encoder) { transaction, now throws(StoreError) in
      try transaction.recordNumberGaps(at: now)
    }
  }
}

extension StoreTransaction {
  /// Looks at once, as a person asks: what is new is an error log with its event, as the night's.
  package borrowing func tellNumberGaps(
    at now: UTCInstant, by encoder: EventEncoder
  ) throws(StoreError) {
    try tell(try recordNumberGaps(at: now), at: now, by: encoder)
  }
}

import Billing
import Messages
import Storage

extension NightlyDuty {
  /// Looks for values of number sequences that no document bears.
  static func numbers(encoder: EventEncoder) -> NightlyDuty {
    NightlyDuty("checking the numbers", encoder: encoder) { _, _ throws(StoreError) in
      // Placeholder: `try transaction.recordNumberGaps(at: now)`, which room reports writes.
      []
    }
  }
}

import Billing
import Messages
import Storage

extension NightlyDuty {
  /// Looks for values of number sequences that no document bears (<doc:Lifecycle#Numbers>).
  static func numbers(encoder: EventEncoder) -> NightlyDuty {
    NightlyDuty("checking the numbers", encoder: encoder) { session throws(StoreError) in
      let found = try Queries(session).newNumberGaps()
      return { transaction, now throws(StoreError) in
        try transaction.recordNumberGaps(found, at: now)
      }
    }
  }
}

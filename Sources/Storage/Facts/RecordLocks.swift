internal import Billing

/// The locks of records that are to be written, as numbers: several records may share one.
///
/// Few numbers, because a lock takes room in a table that all sessions share, and one upsert may name
/// thousands of records. Sharing one costs waiting, never correctness.
struct RecordLocks {
  private static let count: UInt64 = 64

  /// What is only ever inserted needs none: who comes second meets the first's row
  /// (``StoreTransaction/write(_:)-([LedgerEffects])``). A batch of hundreds of payments would hold every number.
  private static let storedOnce: Set<RecordType> = [.payment, .creditMemo, .refund, .reversal]

  private(set) var numbers: Set<Int64> = []

  init(_ records: RecordsNeeded) {
    for record in records.written where !Self.storedOnce.contains(record.type) {
      insert(record.type.rawValue, record.id)
    }
    // There is one default of a kind, whichever record it is; no identifier is empty.
    for type in records.defaults { insert(type.rawValue, "") }
  }

  /// How many schedulers are Active is bounded: who upserts one counts those of all others.
  mutating func insert(_ runs: RunsNeeded) {
    if !runs.statesOfSchedulers.isEmpty { insert(RecordType.invoiceScheduler.rawValue, "") }
  }

  /// The same in every process, so not Swift's own hash: FNV-1a.
  private mutating func insert(_ type: String, _ id: String) {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in type.utf8 { hash = (hash ^ UInt64(clamping: byte)) &* 0x100_0000_01B3 }
    hash = (hash ^ 0xFF) &* 0x100_0000_01B3
    for byte in id.utf8 { hash = (hash ^ UInt64(clamping: byte)) &* 0x100_0000_01B3 }
    numbers.insert(Int64((hash ^ hash >> 32) % Self.count))
  }
}

internal import Billing

/// What makes two errors the same one (<doc:ErrorLog>): a new one replaces the old.
struct ErrorLogKey: Hashable, Comparable {
  let category: ErrorLogCategory
  let primaryRecord: RecordReference
  let relatedRecord: RecordReference?

  init(_ entry: ErrorLogEntry) {
    category = entry.category
    primaryRecord = entry.primaryRecord
    relatedRecord = entry.relatedRecord
  }

  /// Any total order will do: rows are written in it, so that two workers lock in one order.
  static func < (left: ErrorLogKey, right: ErrorLogKey) -> Bool {
    left.parts.lexicographicallyPrecedes(right.parts)
  }

  private var parts: [String] {
    [
      primaryRecord.id, relatedRecord?.id ?? "", primaryRecord.type.rawValue,
      relatedRecord?.type.rawValue ?? "", category.rawValue,
    ]
  }
}

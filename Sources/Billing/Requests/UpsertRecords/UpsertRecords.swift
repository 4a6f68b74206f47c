/// `records.upsert.v1`: store these records, all or none.
package struct UpsertRecords: Request {
  /// In the request's order: pointers name an entry by its index in `/records`.
  package let entries: [Entry]

  package init(
    entries: [Entry]
  ) {
    self.entries = entries
  }

  /// One record of the request, or what keeps it from being one.
  package enum Entry: Hashable, Sendable {
    case record(Record)
    /// Well-formed, but unusable in itself (an unknown currency); refuses the request. It is named, so
    /// that records that refer to it are not blamed for its absence.
    case unusable(RecordReference, [Fault])
  }
}

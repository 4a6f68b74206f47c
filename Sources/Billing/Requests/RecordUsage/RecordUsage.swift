/// `usage.record.v1`: store usage, all records or none; one that is stored already is passed over.
package struct RecordUsage: Request {
  /// In the request's order: pointers name a record by its index in `/usageRecords`.
  package let usageRecords: [UsageRecord]

  package init(usageRecords: [UsageRecord]) {
    self.usageRecords = usageRecords
  }
}

package import Billing

extension StoreTransaction {
  /// Stores what a batch has changed: the working set's changed records as they are now.
  package borrowing func write(_ changes: WorkingSet) throws(StoreError) {
    let changed = ChangedRecords(changes)
    for kind in Record.storedKinds {
      let ids = changed[kind.type]
      if !ids.isEmpty { try kind.write(ids, of: changes.records, to: database) }
    }
    try update(changed.movedSchedules)
  }

  private borrowing func update(_ moved: [ScheduleProgress]) throws(StoreError) {
    guard !moved.isEmpty else { return }
    let columns = BillingSchedule.progressColumns
    var rows = RowBuffer(rows: moved.count, of: 1 + columns.count)
    for schedule in moved {
      rows.append(schedule.billingScheduleId)
      schedule.progress.encode(into: &rows)
    }
    try database.write(.update(BillingSchedule.table, set: columns), rows)
  }
}

package import Billing

extension StoreTransaction {
  /// Stores what a batch has changed: the working set's changed records as they are now.
  package borrowing func write(_ changes: WorkingSet) throws(StoreError) {
    let changed = ChangedRecords(changes)
    for kind in Record.storedKinds {
      let ids = changed[kind.type]
      if !ids.isEmpty { try kind.write(ids, of: changes.records, to: database) }
    }
    try update(changed)
  }

  /// In two statements, though with that not in order of identifier: nobody else changes these, for their accounts are locked.
  private borrowing func update(_ changed: ChangedRecords) throws(StoreError) {
    var moved = RowBuffer(
      rows: changed.movedSchedules.count, of: 1 + BillingSchedule.positionColumns.count)
    for schedule in changed.movedSchedules {
      moved.append(schedule.billingScheduleId)
      schedule.progress.encodePosition(into: &moved)
    }
    try database.write(.update(BillingSchedule.table, set: BillingSchedule.positionColumns), moved)
    var ofNewStatus = RowBuffer(
      rows: changed.schedulesOfNewStatus.count, of: 1 + BillingSchedule.progressColumns.count)
    for schedule in changed.schedulesOfNewStatus {
      ofNewStatus.append(schedule.billingScheduleId)
      schedule.progress.encode(into: &ofNewStatus)
    }
    try database.write(
      .update(BillingSchedule.table, set: BillingSchedule.progressColumns), ofNewStatus)
  }
}

internal import Billing

/// The changed records of a working set, by type, each in order of identifier, so that two workers
/// write, and with that lock, common rows in one order.
struct ChangedRecords {
  // The identifiers, not the records: these are moved and counted for nothing.
  private var identifiers: [RecordType: [String]] = [:]
  /// Schedules of which only the progress changed, but not its status.
  private(set) var movedSchedules: [ScheduleProgress] = []
  /// Schedules of which only the progress changed, with its status.
  private(set) var schedulesOfNewStatus: [ScheduleProgress] = []

  init(_ set: WorkingSet) {
    for reference in set.changed { identifiers[reference.type, default: []].append(reference.id) }
    for type in identifiers.keys { identifiers[type]?.sort() }
    for id in set.movedSchedules.sorted()
    where !set.changed.contains(RecordReference(.billingSchedule, id)) {
      guard let progress = set.schedules[id]?.progress else { continue }
      let moved = ScheduleProgress(billingScheduleId: id, progress: progress)
      if set.schedulesOfNewStatus.contains(id) {
        schedulesOfNewStatus.append(moved)
      } else {
        movedSchedules.append(moved)
      }
    }
  }

  subscript(type: RecordType) -> [String] { identifiers[type] ?? [] }
}

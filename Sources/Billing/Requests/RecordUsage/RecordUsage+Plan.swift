extension RecordUsage {
  /// All or none. Idempotent by the record's identifier: the same record again changes nothing, a different one
  /// under its identifier is refused, for nobody knows which is right.
  package func plan(on facts: WorkingSet, in context: PlanningContext) -> Decision {
    var incoming = IncomingRecords(facts: facts, list: "usageRecords")
    var known: [UsageRecord.ID: UsageRecord] = [:]
    var faults: [Fault] = []
    for (index, record) in usageRecords.enumerated() {
      let reference = RecordReference(.usageRecord, record.id)
      if let earlier = known[record.id] ?? facts.usageRecords[record.id] {
        if !earlier.reportsTheSame(as: record) {
          faults.append(
            Fault(
              code: .usageRecordConflict,
              message:
                "Usage record \(record.id) is known with another schedule, quantity or date. Give this "
                + "usage an identifier of its own, or correct the record with records.upsert.v1.",
              pointer: "/usageRecords/\(index)/id", source: reference))
        }
        continue
      }
      known[record.id] = record
      guard facts.schedules[record.billingScheduleId] != nil else {
        faults +=
          RequestFaults.unknownSchedule(
            record.billingScheduleId, pointer: "/usageRecords/\(index)/billingScheduleId"
          ).errors
        continue
      }
      incoming.take(.usageRecord(record), at: index)
    }
    let checked = incoming.checked(in: context.scheduling)
    faults += checked.faults
    guard faults.isEmpty else {
      return Decision(
        outcome: .failed, errors: faults,
        errorLogs: [UpsertRecords.errorLog(of: faults, context: context)])
    }
    return Decision(
      outcome: .succeeded,
      effects: Effects(records: checked.records, progress: incoming.reopenedSchedules()))
  }
}

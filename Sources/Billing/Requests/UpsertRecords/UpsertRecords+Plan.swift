extension UpsertRecords {
  /// All records or none (<doc:Records#Upsert>): references are checked after all are
  /// in, and every fault is reported.
  package func plan(on facts: WorkingSet, in context: PlanningContext) -> Decision {
    var incoming = IncomingRecords(facts: facts)
    var faults: [Fault] = []
    var warnings: [Fault] = []
    for (index, entry) in entries.enumerated() {
      switch entry {
      case .unusable(let reference, let reasons):
        faults += reasons
        incoming.noteUnusable(reference)
      case .record(let record):
        if let warning = Self.staleness(of: record, at: index, facts: facts) {
          warnings.append(warning)
        } else {
          incoming.take(record, at: index)
        }
      }
    }
    let checked = incoming.checked(in: context.scheduling)
    faults += checked.faults
    guard faults.isEmpty else {
      return Decision(
        outcome: .failed, errors: faults, warnings: warnings,
        errorLogs: [Self.errorLog(of: faults, context: context)])
    }
    var effects = Effects(records: checked.records, progress: incoming.reopenedSchedules())
    effects.runs = checked.runs
    return Decision(
      outcome: .succeeded, warnings: warnings, errorLogs: checked.errorLogs, effects: effects)
  }

  /// The warning about a record that is older than the stored one and so is not taken.
  private static func staleness(
    of record: Record, at index: Int, facts: WorkingSet
  ) -> Fault? {
    guard let given = record.revision,
      let stored = facts.record(record.reference)?.revision, given < stored
    else { return nil }
    let reference = record.reference
    return Fault(
      code: .recordStale,
      message: "\(reference.type.rawValue) \(reference.id) was not taken: its revision \(given) is "
        + "older than the stored revision \(stored).",
      pointer: "/records/\(index)/revision", source: reference)
  }

  /// One log for the request: a batch of thousands of faults is one thing to fix.
  static func errorLog(of faults: [Fault], context: PlanningContext) -> ErrorLogEntry {
    let first = faults[0]
    let pointer = first.pointer.map { " (\($0))" } ?? ""
    let rest = MoreFaults.sentence(faults.count - 1)
    return ErrorLogEntry(
      category: .request, code: first.code,
      message: "No record of the request was stored. \(first.message)\(pointer)\(rest)",
      primaryRecord: RecordReference(type: .request, id: context.request.identifier),
      relatedRecord: first.source)
  }
}

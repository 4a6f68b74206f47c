/// The records of a request after all checks, and what is stored with them.
struct CheckedRecords {
  /// As they shall be stored, in the request's order.
  var records: [Record] = []
  /// With one of them nothing is stored.
  var faults: [Fault] = []
  /// What is settled of schedulers with them.
  private(set) var runs = RunEffects()
  /// Zones of stored schedulers that are not known.
  private(set) var errorLogs: [ErrorLogEntry] = []

  mutating func add(_ turn: SchedulerTurn?) {
    guard let turn else { return }
    runs.occurrences += turn.occurrences
    if let run = turn.run { runs.started.append(run) }
    if let log = turn.errorLog { errorLogs.append(log) }
  }
}

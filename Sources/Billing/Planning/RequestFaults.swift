/// Why a request is refused as a whole, and what is recorded about it.
struct RequestFaults: Error {
  var errors: [Fault]
  var errorLogs: [ErrorLogEntry]

  init(errors: [Fault] = [], errorLogs: [ErrorLogEntry] = []) {
    self.errors = errors
    self.errorLogs = errorLogs
  }

  mutating func append(_ other: RequestFaults) {
    errors += other.errors
    errorLogs += other.errorLogs
  }

  /// The refusal as a decision: nothing is stored but the answer.
  func decision(skipped: [SkippedSchedule] = []) -> Decision {
    Decision(
      outcome: .failed, errors: errors, errorLogs: errorLogs, answer: Answer(skipped: skipped))
  }
}

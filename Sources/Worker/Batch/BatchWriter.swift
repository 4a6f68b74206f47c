import Billing
import CivilTime
import Messages
import Storage

/// Writes a planned batch with a few statements. What stands here is the order of the writes, and nothing else.
///
/// Records first, then error logs, then what was decided (``EffectsWriter``), the outcomes, and the outbox's rows.
struct BatchWriter {
  let now: UTCInstant
  var messages: BatchMessages
  let effects: EffectsWriter
  let phases: PhaseTimes

  mutating func write(
    _ plan: BatchPlan, _ facts: WorkingSet, in transaction: borrowing StoreTransaction
  ) throws(StoreError) -> BatchResult {
    let planned = plan.planned
    phases.begin(.write)
    try transaction.write(facts)
    try recordErrorLogs(of: plan, in: transaction)
    let events = try effects.write(planned, &messages, in: transaction)
    var completions = BatchCompletions(now: now)
    completions.complete(planned, with: events, &messages)
    try completions.answer(plan.repeated, &messages)
    phases.begin(.write)
    // Nothing that may wait follows it: messages are the requests' own.
    try transaction.complete(completions.new, replacing: completions.replacing)
    let handed = try messages.store(in: transaction)

    var result = BatchResult()
    result.count = plan.count
    result.settled = plan.settled
    result.leftOut = plan.leftOut
    result.messages = handed
    result.replies = messages.replies
    result.processed = planned.count
    result.counts = counts(of: plan)
    result.invoices = planned.reduce(0) { $0 + $1.decision.effects.invoices.made.count }
    result.lines = plan.lines
    result.deadLettersDropped = messages.deadLettersDropped
    result.traced = TracedRequest.all(in: plan)
    return result
  }

  private func counts(of plan: BatchPlan) -> BatchCounts {
    var counts = BatchCounts()
    for request in plan.planned {
      counts.add(
        request.decision, in: request.received.work, isReplay: request.received.replayOf != nil)
    }
    for request in plan.repeated { counts.addRepeated(in: request.received.work) }
    for code in messages.keptCodes { counts.addParked(for: code) }
    return counts
  }

  /// Records the errors of everything planned; each planned request then has the numbers of its logs.
  private mutating func recordErrorLogs(
    of plan: BatchPlan, in transaction: borrowing StoreTransaction
  ) throws(StoreError) {
    var occurrences: [ErrorLogOccurrence] = []
    for (_, message) in plan.unidentified {
      occurrences.append(ErrorLogOccurrence(message.errorLog.fitting, requestIdentifier: nil))
    }
    for request in plan.planned {
      for entry in request.decision.errorLogs {
        occurrences.append(
          ErrorLogOccurrence(entry, requestIdentifier: request.header.key.identifier))
      }
    }
    let logs = try transaction.record(occurrences, at: now)
    guard logs.count == occurrences.count else {
      throw StoreError(.fault, "\(occurrences.count) error logs were answered by \(logs.count)")
    }
    var next = logs.startIndex
    for (received, message) in plan.unidentified {
      messages.announce(logs[next], of: nil)
      next += 1
      messages.keepDeadLetter(of: received, for: message.fault, completion: nil, isOwnFault: false)
    }
    for request in plan.planned {
      var own: [String] = []
      var seen: Set<String> = []
      for log in logs[next..<(next + request.decision.errorLogs.count)] {
        if seen.insert(log.number).inserted { own.append(log.number) }
        messages.announce(log, of: request.header)
      }
      next += request.decision.errorLogs.count
      request.errorLogNumbers = own
    }
  }
}

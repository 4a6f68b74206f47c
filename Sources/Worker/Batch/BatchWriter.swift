import Billing
import CivilTime
import Messages
import Storage

/// Writes a planned batch with a few statements. What stands here is the order of the writes, and nothing else.
///
/// Records first, then error logs and the invoices' lines, then the invoice numbers, so that the counter's row, which
/// all workers share, is locked last and briefly; then what bears the numbers, the outcomes, and the outbox's rows.
struct BatchWriter {
  let now: UTCInstant
  var messages: BatchMessages

  mutating func write(
    _ plan: BatchPlan, _ facts: WorkingSet, in transaction: borrowing StoreTransaction
  ) throws(StoreError) -> BatchResult {
    let planned = plan.planned
    try transaction.write(facts)
    let logs = try recordErrorLogs(of: plan, in: transaction)
    try transaction.resolveErrorLogs(of: SettledRecords(after: planned), at: now)
    try transaction.insertLines(of: planned.flatMap(\.decision.effects.invoices.made))
    let numbers = try InvoiceNumbers(for: planned.lazy.map(\.decision), in: transaction)
    numbers.assign(to: planned)
    let invoices = announceInvoices(of: planned)
    try transaction.insert(invoices)
    try transaction.link(planned.flatMap(\.decision.effects.invoices.reissues))
    try transaction.update(planned.flatMap(\.decision.effects.invoices.changed))
    var completions = BatchCompletions(now: now)
    let outcomes = completions.complete(planned, logs, &messages)
    try transaction.complete(outcomes)
    try completions.answer(plan.repeated, &messages)
    let (handed, left) = messages.handedOver
    try transaction.enqueue(handed, leasedUntil: now.adding(microseconds: OutboxLease.duration))
    try transaction.enqueue(left, leasedUntil: now)

    var result = BatchResult()
    result.settled = plan.count
    result.messages = handed
    result.replies = messages.replies
    result.processed = outcomes.count
    result.repeated = plan.repeated.count
    result.invoices = invoices.count
    result.lines = plan.lines
    result.deadLettersDropped = messages.deadLettersDropped
    return result
  }

  /// Records the errors of everything planned; returns the numbers of each planned request's logs.
  private mutating func recordErrorLogs(
    of plan: BatchPlan, in transaction: borrowing StoreTransaction
  ) throws(StoreError) -> [[String]] {
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
    var numbers: [[String]] = []
    for request in plan.planned {
      var own: [String] = []
      var seen: Set<String> = []
      for log in logs[next..<(next + request.decision.errorLogs.count)] {
        if seen.insert(log.number).inserted { own.append(log.number) }
        messages.announce(log, of: request.header)
      }
      next += request.decision.errorLogs.count
      numbers.append(own)
    }
    return numbers
  }

  /// The events of what the requests changed; the invoices that they made.
  private mutating func announceInvoices(of planned: [PlannedRequest]) -> [Invoice] {
    var made: [Invoice] = []
    for request in planned {
      made += request.decision.effects.invoices.made
      messages.announce(request.decision.effects, by: request.header)
    }
    return made
  }
}

import Billing
import CivilTime
import Messages
import Storage

/// Writes what was decided, of requests and of chunks of runs alike, once their records and error logs are written: what succeeded
/// resolves earlier logs; then lines and whatever else bears no number, then the documents' numbers, so that the counters' rows,
/// which all workers share, are locked late and briefly; then what bears the numbers or names what does.
struct EffectsWriter {
  let now: UTCInstant
  let phases: PhaseTimes

  func write(
    _ planned: [PlannedDecision], _ messages: inout BatchMessages,
    in transaction: borrowing StoreTransaction
  ) throws(StoreError) {
    try transaction.resolveErrorLogs(of: SettledRecords(after: planned), at: now)
    try transaction.insertLines(of: planned.flatMap(\.decision.effects.invoices.made))
    try transaction.insertApplications(
      of: planned.lazy.map(\.decision.effects.ledger).filter { !$0.isEmpty })
    let isUnnumbered = planned.allSatisfy { $0.decision.effects.invoices.areChangesUnnumbered }
    if isUnnumbered {
      try transaction.update(planned.flatMap(\.decision.effects.invoices.changed))
    }
    phases.begin(.number)
    let numbers = try DocumentNumbers(for: planned.lazy.map(\.decision), in: transaction)
    numbers.assign(to: planned)
    phases.begin(.encode)
    // The events of what was decided, request by request.
    for request in planned where !request.decision.effects.isEmpty {
      messages.announce(request.decision.effects, of: request.header)
    }
    phases.begin(.write)
    try transaction.insert(planned.flatMap(\.decision.effects.invoices.made))
    try transaction.link(planned.flatMap(\.decision.effects.invoices.reissues))
    if !isUnnumbered {
      try transaction.update(planned.flatMap(\.decision.effects.invoices.changed))
    }
    try transaction.write(planned.lazy.map(\.decision.effects.ledger).filter { !$0.isEmpty })
    try transaction.write(planned.map(\.decision.effects.emails), at: now)
    try transaction.write(planned.lazy.map(\.decision.effects.tasks).filter { !$0.isEmpty })
    try transaction.write(planned.lazy.map(\.decision.effects.taxes).filter { !$0.isEmpty })
    let timeline = InvoiceTimeline(at: now)
    try transaction.record(planned.flatMap { timeline.rows(of: $0.decision, by: $0.header) })
    for request in planned where !request.decision.effects.runs.isEmpty {
      try RunWriter(now: now).write(
        request.decision.effects.runs, &messages, in: transaction)
    }
  }
}

extension InvoiceEffects {
  /// Whether the changes of stored invoices get no number here: none is posted, nor made in the same batch and changed again.
  fileprivate var areChangesUnnumbered: Bool {
    made.isEmpty && !changed.contains { $0.acts.contains(.posted) }
  }
}

import Billing
import CivilTime
import Messages
import Storage

/// Writes what was decided, of requests and of chunks of runs alike, once their records and error logs are written: what succeeded
/// resolves earlier logs; then lines and whatever else bears no number, then the documents' numbers, so that the counters' rows,
/// which all workers share, are locked late and briefly; then what bears the numbers or names what does.
///
/// Where there is a second thread, it encodes what was decided while this one writes, and the numbers come first, for nothing can
/// be encoded before: there one transaction writes at a time, and nobody waits for the counters.
struct EffectsWriter {
  let now: UTCInstant
  let phases: PhaseTimes
  /// nil where this thread encodes, too.
  let secondThread: SecondThread?

  /// - Returns: the completions of those that have one, in their order, not announced yet.
  @discardableResult
  func write(
    _ planned: [PlannedDecision], _ messages: inout BatchMessages,
    in transaction: borrowing StoreTransaction
  ) throws(StoreError) -> [Event] {
    try transaction.resolveErrorLogs(of: SettledRecords(after: planned), at: now)
    let encoder = messages.encoder
    var forked: ForkedWork<EventsToEncode, EventsToEncode.Encoded>?
    defer { forked?.abandon() }
    if let secondThread = thread(for: planned) {
      try number(planned, in: transaction)
      phases.begin(.encode)
      forked = secondThread.fork(planned.map { EventsToEncode($0, at: now) }) {
        $0.encoded(by: encoder)
      }
      phases.begin(.write)
      try writeUnnumbered(planned, in: transaction)
    } else {
      try writeUnnumbered(planned, in: transaction)
      try number(planned, in: transaction)
      phases.begin(.write)
    }
    try writeNumbered(planned, in: transaction)
    phases.begin(.encode)
    let encoded =
      forked?.join() ?? planned.map { EventsToEncode($0, at: now).encoded(by: encoder) }
    // The events of what was decided, request by request.
    for request in encoded {
      for event in request.events { messages.announce(event) }
    }
    phases.begin(.write)
    for request in planned where !request.decision.effects.runs.isEmpty {
      try RunWriter(now: now).write(
        request.decision.effects.runs, &messages, in: transaction)
    }
    return encoded.compactMap(\.completion)
  }

  /// The second thread, where there is one and enough for it to do.
  private func thread(for planned: [PlannedDecision]) -> SecondThread? {
    guard let secondThread else { return nil }
    var lines = 0
    for request in planned {
      lines += request.decision.toldLineCount
      if lines >= secondThread.leastLines { return secondThread }
    }
    return nil
  }

  private func number(
    _ planned: [PlannedDecision], in transaction: borrowing StoreTransaction
  ) throws(StoreError) {
    phases.begin(.number)
    let numbers = try DocumentNumbers(for: planned, in: transaction)
    numbers.assign(to: planned)
  }

  private func writeUnnumbered(
    _ planned: [PlannedDecision], in transaction: borrowing StoreTransaction
  ) throws(StoreError) {
    try transaction.insertLines(of: planned.map(\.decision.effects.invoices.made))
    try transaction.insertApplications(
      of: planned.lazy.map(\.decision.effects.ledger).filter { !$0.isEmpty })
    if areChangesUnnumbered(planned) {
      try transaction.update(planned.flatMap(\.decision.effects.invoices.changed))
    }
  }

  private func writeNumbered(
    _ planned: [PlannedDecision], in transaction: borrowing StoreTransaction
  ) throws(StoreError) {
    try transaction.insert(planned.map(\.decision.effects.invoices.made))
    try transaction.link(planned.flatMap(\.decision.effects.invoices.reissues))
    if !areChangesUnnumbered(planned) {
      try transaction.update(planned.flatMap(\.decision.effects.invoices.changed))
    }
    try transaction.write(planned.lazy.map(\.decision.effects.ledger).filter { !$0.isEmpty })
    try transaction.write(planned.map(\.decision.effects.emails), at: now)
    try transaction.write(planned.lazy.map(\.decision.effects.tasks).filter { !$0.isEmpty })
    try transaction.write(planned.lazy.map(\.decision.effects.taxes).filter { !$0.isEmpty })
    let timeline = InvoiceTimeline(at: now)
    try transaction.record(planned.flatMap { timeline.rows(of: $0.decision, by: $0.header) })
  }

  /// Whether the changes of stored invoices get no number here: none is posted, nor made in the same batch and changed again.
  private func areChangesUnnumbered(_ planned: [PlannedDecision]) -> Bool {
    planned.allSatisfy { request in
      let invoices = request.decision.effects.invoices
      return invoices.made.isEmpty && !invoices.changed.contains { $0.acts.contains(.posted) }
    }
  }
}

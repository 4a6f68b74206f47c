import Monetary

/// A chunk while it is planned, item by item.
struct ChunkInProgress {
  let run: InvoiceRun
  let context: PlanningContext
  var plan = RunChunkPlan(decision: Decision(outcome: .succeeded))
  /// Lines that the items taken so far have at most.
  private(set) var lineCount = 0
  private var effects = EffectsInProgress()

  init(run: InvoiceRun, context: PlanningContext) {
    self.run = run
    self.context = context
  }

  /// Whether another item may be taken with so many lines. The first always may: it is within a request's limits itself.
  mutating func takes(lines: Int) -> Bool {
    guard lineCount == 0 || lineCount + lines <= LineLimit.perRequest else { return false }
    lineCount += lines
    return true
  }

  /// Adds invoices to the totals; false where a sum would be beyond its bound, and none is added.
  mutating func total(_ invoices: [Invoice]) -> Bool {
    let before = plan.totals
    do throws(MonetaryError) {
      for invoice in invoices { try plan.totals.add(invoice) }
      return true
    } catch {
      plan.totals = before
      return false
    }
  }

  /// Notes what an item's decision waits for, whatever becomes of it.
  mutating func note(awaited decision: Decision) {
    plan.decision.taxesAwaited.add(decision.taxesAwaited)
  }

  /// Adds what an item's decision changes and logs. A preview changes and logs nothing.
  mutating func take(_ decision: Decision) {
    guard run.kind != .preview else { return }
    effects.add(decision.effects)
    log(decision.errorLogs)
  }

  /// Everything that a run meets is logged under its category, but for what cannot be numbered.
  mutating func log(_ entries: [ErrorLogEntry]) {
    guard run.kind != .preview else { return }
    for entry in entries {
      plan.decision.errorLogs.append(
        ErrorLogEntry(
          category: entry.code.isOfNumbering ? .invoicePosting : .invoiceRun,
          severity: entry.severity, code: entry.code, message: entry.message,
          primaryRecord: entry.primaryRecord, relatedRecord: entry.relatedRecord,
          accountId: entry.accountId))
    }
  }

  /// For one item. Each is planned as a request of its own, which counts what it adds from the beginning: so the identifiers
  /// of what they add would be the same.
  func context(for item: RecordReference) -> PlanningContext {
    let derive = context.deriveIdentifier
    var planned = PlanningContext(
      request: context.request, now: context.now, taxEngine: context.taxEngine,
      timeZones: context.timeZones, requestedBy: context.requestedBy, invoiceRunId: run.id
    ) { derive($0 + [item.type.rawValue, item.id]) }
    planned.email = context.email
    return planned
  }

  var finished: RunChunkPlan {
    var finished = plan
    finished.decision.effects = effects.effects
    if !plan.errors.isEmpty {
      let isAnyDone =
        !plan.totals.isEmpty || plan.counters.recovered > 0
        || plan.counters.tasksRequested > 0 || plan.counters.emailsQueued > 0
      finished.decision.outcome = isAnyDone ? .partiallySucceeded : .failed
    }
    return finished
  }
}

/// What of the invoice runs a request looks up.
package struct RunsNeeded: Hashable, Sendable {
  /// Runs by identifier; locked, so that no chunk of them is under way, each with what its done chunks sum up to.
  package var changed: Set<InvoiceRun.ID> = []
  /// Runs by identifier, only read.
  package var read: Set<InvoiceRun.ID> = []
  /// Which of these accounts exist? None of them is locked.
  package var accountsNamed: Set<Account.ID> = []

  /// Schedulers that are upserted: locked, with what is known of each, the calendar that the stored one names, and the identifiers of
  /// all that are Active.
  package var statesOfSchedulers: Set<InvoiceScheduler.ID> = []

  package init() {}

  package mutating func formUnion(_ other: RunsNeeded) {
    changed.formUnion(other.changed)
    read.formUnion(other.read)
    accountsNamed.formUnion(other.accountsNamed)
    statesOfSchedulers.formUnion(other.statesOfSchedulers)
  }
}

/// The runs as far as they are loaded, and what the requests planned so far have begun.
package struct RunTables: Sendable {
  package var runs: [InvoiceRun.ID: InvoiceRun] = [:]
  package var existingAccounts: Set<Account.ID> = []
  package var schedulerStates: [InvoiceScheduler.ID: SchedulerState] = [:]
  /// The stored schedulers that are Active; loaded where one is upserted.
  package var activeSchedulers: Set<InvoiceScheduler.ID> = []

  package init() {}

  mutating func apply(_ effects: RunEffects) {
    for run in effects.started + effects.ended { runs[run.id] = run }
    for occurrence in effects.occurrences {
      schedulerStates[occurrence.schedulerId, default: SchedulerState()].note(occurrence)
    }
    for run in effects.started {
      guard let id = run.schedulerId else { continue }
      schedulerStates[id]?.isRunningLate = run.beganLate
    }
  }
}

/// What a decision changes of the runs.
package struct RunEffects: Hashable, Sendable {
  /// New runs, each with its selection, in order.
  package var started: [InvoiceRun] = []
  /// Running ones that are Canceled now.
  package var ended: [InvoiceRun] = []
  /// Occurrences that an upsert has settled, as the clock does.
  package var occurrences: [SchedulerOccurrence] = []

  package init() {}

  package var isEmpty: Bool { started.isEmpty && ended.isEmpty && occurrences.isEmpty }
}

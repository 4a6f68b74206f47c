package import CivilTime

extension InvoiceRun {
  /// A run over the results of another: its invoices, or its schedules in Error.
  init(over parent: InvoiceRun, kind: Kind, id: InvoiceRun.ID, at now: UTCInstant) {
    self.init(id: id, kind: kind, runDate: now.date, startedAt: now)
    parentRunId = parent.id
    requestedBy = parent.requestedBy
  }

  /// The run as it ends by itself, with what its chunks sum up to.
  package func ended(at now: UTCInstant) -> InvoiceRun {
    var ended = self
    ended.status = errorCount > 0 ? .completedWithErrors : .completed
    ended.completedAt = now
    return ended
  }

  /// What begins when this run, which has ended, is done (<doc:InvoiceRuns#What-follows>). `parent` is the run that
  /// ``parentRunId`` names. The same run is always followed by the same ones, by identifier too.
  package func following(
    of parent: InvoiceRun?, at now: UTCInstant, deriveIdentifier: ([String]) -> String
  ) -> [InvoiceRun] {
    guard status == .completed || status == .completedWithErrors else { return [] }
    switch kind {
    case .generate where then.posts && terms?.action == .draft:
      var posting = InvoiceRun(
        over: self, kind: .post, id: InvoiceRun.ID(deriveIdentifier([id.text, "post"])), at: now)
      posting.then = RunContinuation(emails: then.emails, tasks: then.tasks)
      return [posting]
    case .generate:
      return afterPosting(over: id, at: now, deriveIdentifier)
    case .post:
      return parentRunId.map { afterPosting(over: $0, at: now, deriveIdentifier) } ?? []
    case .recover where retriesWhenEnded:
      guard let parent else { return [] }
      var retry = InvoiceRun(
        id: InvoiceRun.ID(deriveIdentifier([id.text, "retry"])), kind: parent.kind,
        runDate: now.date, terms: parent.terms, criteria: parent.criteria, then: parent.then,
        startedAt: now)
      retry.retryOf = parent.id
      retry.requestedBy = requestedBy
      return [retry]
    case .preview, .email, .tasks, .recover, .cancel:
      return []
    }
  }

  /// What is done with the invoices of a run once they are posted.
  private func afterPosting(
    over invoices: InvoiceRun.ID, at now: UTCInstant, _ deriveIdentifier: ([String]) -> String
  ) -> [InvoiceRun] {
    var runs: [InvoiceRun] = []
    func begin(_ kind: Kind, _ name: String) -> InvoiceRun {
      var run = InvoiceRun(
        over: self, kind: kind, id: InvoiceRun.ID(deriveIdentifier([id.text, name])), at: now)
      run.parentRunId = invoices
      return run
    }
    if !then.tasks.isEmpty {
      var run = begin(.tasks, "tasks")
      run.tasks = RunTaskTerms(kinds: then.tasks)
      runs.append(run)
    }
    if then.emails {
      var run = begin(.email, "email")
      run.email = RunEmailTerms()
      runs.append(run)
    }
    return runs
  }
}

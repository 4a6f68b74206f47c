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

  /// What begins when this run, which has ended, is done (<doc:InvoiceRuns#What-follows>); nil for nothing. `parent` is the
  /// run that ``parentRunId`` names. The same run is always followed by the same one, by identifier too.
  package func following(
    of parent: InvoiceRun?, at now: UTCInstant, deriveIdentifier: ([String]) -> String
  ) -> InvoiceRun? {
    guard status == .completed || status == .completedWithErrors else { return nil }
    switch kind {
    case .generate where then.posts && terms?.action == .draft:
      return InvoiceRun(
        over: self, kind: .post, id: InvoiceRun.ID(deriveIdentifier([id.text, "post"])), at: now)
    case .recover where retriesWhenEnded:
      guard let parent else { return nil }
      var retry = InvoiceRun(
        id: InvoiceRun.ID(deriveIdentifier([id.text, "retry"])), kind: parent.kind,
        runDate: now.date, terms: parent.terms, criteria: parent.criteria, then: parent.then,
        startedAt: now)
      retry.retryOf = parent.id
      retry.requestedBy = requestedBy
      return retry
    case .generate, .preview, .post, .recover, .cancel:
      return nil
    }
  }
}

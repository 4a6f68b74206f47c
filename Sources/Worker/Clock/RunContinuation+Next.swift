import Billing
import CivilTime
import Digest

extension InvoiceRun {
  /// This run as it ends: `self` is Running, with what its chunks sum up to.
  func ending(at now: UTCInstant) -> InvoiceRun {
    var ended = self
    ended.status = errorCount > 0 ? .completedWithErrors : .completed
    ended.completedAt = now
    return ended
  }

  /// The run that begins when this one ends, as it was asked for: a Post run over the drafts that it made, or after a recovery a
  /// run over the accounts with errors. Its identifier follows from this run, so that two clocks begin it once.
  ///
  /// `parent` is the run that this one goes over, where there is one.
  func next(parent: InvoiceRun?, at now: UTCInstant) -> InvoiceRun? {
    if kind == .generate, then.posts, terms?.action == .draft {
      var next = InvoiceRun(
        id: derivedIdentifier("post"), kind: .post, runDate: runDate, startedAt: now)
      next.parentRunId = id
      next.requestedBy = requestedBy
      return next
    }
    if kind == .recover, retriesWhenEnded, let parent, parent.terms != nil {
      var next = InvoiceRun(
        id: derivedIdentifier("retry"), kind: parent.kind, runDate: parent.runDate,
        terms: parent.terms, criteria: parent.criteria, then: parent.then, startedAt: now)
      next.retryOf = parent.id
      next.requestedBy = requestedBy
      return next
    }
    return nil
  }

  private func derivedIdentifier(_ part: String) -> InvoiceRun.ID {
    InvoiceRun.ID(DerivedIdentifier.uuid("invoice-run", id.text, part))
  }
}

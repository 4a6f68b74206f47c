import Billing
package import Messages

/// What came of a request, as it is counted: the outcomes of completions, with the program's own faults apart.
package enum MeasuredOutcome: String, Hashable, Sendable, CaseIterable {
  case succeeded
  case partiallySucceeded = "partially_succeeded"
  case failed
  case rejected
  case internalError = "internal_error"

  init(_ decision: Decision) {
    guard !decision.isInternalError else {
      self = .internalError
      return
    }
    self =
      switch decision.outcome {
      case .succeeded: .succeeded
      case .partiallySucceeded: .partiallySucceeded
      case .failed: .failed
      case .rejected: .rejected
      }
  }
}

/// A request's class of work and what came of it.
package struct RequestLabel: Hashable, Sendable {
  package let work: WorkQueue
  package let outcome: MeasuredOutcome

  package init(_ work: WorkQueue, _ outcome: MeasuredOutcome) {
    self.work = work
    self.outcome = outcome
  }
}
